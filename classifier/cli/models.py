"""`optflag model …`: the registry."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from classifier import transfer, version_card
from classifier.changes import Changes, changes
from classifier.cli.basics import corpus_option, home, json_option, load_corpus, print_json
from classifier.comparison import Comparison, Version
from classifier.comparison import compare as compare_models
from classifier.registry import Registry
from classifier.weights import WeightChange, weight_changes


@click.group()
def model() -> None:
    """List, compare, promote, roll back and remove model versions."""


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
@click.argument("version_a")
@click.argument("version_b")
@corpus_option
@json_option
def compare(version_a: str, version_b: str, corpus_path: Path | None, as_json: bool) -> None:
    """What is better and what is worse in VERSION_B than in VERSION_A.

    On the articles that B learned from: each counts as cross-validation judged it; what A has not
    learned it judges now, where the corpus at hand has the text.
    """
    registry = Registry(home())
    found, changed_corpus, weights = _compared(registry, version_a, version_b, corpus_path)
    if as_json:
        words = changed_corpus.words() if changed_corpus else None
        print_json(
            found.as_json()
            | {"corpus": words, "weights": [asdict(change) for change in weights]}
            | {"metrics": {v: registry.info(v).metrics for v in (version_a, version_b)}}
        )
        return
    click.echo(f"Model {version_b} beside model {version_a}")
    if changed_corpus is not None:
        click.echo(f"Corpus: {changed_corpus.words()}")
    click.echo()
    click.echo("\n".join(version_card.comparison_lines(found)))
    click.echo("\n" + "\n".join(version_card.changed_lines(found)))
    _print_weights(weights)


def _compared(
    registry: Registry, version_a: str, version_b: str, corpus_path: Path | None
) -> tuple[Comparison, Changes | None, list[WeightChange]]:
    first, second = (registry.load(version).model for version in (version_a, version_b))
    old, new = (registry.learned(version) for version in (version_a, version_b))
    found = compare_models(Version(first, old), Version(second, new), load_corpus(corpus_path))
    return found, changes(old, new) if old and new else None, weight_changes(first, second)


def _print_weights(weights: Sequence[WeightChange]) -> None:
    click.echo("\nChanges of weight that move the scores of articles most")
    for change in weights:
        click.echo(
            f"{change.flag:<20}{change.before:+8.2f} → {change.after:+8.2f}  {change.feature}"
        )


@model.command()
@click.argument("version", required=False)
@click.option("--keep", type=click.IntRange(min=0), help="Remove all but the newest so many.")
@click.option("--force", is_flag=True, help="Even the version that rollback goes to.")
def remove(version: str | None, keep: int | None, force: bool) -> None:
    """Remove VERSION, or with --keep N all but the newest N.

    The champion always stays; so does, without --force, the version that `rollback` goes to.
    """
    if (version is None) == (keep is None):
        raise click.UsageError("Give a VERSION or --keep N.")
    registry = Registry(home())
    if version is not None:
        registry.remove(version, even_the_way_back=force)
        click.echo(f"Model {version} is removed.")
        return
    spared = {registry.champion(), *(() if force else registry.history()[-1:])}
    versions = registry.versions()
    for old in versions[: max(len(versions) - (keep or 0), 0)]:
        if old not in spared:
            registry.remove(old, even_the_way_back=force)
            click.echo(f"Model {old} is removed.")


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
