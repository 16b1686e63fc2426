"""The database: API tokens and pairing codes. SQLite in OPTFLAG_HOME.

Neither tokens nor codes are stored, only their SHA-256: both are random, so a plain hash suffices.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)

CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I, L, O, 0, 1: a code may be typed by hand
CODE_LENGTH = 8
CODE_LIFETIME = timedelta(hours=1)
# 31^8 codes and ten guesses a minute: an hour's guessing finds one with a chance under 10^-9.
FAILURES_ALLOWED = 10
FAILURES_WINDOW = timedelta(minutes=1)

metadata = MetaData()

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("created", DateTime, nullable=False),
    Column("revoked", DateTime),
)

pairing_codes = Table(
    "pairing_codes",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("expires", DateTime, nullable=False),
)

pairing_failures = Table(
    "pairing_failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token; the token itself is shown once, when it is made."""

    id: str
    name: str
    created: datetime
    revoked: datetime | None


class WrongCode(Exception):
    """The pairing code is unknown, used or expired."""


class TooManyFailures(Exception):
    """Too many wrong codes within FAILURES_WINDOW."""


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class Store:
    """Access to the database at `url`; tables are made when they are missing.

    now: gives the time in UTC without a zone; tests move it.
    """

    def __init__(self, url: str, *, now: Callable[[], datetime] = _utc_now) -> None:
        self._now = now
        self._engine = create_engine(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _use_wal)
        metadata.create_all(self._engine)

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine."""
        return self._engine

    def close(self) -> None:
        """Give all connections back; needed before a process forks."""
        self._engine.dispose()

    def create_token(self, name: str) -> str:
        """A new token, to be shown once: `optflag_ID_SECRET`."""
        with self._engine.begin() as connection:
            return self._create_token(connection, name)

    def _create_token(self, connection: Connection, name: str) -> str:
        id_, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        token = f"optflag_{id_}_{secret}"
        row = {"id": id_, "name": name, "hash": _hash(token), "created": self._now()}
        connection.execute(insert(tokens).values(row))
        return token

    def accepts(self, token: str) -> bool:
        """Whether the token is known and not revoked; compared in constant time."""
        prefix, _, rest = token.partition("_")
        id_ = rest.partition("_")[0]
        query = select(tokens.c.hash).where(tokens.c.id == id_, tokens.c.revoked.is_(None))
        with self._engine.connect() as connection:
            known = connection.execute(query).scalar() or _hash("")
        return hmac.compare_digest(known, _hash(token)) and prefix == "optflag"

    def tokens(self) -> list[Token]:
        """All tokens, oldest first."""
        columns = (tokens.c.id, tokens.c.name, tokens.c.created, tokens.c.revoked)
        with self._engine.connect() as connection:
            rows = connection.execute(select(*columns).order_by(tokens.c.created)).all()
        return [Token(*row) for row in rows]

    def revoke(self, id_: str) -> bool:
        """Revoke a token; False when no token that is still good has this id."""
        change = update(tokens).where(tokens.c.id == id_, tokens.c.revoked.is_(None))
        with self._engine.begin() as connection:
            return connection.execute(change.values(revoked=self._now())).rowcount == 1

    def create_code(self) -> str:
        """A new pairing code like ABCD-EFGH: good once, for CODE_LIFETIME."""
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
        with self._engine.begin() as connection:
            expired = pairing_codes.c.expires <= self._now()
            connection.execute(delete(pairing_codes).where(expired))
            row = {"hash": _hash(code), "expires": self._now() + CODE_LIFETIME}
            connection.execute(insert(pairing_codes).values(row))
        return f"{code[:4]}-{code[4:]}"

    def pair(self, code: str, name: str) -> str:
        """Trade a pairing code for a token. Case, spaces and dashes do not matter.

        Raises WrongCode, or TooManyFailures whatever the code.
        """
        with self._engine.begin() as connection:
            self._check_failures(connection)
            wanted = _hash("".join(c for c in code.upper() if c.isalnum()))
            good = (pairing_codes.c.hash == wanted) & (pairing_codes.c.expires > self._now())
            if connection.execute(delete(pairing_codes).where(good)).rowcount == 1:
                return self._create_token(connection, name)
            connection.execute(insert(pairing_failures).values(at=self._now()))
        raise WrongCode

    def _check_failures(self, connection: Connection) -> None:
        old = pairing_failures.c.at <= self._now() - FAILURES_WINDOW
        connection.execute(delete(pairing_failures).where(old))
        count = connection.execute(select(func.count()).select_from(pairing_failures)).scalar_one()
        if count >= FAILURES_ALLOWED:
            raise TooManyFailures


def _use_wal(connection: object, _record: object) -> None:
    """Readers do not wait for a writer, and a write is on disk before it is acknowledged."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
