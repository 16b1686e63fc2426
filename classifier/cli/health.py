"""`optflag data …`: the corpus."""

import json
from pathlib import Path

import click

from classifier import corpus
from classifier.cli.basics import corpus_option, load_corpus
from classifier.duplicates import overlaps


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
