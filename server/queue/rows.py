"""The queue's rows: written within a transaction of the caller's."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from classifier.corpus import Span
from server.database import feedback, insert_into, labels, mended, queue
from server.queue.items import (
    Item,
    Label,
    NoSuchItem,
    Opinion,
    Piece,
    StateChanged,
    storable,
    text_id,
)

ITEM_COLUMNS = [queue.c[field.name] for field in fields(Item) if field.name != "reports"]


def insert_pieces(connection: Connection, pieces: Iterable[Piece], *, now: datetime) -> None:
    """Add the pieces; one whose text is there already is counted, one without text left out."""
    ready = [(text_id(piece.text), piece) for piece in map(storable, pieces) if piece]
    # In order of id: two transactions that held each other's rows would wait for ever.
    for id_, piece in sorted(ready, key=lambda pair: pair[0]):
        row = asdict(piece) | {"id": id_, "count": 1, "received": now, "state": "waiting"}
        add = insert_into(connection, queue).values(row)
        more = {"count": queue.c.count + 1}
        connection.execute(add.on_conflict_do_update(index_elements=["id"], set_=more))


def find_items(
    connection: Connection, wanted: ColumnElement[bool], limit: int | None = None
) -> list[Item]:
    """The items with what readers said, what came most often first, then the newest."""
    query = select(*ITEM_COLUMNS).where(wanted).limit(limit)
    query = query.order_by(queue.c.count.desc(), queue.c.received.desc(), queue.c.id)
    rows = connection.execute(query).mappings().all()
    said = _opinions(connection, [row["id"] for row in rows])
    return [Item(**row, reports=tuple(said.get(row["id"], ()))) for row in rows]


def _opinions(connection: Connection, ids: Sequence[str]) -> dict[str, list[Opinion]]:
    """Item id → what readers said, in order of arrival."""
    columns = [feedback.c[field.name] for field in fields(Opinion)]
    query = select(feedback.c.item_id, *columns).where(feedback.c.item_id.is_not(None))
    if len(ids) == 1:
        query = query.where(feedback.c.item_id == ids[0])
    said: dict[str, list[Opinion]] = {}
    ordered = query.order_by(feedback.c.received, feedback.c.key)
    for item_id, *opinion in connection.execute(ordered):
        said.setdefault(item_id, []).append(Opinion(*opinion))
    return said


def find_labels(connection: Connection, wanted: ColumnElement[bool]) -> list[Label]:
    """Labels, oldest first."""
    query = select(labels).where(wanted).order_by(labels.c.at, labels.c.item_id)
    return [
        Label(
            **row
            | {"flags": tuple(row["flags"])}
            | {"evidence": tuple(Span(*span) for span in row["evidence"])}
        )
        for row in map(dict, connection.execute(query).mappings())
    ]


def keep_label(connection: Connection, label: Label, now: datetime) -> None:
    """Write a label, in place of this labeller's earlier one."""
    row = {
        "item_id": label.item_id,
        "labeller": label.labeller,
        "flags": list(label.flags),
        "evidence": [[span.label, span.start, span.end] for span in label.evidence],
        "note": label.note and mended(label.note),
        "at": now,
    }
    add = insert_into(connection, labels).values(row)
    key = ["item_id", "labeller"]
    connection.execute(add.on_conflict_do_update(index_elements=key, set_=row))


def forget_label(connection: Connection, item_id: str, labeller: str | None) -> None:
    """Remove one labeller's label of an item, if there is one."""
    own = (labels.c.item_id == item_id) & (labels.c.labeller == labeller)
    connection.execute(delete(labels).where(own))


def set_state(
    connection: Connection,
    item_id: str,
    state: str,
    *,
    at: datetime | None = None,
    by: str | None = None,
    note: str | None = None,
    was: str | None = None,
) -> None:
    """Close an item, or let it wait again.

    Raises NoSuchItem; StateChanged where the state is not what it `was`, or there is no item.
    """
    change = update(queue).where(queue.c.id == item_id)
    change = change.where(queue.c.state == was) if was else change
    values = {"state": state, "closed": at, "closed_by": by}
    values["closed_note"] = note and mended(note)
    if connection.execute(change.values(values)).rowcount != 1:
        raise StateChanged if was else NoSuchItem(item_id)


def delete_items(connection: Connection, wanted: ColumnElement[bool]) -> int:
    """Remove items with their texts and labels; reports stay, without a text. How many went."""
    ids = select(queue.c.id).where(wanted).scalar_subquery()
    gone = queue.c.id.in_(ids)
    connection.execute(delete(labels).where(labels.c.item_id.in_(ids)))
    connection.execute(update(feedback).where(feedback.c.item_id.in_(ids)).values(item_id=None))
    return connection.execute(delete(queue).where(gone)).rowcount
