"""`optflag model …`: the registry."""

from dataclasses import asdict
from pathlib import Path

import click

from classifier import transfer
from classifier.cli.basics import home, json_option, print_json
from classifier.registry import Registry


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
