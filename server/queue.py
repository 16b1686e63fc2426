"""What waits for a label: readers' reports with their text, and imported articles."""

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    bindparam,
    case,
    delete,
    func,
    select,
    update,
)

from classifier import acquisition, corpus
from classifier.corpus import Span
from classifier.labels import FLAGS
from classifier.model import document
from classifier.registry import LoadedModel
from server.database import feedback, insert_into, labels, queue, utc_now
from server.scoring import MAX_CHARS, MAX_TITLE

STATES = ("waiting", "accepted", "rejected")
JUDGE_SECONDS = 1.0  # of `next`: what is new is judged bit by bit, nobody waits for all of it
SEEN = 50  # of a labeller's latest labels: what the next article should differ from

# The database takes neither NUL nor half a surrogate pair.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class NoSuchItem(ValueError):
    """The queue has no item of this id."""

    def __init__(self, item_id: str) -> None:
        super().__init__(f"The queue has no item {item_id}. See `optflag feedback list`.")


class LabelError(ValueError):
    """Flags and evidence do not make a line of the corpus; the message says why."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text for the queue.

    source: `feedback`, `wordpress`, `feed`, `html`, `text` or `warc`. date: ISO 8601.
    """

    title: str
    text: str
    source: str
    address: str | None = None
    date: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """How many pieces are new to the queue, and how many it had already."""

    new: int
    merged: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader said of one flag. verdict: `wrong` or `right`. raised: as the model said."""

    flag: str
    verdict: str
    raised: bool
    note: str | None

    @property
    def wants(self) -> bool:
        """Whether the flag should be raised, by this reader."""
        return self.raised == (self.verdict == "right")


@dataclass(frozen=True, slots=True)
class Item:
    """A text of the queue.

    id: 16 hexadecimal digits. count: how often the text came. received: the first time, UTC.
    closed, closed_by, closed_note: when and by whom it was accepted or rejected.
    """

    id: str
    title: str
    text: str
    source: str
    address: str | None
    date: str | None
    licence: str | None
    count: int
    received: datetime
    state: str
    closed: datetime | None
    closed_by: str | None
    closed_note: str | None
    reports: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One labeller's word on an item; `flags` are exactly those of the evidence."""

    item_id: str
    labeller: str
    flags: tuple[str, ...]
    evidence: tuple[Span, ...]
    note: str | None = None
    at: datetime | None = None


_ITEM_COLUMNS = [queue.c[f.name] for f in fields(Item) if f.name != "reports"]


def text_id(text: str) -> str:
    """The id of a text; white space makes no difference."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def insert_pieces(connection: Connection, pieces: Iterable[Piece], *, now: datetime) -> Added:
    """Add the pieces within the caller's transaction; pieces without any text are left out.

    Texts and titles are cut where scoring cuts them.
    """
    rows = [_row(piece, now) for piece in pieces]
    new = known = 0
    # In order of id: two transactions that held each other's rows would wait for ever.
    for row in sorted((row for row in rows if row["text"]), key=lambda row: str(row["id"])):
        add = insert_into(connection, queue).values(row)
        more = {"count": queue.c.count + 1}
        add = add.on_conflict_do_update(index_elements=["id"], set_=more)
        count = connection.execute(add.returning(queue.c.count)).scalar_one()
        new, known = (new + 1, known) if count == 1 else (new, known + 1)
    return Added(new, known)


def _row(piece: Piece, now: datetime) -> dict[str, Any]:
    text = _UNSTORABLE.sub("\ufffd", piece.text).strip()[:MAX_CHARS].rstrip()
    title = " ".join(_UNSTORABLE.sub("\ufffd", piece.title).split())[:MAX_TITLE]
    return {
        "id": text_id(text),
        "title": title or " ".join(text[:80].split()),
        "text": text,
        "source": piece.source,
        "address": piece.address and _UNSTORABLE.sub("\ufffd", piece.address),
        "date": piece.date,
        "licence": piece.licence,
        "count": 1,
        "received": now,
        "state": "waiting",
    }


def corpus_line(item: Item, label: Label) -> dict[str, Any]:
    """The item as a line of the corpus, with where it comes from in `source`."""
    source = {"kind": item.source, "address": item.address, "date": item.date}
    source |= {"licence": item.licence}
    return {
        "id": f"q-{item.id}",
        "title": item.title,
        "text": item.text,
        "labels": [flag for flag in FLAGS if flag in label.flags],
        "evidence": [{"label": s.label, "start": s.start, "end": s.end} for s in label.evidence],
        "genre": "page",  # nobody was asked; folds and scores make no use of it
        "region": "any",
        "sector": "any",
        "facts": "real",
        "source": {name: value for name, value in source.items() if value is not None},
    }


class Queue:
    """The queue in the database of `engine`.

    now: gives the time in UTC without a zone; tests move it. What changes an item raises
    NoSuchItem.
    """

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._now = engine, now

    def add(self, pieces: Iterable[Piece]) -> Added:
        """Add texts, all or none; one that is there already (but for white space) is counted.

        Others cannot write meanwhile: add large imports in parts.
        """
        ready = list(pieces)
        with self._engine.begin() as connection:
            return insert_pieces(connection, ready, now=self._now())

    def item(self, item_id: str) -> Item:
        """One item."""
        found = self._items(queue.c.id == item_id)
        if not found:
            raise NoSuchItem(item_id)
        return found[0]

    def items(self, state: str | None = "waiting", *, limit: int | None = None) -> list[Item]:
        """The items of a state (None: of all), what came most often first, then the newest."""
        return self._items(queue.c.state == state if state else queue.c.id != "", limit)

    def counts(self) -> dict[str, int]:
        """State → number of items."""
        query = select(queue.c.state, func.count()).group_by(queue.c.state)
        with self._engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(query)]
        return dict.fromkeys(STATES, 0) | dict(found)

    def _items(self, wanted: ColumnElement[bool], limit: int | None = None) -> list[Item]:
        query = select(*_ITEM_COLUMNS).where(wanted).limit(limit)
        query = query.order_by(queue.c.count.desc(), queue.c.received.desc(), queue.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
            said = _opinions(connection, [row["id"] for row in rows])
        return [Item(**row, reports=tuple(said.get(row["id"], ()))) for row in rows]

    def next(
        self, labeller: str, model: LoadedModel, *, skip: Sequence[str] = (), blind: bool = False
    ) -> Item | None:
        """The waiting item whose label teaches `model` most, of those `labeller` has not labelled.

        The model's doubt comes first (a reader's "wrong" counts as the greatest doubt); among the
        acquisition.CANDIDATES most doubtful, the one least like the labeller's latest SEEN.
        blind: accepted items too, and what others have labelled before what nobody has, so that
        two labellers meet.
        """
        self._judge(model)
        own = select(labels.c.item_id).where(labels.c.labeller == labeller)
        states = ("waiting", "accepted") if blind else ("waiting",)
        query = select(queue.c.id, queue.c.title, queue.c.text).where(
            queue.c.state.in_(states), queue.c.id.not_in(own), queue.c.id.not_in(skip)
        )
        others = select(labels.c.item_id).where(labels.c.labeller != labeller)
        wrong = select(feedback.c.item_id).where(
            feedback.c.verdict == "wrong", feedback.c.item_id.is_not(None)
        )
        doubt = case((queue.c.id.in_(wrong), 1.0), else_=func.coalesce(queue.c.uncertainty, -1.0))
        met = case((queue.c.id.in_(others), int(blind)), else_=0)
        order = (met.desc(), doubt.desc(), queue.c.count.desc(), queue.c.received, queue.c.id)
        with self._engine.connect() as connection:
            found = connection.execute(query.order_by(*order).limit(acquisition.CANDIDATES)).all()
            seen = [document(title, text) for title, text in self._seen(connection, labeller)]
        if not found:
            return None
        texts = [document(title, text) for _, title, text in found]
        return self.item(found[acquisition.most_different(texts, seen)][0])

    def _seen(self, connection: Connection, labeller: str) -> Iterable[Any]:
        query = select(queue.c.title, queue.c.text).join(labels, labels.c.item_id == queue.c.id)
        mine = query.where(labels.c.labeller == labeller).order_by(labels.c.at.desc())
        return connection.execute(mine.limit(SEEN)).all()

    def _judge(self, model: LoadedModel) -> None:
        """Note the doubt of `model` on items that it has not judged, for JUDGE_SECONDS at most."""
        until = time.monotonic() + JUDGE_SECONDS
        version = model.info.version
        unjudged = queue.c.judged_by.is_distinct_from(version) & (queue.c.state == "waiting")
        query = select(queue.c.id, queue.c.title, queue.c.text).where(unjudged).limit(1000)
        rows = []
        with self._engine.connect() as connection:
            for id_, title, text in connection.execute(query):
                probabilities = model.model.predict_proba([document(title, text)])
                doubt = acquisition.uncertainty(probabilities, model.model.thresholds_)
                rows.append({"item": id_, "judged_by": version, "uncertainty": float(doubt[0])})
                if time.monotonic() > until:
                    break
        if rows:
            change = update(queue).where(queue.c.id == bindparam("item"))
            with self._engine.begin() as connection:
                connection.execute(change, sorted(rows, key=lambda row: str(row["item"])))

    def label(self, label: Label) -> None:
        """Keep a label, in place of this labeller's earlier one; raises LabelError.

        Where another labeller gave the same flags, the waiting item is accepted.
        """
        item = self._fitting(label)
        same = any(
            set(other.flags) == set(label.flags)
            for other in self.labels(item.id)
            if other.labeller != label.labeller
        )
        self._keep(label, accept=same and item.state == "waiting")

    def accept(self, label: Label) -> None:
        """Keep a label and accept its item for the corpus; raises LabelError."""
        self._fitting(label)
        self._keep(label, accept=True)

    def _fitting(self, label: Label) -> Item:
        item = self.item(label.item_id)
        line = corpus_line(item, label)
        del line["source"]
        try:
            corpus.parse(json.dumps(line).encode(), source=item.id, number=1)
        except corpus.CorpusError as error:
            raise LabelError(error.fault) from None
        return item

    def _keep(self, label: Label, *, accept: bool) -> None:
        now = self._now()
        row = {
            "item_id": label.item_id,
            "labeller": label.labeller,
            "flags": list(label.flags),
            "evidence": [[span.label, span.start, span.end] for span in label.evidence],
            "note": label.note,
            "at": now,
        }
        with self._engine.begin() as connection:
            add = insert_into(connection, labels).values(row)
            same = ["item_id", "labeller"]
            connection.execute(add.on_conflict_do_update(index_elements=same, set_=row))
            if accept:
                _close(connection, label.item_id, "accepted", now, label.labeller, label.note)

    def reject(self, item_id: str, by: str, note: str | None = None) -> None:
        """Take an item out of the queue: it will not be in the corpus."""
        with self._engine.begin() as connection:
            _close(connection, item_id, "rejected", self._now(), by, note)

    def reopen(self, item_id: str) -> None:
        """Let an item wait again, without the label that it was accepted with."""
        closed_by = self.item(item_id).closed_by
        with self._engine.begin() as connection:
            _close(connection, item_id, "waiting", None, None, None)
            own = (labels.c.item_id == item_id) & (labels.c.labeller == closed_by)
            connection.execute(delete(labels).where(own))

    def undo(self, labeller: str) -> Item | None:
        """Take back this labeller's latest label or rejection: its item, None without any."""
        label = select(labels.c.item_id, labels.c.at).where(labels.c.labeller == labeller)
        rejected = (queue.c.closed_by == labeller) & (queue.c.state == "rejected")
        reject = select(queue.c.id, queue.c.closed).where(rejected)
        with self._engine.connect() as connection:
            done = [*connection.execute(label), *connection.execute(reject)]
        if not done:
            return None
        item = self.item(max(done, key=lambda row: (row[1], row[0]))[0])
        own = (labels.c.item_id == item.id) & (labels.c.labeller == labeller)
        with self._engine.begin() as connection:
            connection.execute(delete(labels).where(own))
            if item.closed_by == labeller:
                _close(connection, item.id, "waiting", None, None, None)
        return self.item(item.id)

    def labels(self, item_id: str) -> list[Label]:
        """All labels of an item, oldest first."""
        return self._labels(labels.c.item_id == item_id)

    def labels_by(self, labeller: str) -> list[Label]:
        """All labels of a labeller, oldest first."""
        return self._labels(labels.c.labeller == labeller)

    def _labels(self, wanted: ColumnElement[bool]) -> list[Label]:
        query = select(labels).where(wanted).order_by(labels.c.at, labels.c.item_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return [_label(row) for row in rows]

    def accepted(self) -> Iterator[dict[str, Any]]:
        """The accepted items as lines of the corpus, in order of id."""
        for item in sorted(self.items("accepted"), key=lambda item: item.id):
            for label in self.labels(item.id):
                if label.labeller == item.closed_by:
                    yield corpus_line(item, label)


def _opinions(connection: Connection, ids: Sequence[str]) -> dict[str, list[Opinion]]:
    """Item id → what readers said, in order of arrival."""
    columns = (feedback.c.flag, feedback.c.verdict, feedback.c.raised, feedback.c.note)
    query = select(feedback.c.item_id, *columns).order_by(feedback.c.received, feedback.c.key)
    if len(ids) == 1:
        query = query.where(feedback.c.item_id == ids[0])
    said: dict[str, list[Opinion]] = {}
    for item_id, *opinion in connection.execute(query.where(feedback.c.item_id.is_not(None))):
        said.setdefault(item_id, []).append(Opinion(*opinion))
    return said


def _label(row: RowMapping) -> Label:
    evidence = tuple(Span(*span) for span in row["evidence"])
    return Label(**{**row, "flags": tuple(row["flags"]), "evidence": evidence})


def _close(
    connection: Connection,
    item_id: str,
    state: str,
    at: datetime | None,
    by: str | None,
    note: str | None,
) -> None:
    change = update(queue).where(queue.c.id == item_id)
    values = {"state": state, "closed": at, "closed_by": by, "closed_note": note}
    if connection.execute(change.values(values)).rowcount != 1:
        raise NoSuchItem(item_id)
