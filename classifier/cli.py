"""`optflag train`, `evaluate`, `model …` and `data …`: what needs no server."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from platformdirs import user_data_path

from classifier import corpus, transfer
from classifier.duplicates import overlaps
from classifier.evaluation import evaluate as evaluate_model
from classifier.evaluation import load_examples, table
from classifier.fitting import learning_curve as measure_learning
from classifier.labels import FLAGS
from classifier.registry import LoadedModel, ModelInfo, Registry
from classifier.report import render
from classifier.training import train as train_model


def home() -> Path:
    """The folder of registry, database and tokens: OPTFLAG_HOME, or the user's data directory."""
    folder = Path(os.environ.get("OPTFLAG_HOME") or user_data_path("optflag"))
    return folder.expanduser().absolute()


def say(message: str) -> None:
    """Progress and talk go to stderr; stdout is for results."""
    click.echo(message, err=True)


def print_json(content: Any, *, indent: int | None = 2) -> None:
    """One JSON document on stdout; on one line without `indent`."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=indent))


corpus_option = click.option(
    "--corpus",
    "corpus_path",
    type=click.Path(exists=True, path_type=Path),
    help="A .jsonl file or a folder of them; default: the corpus that ships with Optflag, and what "
    "was accepted into OPTFLAG_HOME/corpus.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def load_corpus(path: Path | None) -> list[corpus.Article]:
    """The articles of `path`; without it, the whole corpus."""
    return corpus.load_all(home()) if path is None else corpus.load(path)


def first_champion(registry: Registry) -> LoadedModel:
    """The champion; trained and promoted first when there is none. Says so on stderr."""
    if registry.champion() is None:
        say("There is no model yet: training the first one.")
        articles = load_corpus(None)
        registry.promote(train_model(articles, registry, progress=say).version)
    return registry.load()


@click.command()
@corpus_option
@click.option("--force", is_flag=True, help="Promote even when it is worse than the champion.")
@json_option
def train(corpus_path: Path | None, force: bool, as_json: bool) -> None:
    """Train a new model version from the corpus; promote it when it is not worse."""
    registry = Registry(home())
    articles = load_corpus(corpus_path)
    say(f"Corpus: {len(articles)} articles.")
    info = train_model(articles, registry, progress=say)
    champion = registry.champion()
    better = champion is None or not _worse(info, registry.info(champion))
    if better or force:
        registry.promote(info.version)
    if as_json:
        print_json(asdict(info) | {"promoted": better or force})
        return
    _print_metrics(info.metrics)
    if better or force:
        click.echo(f"Model {info.version} is at work now.")
    else:
        click.echo(f"Model {info.version} is kept, but worse than the champion {champion}.")
        click.echo(f"To use it all the same: optflag model promote {info.version}")


def _worse(candidate: ModelInfo, champion: ModelInfo) -> bool:
    """Whether any flag's cross-validated F1 is lower than the champion's."""
    return any(
        candidate.metrics["flags"][flag]["f1"] < champion.metrics["flags"][flag]["f1"]
        for flag in FLAGS
    )


@click.command()
@click.argument("version", required=False)
@click.option("--data", type=click.Path(exists=True, path_type=Path), help="Articles as .jsonl.")
@json_option
def evaluate(version: str | None, data: Path | None, as_json: bool) -> None:
    """Figures of a model version (default: the champion), by cross-validation or on --data."""
    loaded = Registry(home()).load(version)
    figures, errors = loaded.info.metrics, []
    if data is not None:
        examples = load_examples(data)
        say(f"Scoring {len(examples)} articles …")
        found = evaluate_model(loaded.model, examples)
        figures, errors = found.figures, found.errors
    if as_json:
        print_json({"version": loaded.info.version, **figures, "errors": errors})
    else:
        _print_metrics(figures)
        _print_errors(errors)


def _print_metrics(figures: dict[str, Any]) -> None:
    click.echo("\n".join(table(figures)))


def _print_errors(errors: Sequence[dict[str, Any]]) -> None:
    for error in errors:
        click.echo(f"\n{error['error']}: {error['flag']} {error['probability']:.2f}")
        click.echo(f"  {error['id']}  {error['title']}")
        for quote in error["evidence"]:
            click.echo(f"  > {quote}")


@click.command()
@click.argument("version", required=False)
@click.option("--output", type=click.Path(path_type=Path), default=Path("optflag-report.html"))
@click.option("--learning-curve", is_flag=True, help="Train on growing parts as well (minutes).")
@corpus_option
def report(
    version: str | None, output: Path, learning_curve: bool, corpus_path: Path | None
) -> None:
    """Write one self-contained HTML page about a model version (default: the champion)."""
    loaded = Registry(home()).load(version)
    articles = load_corpus(corpus_path)
    points: list[tuple[int, dict[str, float]]] = []
    if learning_curve:
        say("Training on a quarter, a half, three quarters and all of the corpus …")
        points = measure_learning(articles, penalty=loaded.model.C, seed=loaded.model.seed)
    say("Drawing …")
    output.write_text(render(loaded, articles, points), encoding="utf-8")
    click.echo(f"Written: {output}")


@click.group()
def model() -> None:
    """List, show, promote and roll back model versions."""


@model.command("list")
@json_option
def list_models(as_json: bool) -> None:
    """All versions, oldest first; the champion is starred."""
    registry = Registry(home())
    champion = registry.champion()
    infos = [registry.info(version) for version in registry.versions()]
    if as_json:
        print_json([asdict(info) | {"champion": info.version == champion} for info in infos])
        return
    for info in infos:
        star = "*" if info.version == champion else " "
        click.echo(f"{star} {info.version:<16} macro-F1 {info.metrics['macro_f1']:.3f}")
    if not infos:
        click.echo("No model yet. `optflag train` makes the first one.")


@model.command()
@click.argument("version", required=False)
def show(version: str | None) -> None:
    """What model.json says of a version (default: the champion), as JSON."""
    registry = Registry(home())
    print_json(asdict(registry.info(version or registry.load().info.version)))


@model.command()
@click.argument("version")
def promote(version: str) -> None:
    """Put a version to work; running servers follow within a second."""
    Registry(home()).promote(version)
    click.echo(f"Model {version} is at work now.")


@model.command()
def rollback() -> None:
    """Put the champion before this one back to work."""
    click.echo(f"Model {Registry(home()).rollback()} is at work again.")


@model.command()
@click.argument("version")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(version: str, file: Path) -> None:
    """Write a version to FILE, to carry it to another host."""
    transfer.export(Registry(home()), version, file)
    click.echo(f"Model {version} is in {file}.")


@model.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def take_in(file: Path) -> None:
    """Add the version in FILE, which you exported yourself; promote it with `model promote`."""
    info = transfer.take_in(Registry(home()), file)
    click.echo(f"Model {info.version} is here. To use it: optflag model promote {info.version}")


@click.group()
def data() -> None:
    """Check the corpus."""


@data.command()
@corpus_option
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Articles to evaluate on, as .jsonl: their text must not be in the corpus.",
)
def check(corpus_path: Path | None, against: Path | None) -> None:
    """Validate every line of the corpus, and look for duplicates and leaks.

    Ends with 1 at a line that does not fit, a duplicate, or a text of --against in the corpus.
    """
    articles = load_corpus(corpus_path)
    texts = {article.id: article.text for article in articles}
    others = None
    if against is not None:
        rows = map(json.loads, against.read_text("utf-8").splitlines())
        others = {row["id"]: row["text"] for row in rows}
    found = [overlap for overlap in overlaps(texts, others) if overlap.is_duplicate]
    for overlap in found:
        click.echo(f"{overlap.second} shares {overlap.count} runs of words with {overlap.first}:")
        click.echo(f"    … {overlap.sample} …")
    if found:
        raise click.ClickException(f"{len(found)} duplicates. Take one of each pair out.")
    click.echo(f"{len(articles)} articles, no fault. {corpus.digest(articles)}")


COMMANDS = (train, evaluate, report, model, data)
