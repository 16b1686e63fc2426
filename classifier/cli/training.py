"""`optflag train`."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from classifier import version_card
from classifier.changes import changes, learned
from classifier.cli.basics import corpus_option, home, json_option, load_corpus, print_json, say
from classifier.cli.evaluating import print_metrics
from classifier.corpus import Article
from classifier.labels import FLAGS
from classifier.plain import visible
from classifier.registry import Registry
from classifier.search import search as search_recipe
from classifier.training import SEED, Outcome, Wish
from classifier.training import train as train_model

LISTED = 10  # changed articles of each kind that are told by name


@click.command()
@corpus_option
@click.option("--force", is_flag=True, help="Promote even when it is worse than the champion.")
@click.option(
    "--allow-regression",
    "allowed",
    multiple=True,
    type=click.Choice(FLAGS),
    help="Promote even when this flag is worse; may be given for several.",
)
@click.option("--search", is_flag=True, help="Look for better hyper-parameters first (minutes).")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Processors."
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=SEED,
    show_default=True,
    help="Of folds and drawing.",
)
@json_option
def train(
    corpus_path: Path | None,
    force: bool,
    allowed: tuple[str, ...],
    search: bool,
    jobs: int,
    seed: int,
    as_json: bool,
) -> None:
    """Train a new model version from the corpus; promote it when no flag is worse.

    Ends with 1 when it is not promoted.
    """
    registry, articles = Registry(home()), load_corpus(corpus_path)
    say_changes(registry, articles)
    progress = Clock()
    try:
        recipe = None
        if search:
            recipe = search_recipe(articles, seed=seed, jobs=jobs, progress=progress)
        wish = Wish(recipe=recipe, seed=seed, jobs=jobs, force=force, allowed=allowed)
        outcome = train_model(articles, registry, wish=wish, progress=progress)
    except ValueError as error:
        raise click.ClickException(
            f"Nothing can be learned from these {len(articles)} articles ({error}). Each flag, "
            "and articles without one, must occur in at least five events."
        ) from None
    if as_json:
        _print_outcome_json(outcome)
    else:
        _print_outcome(registry, outcome)
    if not outcome.promoted:
        raise SystemExit(1)


class Clock:
    """Says each step with the seconds since the first."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def __call__(self, message: str) -> None:
        """Say it."""
        say(f"{time.monotonic() - self._started:4.0f} s  {message} …")


def say_changes(registry: Registry, articles: Sequence[Article]) -> None:
    """What changed in the corpus since the champion learned it."""
    say(f"Corpus: {len(articles)} texts.")
    champion = registry.champion()
    before = registry.learned(champion) if champion else {}
    if not before:
        return
    found = changes(before, learned(articles))
    say(f"Changed since model {champion}: {found.words()}.")
    titles = {article.id: article.title for article in articles}
    for name, ids in asdict(found).items():
        for id_ in ids[:LISTED]:
            say(f"  {name:<11}{id_}  {visible(titles.get(id_, '')[:70])}")
        if len(ids) > LISTED:
            say(f"  {name:<11}… and {len(ids) - LISTED} more")


def _print_outcome_json(outcome: Outcome) -> None:
    found = {
        "comparison": outcome.comparison.as_json() if outcome.comparison else None,
        "changes": asdict(outcome.changes) if outcome.changes else None,
    }
    print_json(asdict(outcome.info) | found | {"promoted": outcome.promoted})


def _print_outcome(registry: Registry, outcome: Outcome) -> None:
    info = outcome.info
    print_metrics(info.metrics)
    if outcome.comparison:
        click.echo(f"\nBeside model {info.decision['champion']}:")
        click.echo("\n".join(version_card.comparison_lines(outcome.comparison)))
        click.echo("\n" + "\n".join(version_card.changed_lines(outcome.comparison)))
    click.echo(f"\nCard and report: {registry.folder / info.version}")
    if outcome.promoted:
        click.echo(f"Model {info.version} is at work now.")
        return
    worse = ", ".join(info.decision["worse"])
    click.echo(f"Model {info.version} is kept, but worse in {worse}.")
    click.echo(f"To use it all the same: optflag model promote {info.version}")
