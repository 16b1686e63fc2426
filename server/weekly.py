"""Counts of verdicts, probabilities and unknown words by week: no page, no address.

Kept in the database so that drift shows (classifier/drift.py). A worker counts in memory and
writes now and then.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from classifier.drift import Period, names_of, periods
from server.database import insert_into, utc_now, weekly_counts
from server.scoring import Answer

log = logging.getLogger(__name__)

FLUSH_SECONDS = 30.0  # so much is lost when a worker is killed; a write takes some milliseconds


class WeeklyCounts:
    """What a process has counted and not yet written; several threads may count."""

    def __init__(
        self,
        engine: Engine,
        *,
        seconds: float = FLUSH_SECONDS,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._engine, self._seconds, self._now = engine, seconds, now
        self._waiting: dict[tuple[str, str], Counter[str]] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def count(self, answer: Answer, *, unknown: int, words: int) -> None:
        """Count one answer; it is written within FLUSH_SECONDS."""
        year, week, _ = self._now().isocalendar()
        key = f"{year}-W{week:02d}", answer["model"]["version"]
        with self._lock:
            self._waiting.setdefault(key, Counter()).update(names_of(answer, unknown, words))
            if self._timer is None:
                self._timer = threading.Timer(self._seconds, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what waits; while the database is away it goes on waiting."""
        with self._lock:
            waiting, self._waiting, self._timer = self._waiting, {}, None
        try:
            self._write(waiting)
        except SQLAlchemyError as error:
            log.warning("weekly counts wait: %s", type(error).__name__)
            with self._lock:
                for key, counts in waiting.items():
                    self._waiting.setdefault(key, Counter()).update(counts)

    def _write(self, waiting: dict[tuple[str, str], Counter[str]]) -> None:
        rows = [
            {"week": week, "model": model, "name": name, "value": value}
            for (week, model), counts in sorted(waiting.items())
            for name, value in sorted(counts.items())  # one order: two writers never lock crosswise
        ]
        if not rows:
            return
        insert = insert_into(self._engine, weekly_counts)
        added = {"value": weekly_counts.c.value + insert.excluded.value}
        keys = ["week", "model", "name"]
        with self._engine.begin() as connection:
            connection.execute(
                insert.values(rows).on_conflict_do_update(index_elements=keys, set_=added)
            )

    def close(self) -> None:
        """Write what waits; call it before the process ends."""
        if self._timer is not None:
            self._timer.cancel()
        self.flush()


def read_periods(engine: Engine) -> list[Period]:
    """All weeks that were counted, in order."""
    table = weekly_counts.c
    with engine.connect() as connection:
        rows = connection.execute(select(table.week, table.model, table.name, table.value))
        return periods((row.week, row.model, row.name, row.value) for row in rows)
