"""The database: SQLite in OPTFLAG_HOME, or PostgreSQL by OPTFLAG_DATABASE_URL."""

import re
import secrets
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from filelock import FileLock
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite

MAX_NAME = 200  # of a token, a labeller, who accepts

metadata = MetaData()

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", String(MAX_NAME), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("created", DateTime, nullable=False),
    Column("revoked", DateTime),
    Column("role", String(16), nullable=False),
)

shared_keys = Table(
    "shared_keys",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", String(64), nullable=False),
)

pairing_codes = Table(
    "pairing_codes",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("expires", DateTime, nullable=False),
)

failures = Table(
    "failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("at", DateTime, nullable=False),
    Index("failures_by_kind", "kind", "at"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("token_id", String(16), nullable=False),
    Column("received", DateTime, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("flag", String(32), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("raised", Boolean, nullable=False),
    Column("probability", Float, nullable=False),
    Column("model", String(64), nullable=False),
    Column("note", Text),
    Column("item_id", String(16)),  # of the queue, when the reader sent the text
    Index("feedback_by_token", "token_id", "received"),
    Index("feedback_by_item", "item_id"),
)

queue = Table(
    "queue",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("source", String(16), nullable=False),
    Column("address", Text),
    Column("date", String(32)),
    Column("licence", Text),
    Column("count", Integer, nullable=False),
    Column("received", DateTime, nullable=False),
    Column("state", String(8), nullable=False),
    Column("closed", DateTime),
    Column("closed_by", String(MAX_NAME)),
    Column("closed_note", Text),
    Column("judged_by", String(64)),  # the model version that `uncertainty` comes from
    Column("uncertainty", Float),
    Index("queue_by_state", "state", "received"),
)

labels = Table(
    "labels",
    metadata,
    Column("item_id", String(16), primary_key=True),
    Column("labeller", String(MAX_NAME), primary_key=True),
    Column("flags", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("note", Text),
    Column("at", DateTime, nullable=False),
    Index("labels_by_labeller", "labeller", "at"),
)

weekly_counts = Table(
    "weekly_counts",
    metadata,
    Column("week", String(8), primary_key=True),  # ISO 8601: 2026-W48
    Column("model", String(64), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("value", BigInteger, nullable=False),
)


def utc_now() -> datetime:
    """The time in UTC, without a zone, as the database keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def insert_into(bind: Engine | Connection, table: Table) -> Any:
    """An INSERT of the dialect in use: both have ON CONFLICT, SQLAlchemy's common one does not."""
    return (postgresql if bind.dialect.name == "postgresql" else sqlite).insert(table)


def shared_key(engine: Engine, name: str) -> str:
    """A random key that all processes and hosts of a database share; made when first asked for."""
    new = insert_into(engine, shared_keys).values(name=name, value=secrets.token_urlsafe(32))
    with engine.begin() as connection:
        connection.execute(new.on_conflict_do_nothing())
        query = select(shared_keys.c.value).where(shared_keys.c.name == name)
        return str(connection.execute(query).scalar_one())


# It takes neither NUL nor half a surrogate pair.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def mended(text: str) -> str:
    """The text with a replacement character for what the database cannot hold."""
    return _UNSTORABLE.sub("\ufffd", text)


class NewerDatabase(RuntimeError):
    """The database was brought up to date by a later version of Optflag."""


def open_database(url: str) -> Engine:
    """The engine for `url`; its tables are brought up to date first.

    Raises NewerDatabase, and SQLAlchemyError when the database does not answer.
    """
    is_sqlite = url.startswith("sqlite")
    engine = create_engine(url, pool_pre_ping=True, connect_args={} if is_sqlite else _PATIENCE)
    if is_sqlite:
        event.listen(engine, "connect", _use_wal)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


# Who waits for a database that is away holds one of a worker's few threads: it is told soon.
_PATIENCE = {
    "connect_timeout": 3,
    "options": "-c statement_timeout=10000",
    "keepalives_idle": 5,
    "tcp_user_timeout": 5000,
}


def _use_wal(connection: sqlite3.Connection, _record: object) -> None:
    """Readers do not wait for a writer, and a write is on disk before it is acknowledged.

    The driver begins no transaction of its own (it would not for a CREATE): SQLAlchemy does.
    """
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    """Run the missing migrations; two processes at once do it one after the other."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    head = ScriptDirectory.from_config(config).get_current_head()
    if engine.dialect.name == "sqlite":
        with FileLock(f"{engine.url.database}.lock", timeout=60):
            _upgrade(engine, config, head)
    else:
        _upgrade(engine, config, head)


# Any constant does; it must only differ from other programs' advisory locks.
_MIGRATION_LOCK = 0x0F7F1A6


def _upgrade(engine: Engine, config: Config, head: str | None) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            connection.execute(lock, {"key": _MIGRATION_LOCK})
        found = MigrationContext.configure(connection).get_current_revision()
        if found == head:
            return
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise NewerDatabase(
                f"The database has tables of a newer Optflag (revision {found}; this one knows "
                f"{head}). Run that version, or restore the backup from before the upgrade."
            ) from None
