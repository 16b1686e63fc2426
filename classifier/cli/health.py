"""`optflag data check` and `stats`: the corpus."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click
import numpy as np

from classifier import corpus
from classifier.changes import Learned
from classifier.checks import FAULTS, NOTES, Finding, check, doubts
from classifier.cli.basics import (
    corpus_files,
    corpus_option,
    home,
    json_option,
    load_corpus,
    print_json,
    say,
)
from classifier.corpus import SENTENCE, Article
from classifier.labels import FLAGS
from classifier.model import FlagModel, document
from classifier.plain import visible
from classifier.registry import Registry, RegistryError
from classifier.statistics import statistics

QUEUED = "q-"  # how ids of articles begin that `optflag feedback export` wrote
LISTED = 20  # notes of a kind; --all and --json tell every one


@click.command("check")
@corpus_option
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Articles to evaluate on, as .jsonl: their text must not be in the corpus.",
)
@click.option("--deep", is_flag=True, help="Cross-validate anew to doubt labels (half a minute).")
@click.option("--all", "everything", is_flag=True, help=f"More than {LISTED} notes of a kind.")
@json_option
def check_corpus(
    corpus_path: Path | None, against: Path | None, deep: bool, everything: bool, as_json: bool
) -> None:
    """Validate every line of the corpus, and look for what may be wrong with it.

    Faults (lines that do not fit, evidence that cuts a word, copies, copies with different labels,
    texts of --against) end with 1. Notes are there to be looked at.
    """
    say("Reading the corpus")
    lines = list(corpus.scan(corpus_files(corpus_path)))
    articles = [line for line in lines if isinstance(line, Article)]
    say("Comparing its texts with each other")
    found = check(lines, _texts(against) if against else None)
    say("Doubting their labels")
    found += _doubted(articles, deep)
    faults = sum(finding.is_fault for finding in found)
    if as_json:
        digest = corpus.digest(articles)
        findings = [asdict(finding) | {"fault": finding.is_fault} for finding in found]
        print_json({"texts": len(articles), "corpus": digest, "findings": findings})
    else:
        _print_findings(found, everything)
        if not faults:
            texts = "1 text" if len(articles) == 1 else f"{len(articles)} texts"
            click.echo(f"{texts}, no fault. {corpus.digest(articles)}")
    if faults:
        raise click.ClickException(_remedy([finding for finding in found if finding.is_fault]))


def _remedy(faults: Sequence[Finding]) -> str:
    """How many there are, and what to do about them."""
    told = f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}."
    if any(id_.startswith(QUEUED) for finding in faults for id_ in finding.ids):
        told += (
            f" {QUEUED}… came from the queue: `optflag data label ID` labels it again, "
            "`optflag feedback reject ID` drops it, then `optflag feedback export`."
        )
    return told


def _texts(path: Path) -> dict[str, str]:
    """Name → text of articles to evaluate on. Raises CorpusError."""
    found = {}
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            row = json.loads(line)
            found[str(row["id"])] = str(row["text"])
        except (ValueError, KeyError, TypeError) as error:
            raise corpus.CorpusError(path.name, number, f"no article: {error!r}") from None
    return found


def _doubted(articles: Sequence[Article], deep: bool) -> list[Finding]:
    """Likely errors of labels, by the champion or by a cross-validation of the moment."""
    views = _cross_validated(articles) if deep else _seen_by_champion(articles)
    mine = [article for article in articles if article.id in views]
    if not mine:
        say("No model has judged these articles unseen: labels are not doubted. Try --deep.")
        return []
    labels = np.array([[flag in article.labels for flag in FLAGS] for article in mine])
    return doubts(mine, labels, np.array([views[article.id] for article in mine]))


def _cross_validated(articles: Sequence[Article]) -> Mapping[str, np.ndarray]:
    found = FlagModel().fit(articles, progress=say).out_of_fold_
    return dict(zip(found.ids, found.probabilities, strict=True))


def _seen_by_champion(articles: Sequence[Article]) -> Mapping[str, np.ndarray]:
    """What the champion said of articles before it learned them; it judges now what it has not."""
    registry = Registry(home())
    try:
        loaded = registry.load()
        learned = registry.learned(loaded.info.version)
    except RegistryError as error:
        say(str(error))
        return {}
    found = loaded.model.out_of_fold_
    kept = dict(zip(found.ids, found.probabilities, strict=True))
    views, unseen = {}, []
    for article in articles:
        known = learned.get(article.id)
        if article.id in kept and known and known.text == Learned.of(article).text:
            views[article.id] = kept[article.id]
        elif article.id not in kept and learned and article.genre != SENTENCE:
            unseen.append(article)
    documents = [document(article.title, article.text) for article in unseen]
    judged = loaded.model.predict_proba(documents)
    return views | {a.id: row for a, row in zip(unseen, judged, strict=True)}


def _print_findings(found: Sequence[Finding], everything: bool) -> None:
    for kind, title in (FAULTS | NOTES).items():
        mine = [finding for finding in found if finding.kind == kind]
        if not mine:
            continue
        click.echo(f"{'Fault' if kind in FAULTS else 'Note'}: {title} ({len(mine)})")
        listed = mine if everything or kind in FAULTS else mine[:LISTED]
        for finding in listed:
            click.echo(f"  {visible(finding.words)}")
        if len(listed) < len(mine):
            click.echo(f"  … and {len(mine) - len(listed)} more: --all")
        click.echo()


@click.command()
@corpus_option
@json_option
def stats(corpus_path: Path | None, as_json: bool) -> None:
    """Count the corpus by flags, genre, region, sector, length, year and source."""
    found = statistics(load_corpus(corpus_path))
    if as_json:
        print_json({name: [asdict(group) for group in groups] for name, groups in found.items()})
        return
    for name, groups in found.items():
        click.echo(f"{name:<52}{'articles':>10}{'flagged':>10}")
        for group in groups[:LISTED]:
            share = group.flagged / group.articles
            click.echo(f"  {visible(group.value):<50}{group.articles:>10}{share:>10.0%}")
        if len(groups) > LISTED:
            click.echo(f"  … and {len(groups) - LISTED} more: --json")
        click.echo()
