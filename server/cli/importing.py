"""`optflag data import`."""

import contextlib
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NoReturn

import click

from classifier.cli import json_option, print_json, say
from classifier.plain import visible
from server.cli.basics import allow_private_option, open_engine
from server.cli.scoring import SECONDS_OF_A_PAGE
from server.extraction_worker import ExtractorPool
from server.importing.known import IMPORT, load_known
from server.importing.outputs import FileOutput, QueueOutput
from server.importing.pipeline import Import, Summary
from server.importing.preparing import prepare_all
from server.importing.progress import Progress
from server.memory import give_memory_back
from server.queue import Queue
from server.settings import from_environment
from server.sources import Fetcher, Item, read

_SKIPPED = {
    "not_article": "no article",
    "unsupported_language": "not in English",
    "too_short": "too short",
}


@click.command("import")
@click.argument("sources", nargs=-1, required=True)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write lines to this file; without it, the articles go to the queue for labels.",
)
@click.option("--force", is_flag=True, help="Overwrite the file of --output.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Extractors at once; default: all cores.")
@click.option("--verbose", is_flag=True, help="Name every article that is left out, and why.")
@allow_private_option
@json_option
def import_articles(
    sources: tuple[str, ...],
    output: Path | None,
    force: bool,
    jobs: int | None,
    verbose: bool,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Import articles: WordPress posts, feeds, HTML, text, WARC, lines, files or addresses.

    What is no English article is skipped, what is in the corpus or the queue already is dropped.
    Ends with 1 when a piece could not be read; all others are imported.
    """
    _check_output(output, force)
    give_memory_back()
    settings = from_environment(os.environ)
    queue = Queue(open_engine(settings))
    fetcher = Fetcher(allow_private=allow_private)
    target = FileOutput(output) if output else QueueOutput(queue)
    try:
        with _signals_as_ctrl_c(), target:
            known = load_known(settings.home, queue.texts(), _compare_progress())
            work = Import(known, target, tell=_tell, detail=_tell if verbose else lambda _: None)
            items = (item for source in sources for item in read(source, fetcher))
            summary = _run(work, items, jobs or len(os.sched_getaffinity(0)))
    except KeyboardInterrupt:
        _interrupted(output, target.added)
    except sqlite3.Error as error:  # the queue's own errors are SQLAlchemy's
        raise click.ClickException(
            f"The temporary file of known texts: {error}. SQLITE_TMPDIR may name another folder."
        ) from None
    _report(summary, output, as_json)
    sys.exit(1 if summary.faulty else 0)


@contextlib.contextmanager
def _signals_as_ctrl_c() -> Iterator[None]:
    """Who ends the process or closes its terminal leaves as little behind as Ctrl+C does.

    A signal that is ignored stays so: `nohup` is for that.
    """
    signals = (signal.SIGTERM, signal.SIGHUP)
    ours = [signum for signum in signals if signal.getsignal(signum) == signal.SIG_DFL]
    for signum in ours:
        signal.signal(signum, signal.default_int_handler)
    try:
        yield
    finally:
        for signum in ours:
            signal.signal(signum, signal.SIG_DFL)


def _run(work: Import, items: Iterable[Item], workers: int) -> Summary:
    pool = ExtractorPool(workers, seconds=SECONDS_OF_A_PAGE)
    try:
        return work.run(prepare_all(items, pool.extract, workers=workers), _read_progress())
    finally:
        pool.close()


def _check_output(output: Path | None, force: bool) -> None:
    if output is not None and output.exists() and not force:
        raise click.UsageError(f"{output} exists. Name another file, or add --force.")


def _tell(line: str) -> None:
    say(visible(line))


def _compare_progress() -> Callable[[int], None]:
    progress = Progress(say)
    return lambda number: progress(number, lambda: "corpus and queue, to compare with")


def _read_progress() -> Callable[[Summary], None]:
    progress = Progress(say)

    def tell(summary: Summary) -> None:
        words = f"{summary.new:,} new, {summary.duplicates.total():,} dropped, "
        progress(summary.read, lambda: words + f"{summary.skipped.total():,} skipped")

    return tell


def _interrupted(output: Path | None, added: int) -> NoReturn:
    if output is not None:
        say(f"Interrupted: nothing was written to {output}.")
    else:
        say(f"Interrupted: {added:,} articles are in the queue. The same command takes the rest.")
    sys.exit(1)


def _report(summary: Summary, output: Path | None, as_json: bool) -> None:
    if as_json:
        print_json({**summary.as_dict(), "output": str(output) if output else "queue"})
        return
    where = f"written to {output}" if output else "added to the queue"
    click.echo(f"{summary.read:,} read, {summary.new:,} {where}.")
    for name, count in sorted(summary.duplicates.items()):
        kind, _, place = name.partition("_in_")
        known = "in this import" if place == IMPORT else f"of the {place}"
        click.echo(f"{count:>7,}  dropped: {kind} duplicate {known}")
    for verdict, count in sorted(summary.skipped.items()):
        click.echo(f"{count:>7,}  skipped: {_SKIPPED[verdict]}")
    if summary.faulty:
        click.echo(f"{summary.faulty:>7,}  could not be read, as told above")
    if summary.labelled:
        click.echo(
            f"{summary.labelled:>7,}  came without their labels; to train on them as they are, put "
            "their file into OPTFLAG_HOME/corpus"
        )
