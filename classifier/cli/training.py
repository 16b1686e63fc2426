"""`optflag train`."""

from dataclasses import asdict
from pathlib import Path

import click

from classifier.cli.basics import corpus_option, home, json_option, load_corpus, print_json, say
from classifier.cli.evaluating import print_metrics
from classifier.labels import FLAGS
from classifier.registry import Registry
from classifier.training import train as train_model
from classifier.versions import ModelInfo


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
    print_metrics(info.metrics)
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
