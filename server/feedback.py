"""What readers say of a verdict: kept once, whatever happens to the answer."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select

from server.database import feedback, insert_into, queue, utc_now
from server.queue.items import Piece, storable, text_id
from server.queue.rows import insert_pieces

LIMIT_WINDOW = timedelta(minutes=1)


class KeyReused(Exception):
    """The key has come before, with another content."""


class TooMuch(Exception):
    """One token has sent more than its share within LIMIT_WINDOW."""


class TooManyWaiting(Exception):
    """One token has sent more texts than it may have waiting for a maintainer."""


@dataclass(frozen=True, slots=True)
class Report:
    """One reader's word on one flag of one verdict.

    key: made by the client for this report, the same on every retry.
    verdict: `wrong` or `right`. article: title and text, only when the reader sent them.
    """

    key: str
    flag: str
    verdict: str
    raised: bool
    probability: float
    model: str
    note: str | None = None
    article: dict[str, str] | None = None

    @property
    def digest(self) -> str:
        """Tells two contents apart."""
        content = [getattr(self, name) for name in self.__slots__]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


class Feedback:
    """The reports in the database of `engine`.

    per_minute: reports that one token may send. waiting: of those with a text, how many may be
    on items that wait for a maintainer; what many workers take at once may pass it by a few.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        per_minute: int,
        waiting: int,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._engine, self._now = engine, now
        self._per_minute, self._waiting = per_minute, waiting

    def add(self, report: Report, *, token_id: str) -> bool:
        """Keep a report: True when it is new, False when it is kept already.

        Its text, if there is one, is in the queue with it. On disk when this returns.
        Raises KeyReused, TooMuch or TooManyWaiting.
        """
        kept = self._digest(report.key)
        if kept is None:
            self._check_share(token_id)
            if report.article:
                self._check_waiting(token_id)
            if self._insert(report, token_id):
                return True
            kept = self._digest(report.key)
        if kept != report.digest:
            raise KeyReused
        return False

    def _insert(self, report: Report, token_id: str) -> bool:
        now = self._now()
        piece = _piece(report, now)
        row = {name: getattr(report, name) for name in report.__slots__ if name != "article"}
        row |= {"token_id": token_id, "received": now, "digest": report.digest}
        row["item_id"] = piece and text_id(piece.text)
        statement = insert_into(self._engine, feedback).values(row).on_conflict_do_nothing()
        with self._engine.begin() as connection:
            written = connection.execute(statement.returning(feedback.c.key)).first()
            if written is not None and piece is not None:
                insert_pieces(connection, [piece], now=now)
        return written is not None

    def _digest(self, key: str) -> str | None:
        with self._engine.connect() as connection:
            return connection.execute(
                select(feedback.c.digest).where(feedback.c.key == key)
            ).scalar()

    def _check_share(self, token_id: str) -> None:
        recent = feedback.c.received > self._now() - LIMIT_WINDOW
        count = select(func.count()).where(feedback.c.token_id == token_id, recent)
        with self._engine.connect() as connection:
            if connection.execute(count).scalar_one() >= self._per_minute:
                raise TooMuch

    def _check_waiting(self, token_id: str) -> None:
        joined = feedback.join(queue, feedback.c.item_id == queue.c.id)
        count = select(func.count()).select_from(joined)
        count = count.where(feedback.c.token_id == token_id, queue.c.state == "waiting")
        with self._engine.connect() as connection:
            if connection.execute(count).scalar_one() >= self._waiting:
                raise TooManyWaiting


def _piece(report: Report, now: datetime) -> Piece | None:
    """What goes into the queue with a report: its text, if the reader sent any."""
    if not report.article:
        return None
    date = now.date().isoformat()
    return storable(Piece(report.article["title"], report.article["text"], "feedback", date=date))


def count_without_text(engine: Engine) -> int:
    """How many reports came without a text: they count, but nobody can learn from them."""
    count = select(func.count()).where(feedback.c.item_id.is_(None))
    with engine.connect() as connection:
        return connection.execute(count).scalar_one()
