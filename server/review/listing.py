"""The queue as a list: what is shown of many items, without their texts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, ScalarSelect, func, select

from server.database import feedback, labels, queue
from server.queue.choosing import doubt

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """An item in the list. `reports`: how many readers wrote; `doubt`: 0 to 1, None unjudged."""

    id: str
    title: str
    source: str
    received: datetime
    count: int
    closed_by: str | None
    doubt: float | None
    reports: int
    labels: int


def rows(engine: Engine, *, state: str, source: str | None, page: int) -> tuple[list[Row], int]:
    """A page (from 1) of the items of this state and source, and how many there are in all.

    Those that wait: most informative first, as they are offered. Others: the latest first.
    """
    wanted = [queue.c.state == state, *([queue.c.source == source] if source else [])]
    first = [doubt().desc(), queue.c.count.desc()]
    order = first if state == "waiting" else [queue.c.closed.desc()]
    query = select(*_columns()).where(*wanted).order_by(*order, queue.c.received, queue.c.id)
    with engine.connect() as connection:
        found = connection.execute(query.limit(PAGE).offset(PAGE * (page - 1))).all()
        total = connection.execute(select(func.count()).where(*wanted)).scalar_one()
    return [Row(*row) for row in found], total


def _columns() -> list[ColumnElement[Any]]:
    """The members of Row, in their order."""
    own = ("id", "title", "source", "received", "count", "closed_by", "uncertainty")
    return [*(queue.c[n] for n in own), _count(feedback.c.item_id), _count(labels.c.item_id)]


def _count(item_id: ColumnElement[str]) -> ScalarSelect[int]:
    return select(func.count()).where(item_id == queue.c.id).correlate(queue).scalar_subquery()


def sources(engine: Engine) -> list[str]:
    """The sources that the queue's items come from."""
    with engine.connect() as connection:
        query = select(queue.c.source).distinct().order_by(queue.c.source)
        return list(connection.execute(query).scalars())
