"""`optflag feedback …`: readers' corrections, from the queue into the corpus."""

import getpass
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from classifier.cli import home, json_option, print_json, say
from classifier.labels import FLAGS
from classifier.plain import visible
from classifier.registry import Registry
from classifier.versions import write_text
from server.cli.basics import ids_of_items, name_of_person, open_engine
from server.feedback import count_without_text
from server.queue import STATES, Item, Label, LabelError, NoSuchItem, Queue
from server.queue.reports import readers_word, voices
from server.queue.suggestion import Marks, Suggestion, make_label

NO_FLAG = "none"

by_option = click.option(
    "--by",
    callback=name_of_person,
    default=getpass.getuser,
    show_default="your user name",
    help="Who decides; kept with the decision.",
)


@click.group()
def feedback() -> None:
    """Readers' corrections: list, accept, reject, forget, export into the corpus."""


@feedback.command("list")
@click.option("--state", type=click.Choice((*STATES, "all")), default="waiting", show_default=True)
@click.option("--flag", type=click.Choice(FLAGS), help="Only what readers said of this flag.")
@click.option("--source", default="feedback", show_default=True, help="Or all, or feed, html, …")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@json_option
def list_items(state: str, flag: str | None, source: str, limit: int, as_json: bool) -> None:
    """What readers reported with the text, what came most often first."""
    engine = open_engine()
    queue = Queue(engine)
    found = queue.items(
        None if state == "all" else state, source=None if source == "all" else source
    )
    wanted = [item for item in found if flag is None or flag in {r.flag for r in item.reports}]
    if as_json:
        print_json([_as_json(queue, item) for item in wanted[:limit]])
        return
    for item in wanted[:limit]:
        click.echo("\n".join(_lines(queue, item)))
    _say_rest(queue, len(wanted) - limit, count_without_text(engine))


def _say_rest(queue: Queue, hidden: int, without_text: int) -> None:
    if hidden > 0:
        say(f"{hidden} more: raise --limit.")
    counts = ", ".join(f"{count} {state}" for state, count in queue.counts().items())
    say(f"The queue: {counts}. Reports without a text: {without_text}.")


def _lines(queue: Queue, item: Item) -> list[str]:
    """An item as it is listed."""
    date = item.received.date().isoformat()
    state = "" if item.state == "waiting" else f"  {item.state} by {visible(item.closed_by or '')}"
    lines = [f"{item.id}  {date}  ×{item.count}  {visible(item.title)}{state}"]
    lines += [f"    {visible(v.words)}  (token {', '.join(v.tokens)})" for v in voices(item)]
    for label in queue.labels(item.id):
        flags = ", ".join(label.flags) or "no flag"
        lines.append(f"    {visible(label.labeller)}: {flags}")
    return lines


def _as_json(queue: Queue, item: Item) -> dict[str, Any]:
    times = {
        "received": item.received.isoformat(timespec="seconds"),
        "closed": item.closed and item.closed.isoformat(timespec="seconds"),
    }
    labels = [
        {"labeller": each.labeller, "flags": each.flags, "note": each.note}
        for each in queue.labels(item.id)
    ]
    reports = [asdict(each) | {"wants": each.wants} for each in item.reports]
    return asdict(item) | times | {"reports": reports, "labels": labels}


@feedback.command()
@click.argument("item_id", metavar="ID", callback=ids_of_items)
@click.option(
    "--flags",
    help="Flags that the article raises, separated by commas, or none; default: the model's word, "
    "corrected by the readers'.",
)
@click.option(
    "--evidence",
    "quotes",
    multiple=True,
    metavar="FLAG=WORDS",
    help="A sentence that carries a flag, by some of its words; default: the model's choice.",
)
@click.option("--note", help="Kept with the decision.")
@by_option
def accept(
    item_id: str, flags: str | None, quotes: tuple[str, ...], note: str | None, by: str
) -> None:
    """Accept an item for the corpus, and print the sentences that will stand as evidence."""
    queue = Queue(open_engine())
    item = queue.item(item_id)
    suggestion = Suggestion(Registry(home()).load().model, item)
    wanted = _wanted(flags, suggestion, item)
    marks = _marks(suggestion, wanted, _quoted(quotes, wanted, suggestion))
    label = make_label(item, suggestion.sentences, marks, labeller=by, note=note)
    queue.accept(label)
    click.echo(f"Accepted {item.id}: {', '.join(label.flags) or 'no flag'}.")
    _print_evidence(item, label)


def _wanted(flags: str | None, suggestion: Suggestion, item: Item) -> set[str]:
    if flags is None:
        said = {result.flag: result.raised for result in suggestion.results} | readers_word(item)
        return {flag for flag, raised in said.items() if raised}
    names = {name.strip() for name in flags.split(",")} - {"", NO_FLAG}
    if unknown := sorted(names - set(FLAGS)):
        known = ", ".join((*FLAGS, NO_FLAG))
        raise click.BadParameter(
            f"{', '.join(unknown)} is not one of {known}", param_hint="--flags"
        )
    return names


def _quoted(
    quotes: Iterable[str], wanted: set[str], suggestion: Suggestion
) -> dict[str, frozenset[int]]:
    """The sentences that the maintainer named, by flag."""
    marks: dict[str, frozenset[int]] = {}
    for quote in quotes:
        flag, _, words = quote.partition("=")
        if flag not in FLAGS or not words:
            raise click.BadParameter("is not FLAG=WORDS", param_hint="--evidence")
        if flag not in wanted:
            raise click.BadParameter(
                f"{flag} is not among the flags; name all that are raised with --flags",
                param_hint="--evidence",
            )
        holds = [n for n, each in enumerate(suggestion.sentences) if words in each.text]
        if not holds:
            raise LabelError(f"No sentence of the article holds “{words}”.")
        marks[flag] = marks.get(flag, frozenset()) | {holds[0]}
    return marks


def _marks(suggestion: Suggestion, flags: set[str], quoted: dict[str, frozenset[int]]) -> Marks:
    return {flag: quoted.get(flag) or suggestion.best(flag) for flag in FLAGS if flag in flags}


def _print_evidence(item: Item, label: Label) -> None:
    for span in label.evidence:
        click.echo(f"  {span.label}: “{visible(item.text[span.start : span.end])}”")
    if label.evidence:
        say("Is a sentence wrong? Accept it again with --evidence, or use `optflag data label`.")


@feedback.command()
@click.argument("item_ids", metavar="ID…", nargs=-1, callback=ids_of_items)
@click.option("--from-token", metavar="TOKEN_ID", help="Besides: all that only this token sent.")
@click.option("--note", help="Kept with the decision.")
@by_option
def reject(item_ids: Sequence[str], from_token: str | None, note: str | None, by: str) -> None:
    """Take items out of the queue; they will not be in the corpus."""
    queue = Queue(open_engine())
    every = [*item_ids, *(queue.only_from(from_token) if from_token else ())]
    if not every and not from_token:
        raise click.UsageError("Name an ID, or a token with --from-token.")
    _each(every, lambda item_id: queue.reject(item_id, by, note), "Rejected")


@feedback.command()
@click.argument("item_ids", metavar="ID…", nargs=-1, callback=ids_of_items)
@click.option("--rejected", is_flag=True, help="Besides: all that was rejected.")
def forget(item_ids: Sequence[str], rejected: bool) -> None:
    """Delete items for good: text, labels, provenance. What was exported stays where it is."""
    queue = Queue(open_engine())
    if not item_ids and not rejected:
        raise click.UsageError("Name an ID, or --rejected.")
    if rejected:
        click.echo(f"Forgotten of the rejected: {queue.forget_rejected()}.")
    if item_ids:
        _each(item_ids, queue.forget, "Forgotten")


def _each(item_ids: Sequence[str], act: Callable[[str], None], done: str) -> None:
    """Do it to each item; those that are not there are named, the rest goes on, exit code 1."""
    unknown = 0
    for item_id in item_ids:
        try:
            act(item_id)
        except NoSuchItem as error:
            unknown += 1
            say(visible(str(error)))
    click.echo(f"{done}: {len(item_ids) - unknown}.")
    if unknown:
        sys.exit(1)


@feedback.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Default: corpus/accepted.jsonl in OPTFLAG_HOME, where `optflag train` looks.",
)
@click.option("--force", is_flag=True, help="Write over a file that --output names.")
def export(output: Path | None, force: bool) -> None:
    """Write the accepted items as lines of the corpus, each with where it comes from."""
    file = output or home() / "corpus" / "accepted.jsonl"
    if output and output.exists() and not force:
        raise click.UsageError(f"{output} exists. Name another file, or add --force.")
    lines = [json.dumps(line, ensure_ascii=False) for line in Queue(open_engine()).accepted()]
    file.parent.mkdir(parents=True, exist_ok=True)
    write_text(file, "".join(f"{line}\n" for line in lines))
    click.echo(f"{len(lines)} articles are in {file}.")
    if not output:
        say("`optflag train` learns from them.")
