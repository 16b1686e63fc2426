"""The command line `optflag`."""

import os
import socket
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from classifier import cli as classifier_cli
from classifier.cli import first_champion, json_option, print_json, say
from classifier.corpus import CorpusError
from classifier.registry import LoadedModel, Registry, RegistryError
from server.database import open_database
from server.extraction import ExtractionError
from server.extraction_worker import BoundedExtractor
from server.scoring import Extract
from server.scoring import score as score_document
from server.settings import Settings, SettingsError, from_environment, shown
from server.sources import Item, SourceError, read
from server.tokens import Tokens

EXPECTED = (RegistryError, CorpusError, SettingsError, SourceError, OSError)


class PlainErrors(click.Group):
    """Expected errors end as one plain line and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except EXPECTED as error:
            raise click.ClickException(str(error)) from None
        except SQLAlchemyError as error:
            fault = str(error).partition("\n")[0]
            raise click.ClickException(f"The database does not answer: {fault}") from None


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="optflag")
def main() -> None:
    """Tell articles that report default opt-in, AI training on people's data, or regulation."""


for command in classifier_cli.COMMANDS:
    main.add_command(command)


@main.command()
@click.option("--host", help="Address to listen on; default 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port; default 8765.")
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes; default 2.")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Run the API; train the first model when there is none."""
    settings = from_environment(os.environ, host=host, port=port, workers=workers)
    tokens = _tokens(settings)
    _refuse_open_address(settings, tokens)
    _refuse_busy_port(settings)
    first_champion(Registry(settings.home))
    click.echo(_welcome(settings, tokens.create_code()))
    tokens.close()
    # The metrics of all workers meet in this folder; prometheus_client reads its name when it is
    # imported, so the application is imported behind it.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="optflag-metrics-")
    from server.serve import run

    run(settings)


def _refuse_open_address(settings: Settings, tokens: Tokens) -> None:
    loopback = settings.host in ("127.0.0.1", "localhost", "::1")
    if not loopback and not any(token.revoked is None for token in tokens.list()):
        raise SettingsError(
            f"{settings.host} can be reached by others, and nobody has a token yet. "
            "Run `optflag token create NAME` first."
        )


def _refuse_busy_port(settings: Settings) -> None:
    """Before a minute goes into training: gunicorn would say it late, and in many lines."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsError(
                f"{settings.host}:{settings.port} cannot be listened on ({error.strerror}). Is "
                "Optflag running already? Stop it, or choose another port with --port."
            ) from None


def _welcome(settings: Settings, code: str) -> str:
    folder = Path(__file__).resolve().parent.parent / "extension"
    return f"""
Optflag runs at  http://{settings.host}:{settings.port}   (documentation: /docs; end with Ctrl+C)
Pairing code     {code}   (good once, for an hour; a new one: optflag token code)

To load the extension:
  Chrome, Chromium, Edge   open chrome://extensions, switch on Developer mode,
                           "Load unpacked", choose {folder}
  Firefox                  open about:debugging#/runtime/this-firefox,
                           "Load Temporary Add-on…", choose {folder}/manifest.json
Then paste the pairing code on the page that opens.
"""


@main.command()
@click.argument("sources", nargs=-1, required=True)
@json_option
def score(sources: tuple[str, ...], as_json: bool) -> None:
    """Score files, folders, - (standard input), feeds or http(s) addresses."""
    model = first_champion(Registry(classifier_cli.home()))
    extract = BoundedExtractor().extract
    failed = 0
    for item in _items(sources):
        answer = _score_item(item, model, extract)
        if "fault" in answer:
            failed += 1
            say(f"{item.source}: {answer['fault']}")
        elif as_json:
            about = {"source": item.source} | ({"id": item.id} if item.id else {})
            print_json(about | answer, indent=None)
        else:
            _print_answer(item.source, answer)
    if failed:
        say(f"{failed} could not be scored.")
        sys.exit(1)


def _items(sources: Iterable[str]) -> Iterator[Item]:
    for source in sources:
        try:
            yield from read(source)
        except SourceError as error:
            yield Item(source, fault=str(error).removeprefix(f"{source}: "))


def _score_item(item: Item, model: LoadedModel, extract: Extract) -> dict[str, Any]:
    if item.document is None:
        return {"fault": item.fault}
    try:
        return score_document(item.document, model, extract=extract)
    except ExtractionError as error:
        return {"fault": str(error)}


def _print_answer(source: str, answer: dict[str, Any]) -> None:
    risk = "" if answer["risk"] is None else f"  (risk {answer['risk']})"
    click.echo(f"{source}: {answer['badge']['title']}{risk}")
    for flag in answer["flags"]:
        if flag["raised"]:
            click.echo(f"  {flag['flag']}  {flag['probability']:.0%}")
        for evidence in flag["evidence"]:
            click.echo(f"    “{evidence['text']}”")
    for choice in answer["choices"]:
        click.echo(f"  way out: {choice['text']}" + (f"  {choice['url']}" if choice["url"] else ""))


@main.group()
def token() -> None:
    """Make, list and revoke API tokens and pairing codes."""


def _tokens(settings: Settings | None = None) -> Tokens:
    settings = settings or from_environment(os.environ)
    settings.home.mkdir(parents=True, exist_ok=True)
    return Tokens(open_database(settings.database_url))


@token.command()
@click.argument("name")
def create(name: str) -> None:
    """Make a token and print it: the one time that it is shown."""
    click.echo(_tokens().create(name))


@token.command()
def code() -> None:
    """Print a new pairing code for the extension, good once, for an hour."""
    click.echo(_tokens().create_code())


@token.command("list")
@json_option
def list_tokens(as_json: bool) -> None:
    """All tokens by id and name."""
    rows = [
        {
            "id": token.id,
            "name": token.name,
            "created": token.created.isoformat(timespec="seconds"),
            "revoked": token.revoked is not None,
        }
        for token in _tokens().list()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        state = "revoked" if row["revoked"] else "good"
        click.echo(f"{row['id']}  {row['created']}  {state:<8} {row['name']}")


@token.command()
@click.argument("id")
def revoke(id: str) -> None:
    """Revoke a token; whoever has it is refused from the next request on."""
    if not _tokens().revoke(id):
        raise click.ClickException(f"No good token has the id {id}. See `optflag token list`.")
    click.echo(f"Token {id} is revoked.")


@main.command()
@json_option
def config(as_json: bool) -> None:
    """The settings in force, passwords masked."""
    values = shown(from_environment(os.environ))
    if as_json:
        print_json(values)
        return
    for variable, value in values.items():
        click.echo(f"{variable}={value}")
