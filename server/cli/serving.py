"""`optflag serve` and `config`."""

import os
import socket
import tempfile
from pathlib import Path

import click

from classifier.cli import first_champion, json_option, print_json
from server.cli.tokens import open_tokens
from server.settings import LOOPBACK, Settings, SettingsError, from_environment, shown
from server.tokens import Tokens


@click.command()
@click.option("--host", help="Address to listen on; default 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port; default 8765.")
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes; default 2.")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Run the API; train the first model when there is none."""
    from classifier.registry import Registry

    settings = from_environment(os.environ, host=host, port=port, workers=workers)
    tokens = open_tokens(settings)
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
    is_open = settings.host not in LOOPBACK
    if is_open and not any(token.revoked is None for token in tokens.list()):
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
            raise click.ClickException(
                f"{settings.netloc} cannot be listened on ({error.strerror}). Is "
                "Optflag running already? Stop it, or choose another port with --port."
            ) from None


def _welcome(settings: Settings, code: str) -> str:
    folder = Path(__file__).resolve().parents[2] / "extension"
    return f"""
Optflag runs at  http://{settings.netloc}   (documentation: /docs; end with Ctrl+C)
Pairing code     {code}   (good once, for an hour; a new one: optflag token code)

To load the extension:
  Chrome, Chromium, Edge   open chrome://extensions, switch on Developer mode,
                           "Load unpacked", choose {folder}
  Firefox                  open about:debugging#/runtime/this-firefox,
                           "Load Temporary Add-on…", choose {folder}/manifest.json
Then paste the pairing code on the page that opens.
"""


@click.command()
@json_option
def config(as_json: bool) -> None:
    """The settings in force, passwords masked."""
    values = shown(from_environment(os.environ))
    if as_json:
        print_json(values)
        return
    for variable, value in values.items():
        click.echo(f"{variable}={value}")
