"""API tokens, and the pairing codes that buy one.

Neither is stored, only its SHA-256: both are random, so a plain hash suffices.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update

from server.database import failures, pairing_codes, tokens, utc_now

CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I, L, O, 0, 1: a code may be typed by hand
CODE_LENGTH = 8
CODE_LIFETIME = timedelta(hours=1)
# 31^8 codes and 100 guesses a minute: an hour's guessing finds one with a chance of 10^-8. Few
# enough against guessing, and enough that nobody shuts the others out by mistyping.
FAILURES_ALLOWED = 100
FAILURES_WINDOW = timedelta(minutes=1)


class Role(StrEnum):
    """What a token is good for. Every token may call the API."""

    CLIENT = "client"
    MAINTAINER = "maintainer"  # may also decide, at /review, what the next model learns


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token; the token itself is shown once, when it is made."""

    id: str
    name: str
    role: str
    created: datetime
    revoked: datetime | None


# Asked at every request; to build it anew each time takes longer than to run it.
_GOOD_HASH = select(tokens.c.hash).where(tokens.c.id == bindparam("id"), tokens.c.revoked.is_(None))
_COLUMNS = [tokens.c[field.name] for field in fields(Token)]


class WrongCode(Exception):
    """The pairing code is unknown, used or expired."""


class TooManyFailures(Exception):
    """More than FAILURES_ALLOWED wrong codes or tokens within FAILURES_WINDOW."""


class Tokens:
    """The tokens and codes in the database of `engine`.

    now: gives the time in UTC without a zone; tests move it.
    """

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._now = engine, now

    def close(self) -> None:
        """Give all connections back; needed before the process forks."""
        self._engine.dispose()

    def create(self, name: str, *, role: Role = Role.CLIENT) -> str:
        """A new token, to be shown once: `optflag_ID_SECRET`."""
        with self._engine.begin() as connection:
            return self._create(connection, name, role)

    def _create(self, connection: Connection, name: str, role: Role) -> str:
        id_, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        token = f"optflag_{id_}_{secret}"
        row = {"id": id_, "name": name, "hash": _hash(token), "created": self._now()}
        row["role"] = role.value
        connection.execute(insert(tokens).values(row))
        return token

    def identify(self, token: str) -> str | None:
        """The id of a token that is known and not revoked, else None; constant-time comparison.

        Raises TooManyFailures in place of None after too many wrong tokens of anybody.
        """
        id_ = token.partition("_")[2].partition("_")[0]
        id_ = id_ if id_.isascii() and id_.isalnum() else ""  # PostgreSQL takes no NUL
        with self._engine.connect() as connection:
            known = connection.execute(_GOOD_HASH, {"id": id_}).scalar() or ""
        if hmac.compare_digest(known, _hash(token)):
            return id_
        self._count_failure("token")
        return None

    def list(self) -> list[Token]:
        """All tokens, oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(*_COLUMNS).order_by(tokens.c.created)).all()
        return [Token(*row) for row in rows]

    def find(self, id_: str) -> Token | None:
        """The token of this id, None when it is not known or revoked."""
        query = select(*_COLUMNS).where(tokens.c.id == id_, tokens.c.revoked.is_(None))
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return Token(*row) if row else None

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
        """Trade a pairing code for a client's token. Case, spaces and dashes do not matter.

        Raises WrongCode, or TooManyFailures whatever the code.
        """
        self._check_failures("code")
        wanted = _hash("".join(letter for letter in code.upper() if letter.isalnum()))
        good = (pairing_codes.c.hash == wanted) & (pairing_codes.c.expires > self._now())
        with self._engine.begin() as connection:
            if connection.execute(delete(pairing_codes).where(good)).rowcount == 1:
                return self._create(connection, name, Role.CLIENT)
        self._count_failure("code")
        raise WrongCode

    def _count_failure(self, kind: str) -> None:
        """Note a failure of this kind; once there are too many, nothing more is written."""
        self._check_failures(kind)
        with self._engine.begin() as connection:
            old = failures.c.at <= self._now() - FAILURES_WINDOW
            connection.execute(delete(failures).where(old))
            connection.execute(insert(failures).values(kind=kind, at=self._now()))

    def _check_failures(self, kind: str) -> None:
        recent = (failures.c.kind == kind) & (failures.c.at > self._now() - FAILURES_WINDOW)
        count = select(func.count()).select_from(failures).where(recent)
        with self._engine.connect() as connection:
            if connection.execute(count).scalar_one() >= FAILURES_ALLOWED:
                raise TooManyFailures


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
