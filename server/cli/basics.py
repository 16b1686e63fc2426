"""What the commands share: the database, and errors in plain words."""

import os
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError, TimeoutError

from classifier.home import make_home
from server.database import MAX_NAME, mended, open_database
from server.settings import Settings, SettingsError, from_environment


class PlainErrors(click.Group):
    """Expected errors end as one plain line and exit code 1; wrong settings, being wrong use, 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (BrokenPipeError, click.Abort, click.exceptions.Exit):  # `| head` has seen enough
            raise
        except (OSError, RuntimeError, ValueError) as error:
            if isinstance(error, SettingsError):
                raise click.UsageError(str(error)) from None
            if not isinstance(error, _expected()):
                raise
            raise click.ClickException(str(error)) from None
        except SQLAlchemyError as error:
            away = isinstance(error, (OperationalError, InterfaceError, TimeoutError))
            does = "does not answer" if away else "refuses this"
            fault = str(error).partition("\n")[0]
            raise click.ClickException(f"The database {does}: {fault}") from None


def _expected() -> tuple[type[Exception], ...]:
    """Errors with a message for who called; some live beside scikit-learn, which takes seconds."""
    from classifier.corpus import CorpusError
    from classifier.registry import RegistryError
    from server.database import NewerDatabase
    from server.queue import LabelError, NoSuchItem

    known = (RegistryError, CorpusError, NewerDatabase, NoSuchItem, LabelError)
    return (*known, OSError)


def name_of_person(_context: click.Context, _option: click.Parameter, name: str) -> str:
    """A name as the database keeps it: the callback of options that take one."""
    if not 0 < len(name.strip()) <= MAX_NAME:
        raise click.BadParameter(f"A name has 1 to {MAX_NAME} characters.")
    return mended(name.strip())


def ids_of_items(_context: click.Context, _argument: click.Parameter, ids: Any) -> Any:
    """One id or several as the queue has them; the corpus and `data check` write `q-` before it."""
    if isinstance(ids, str):
        return ids.removeprefix("q-")
    return tuple(id_.removeprefix("q-") for id_ in ids)


allow_private_option = click.option(
    "--allow-private", is_flag=True, help="Fetch from this computer and its network, too."
)


def open_engine(settings: Settings | None = None) -> Engine:
    """The database that the settings name, by default those of the environment.

    Closed with the command.
    """
    settings = settings or from_environment(os.environ)
    make_home(settings.home)
    engine = open_database(settings.database_url)
    if context := click.get_current_context(silent=True):
        context.call_on_close(engine.dispose)
    return engine
