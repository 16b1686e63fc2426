"""`optflag score`."""

import sys
from typing import Any

import click

from classifier.cli import first_champion, home, json_option, print_json, say
from classifier.plain import visible
from classifier.registry import LoadedModel, Registry
from server.cli.basics import allow_private_option
from server.extraction import ExtractionError
from server.extraction_worker import BoundedExtractor
from server.scoring import Extract
from server.scoring import score as score_document
from server.sources import Fetcher, Item, read

SECONDS_OF_A_PAGE = 10.0  # nobody waits for a button here, as readers do at the server


@click.command()
@click.argument("sources", nargs=-1, required=True)
@allow_private_option
@json_option
def score(sources: tuple[str, ...], allow_private: bool, as_json: bool) -> None:
    """Score files, folders, - (standard input), feeds or http(s) addresses."""
    model = first_champion(Registry(home()))
    extract = BoundedExtractor(seconds=SECONDS_OF_A_PAGE).extract
    failed = 0
    fetcher = Fetcher(allow_private=allow_private)
    for item in (item for source in sources for item in read(source, fetcher)):
        answer = _score_item(item, model, extract)
        if "fault" in answer:
            failed += 1
            say(visible(f"{item.source}: {answer['fault']}"))
        elif as_json:
            about = {"source": item.source} | ({"id": item.id} if item.id else {})
            print_json(about | answer, indent=None)
        else:
            _print_answer(item.source, answer)
    if failed:
        say(f"{failed} could not be scored.")
        sys.exit(1)


def _score_item(item: Item, model: LoadedModel, extract: Extract) -> dict[str, Any]:
    if item.document is None:
        return {"fault": item.fault}
    try:
        return score_document(item.document, model, extract=extract)
    except ExtractionError as error:
        return {"fault": str(error)}


def _print_answer(source: str, answer: dict[str, Any]) -> None:
    risk = "" if answer["risk"] is None else f"  (risk {answer['risk']})"
    click.echo(visible(f"{source}: {answer['badge']['title']}{risk}"))
    for flag in answer["flags"]:
        if flag["raised"]:
            click.echo(f"  {flag['flag']}  {flag['probability']:.0%}")
        for evidence in flag["evidence"]:
            click.echo(f"    “{visible(evidence['text'])}”")
    for choice in answer["choices"]:
        click.echo(visible(f"  way out: {choice['text']}  {choice['url'] or ''}".rstrip()))
