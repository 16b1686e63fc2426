"""The queue in the database."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select, true

from classifier import corpus
from classifier.registry import LoadedModel
from server.database import feedback, labels, queue, utc_now
from server.queue import rows
from server.queue.choosing import Wish, choose, judge
from server.queue.items import (
    STATES,
    Item,
    Label,
    LabelError,
    NoSuchItem,
    Piece,
    corpus_line,
)

# `next` judges what is new bit by bit: nobody waits for all of it.
JUDGE_SECONDS = 0.3


class Queue:
    """The queue in the database of `engine`.

    now: gives the time in UTC without a zone; tests move it. What changes an item raises
    NoSuchItem; with the state that it `was` in, StateChanged when it is no longer: of two who
    decide at once, one wins and the other is told.
    """

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._now = engine, now

    def add(self, pieces: Iterable[Piece]) -> None:
        """Add texts, all or none; one that is there already (but for white space) is counted.

        Others cannot write meanwhile: add large imports in parts.
        """
        ready = list(pieces)
        with self._engine.begin() as connection:
            rows.insert_pieces(connection, ready, now=self._now())

    def item(self, item_id: str) -> Item:
        """One item."""
        with self._engine.connect() as connection:
            found = rows.find_items(connection, queue.c.id == item_id)
        if not found:
            raise NoSuchItem(item_id)
        return found[0]

    def items(
        self, state: str | None = "waiting", *, source: str | None = None, limit: int | None = None
    ) -> list[Item]:
        """The items of a state and a source (None: of all), what came most often first."""
        wanted = queue.c.state == state if state else true()
        wanted = wanted & (queue.c.source == source) if source else wanted
        with self._engine.connect() as connection:
            return rows.find_items(connection, wanted, limit)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Id and text of every item, of all states; a few at once in memory."""
        query = select(queue.c.id, queue.c.text).order_by(queue.c.id)
        with self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=200).execute(query):
                yield row.id, row.text

    def counts(self) -> dict[str, int]:
        """State → number of items."""
        query = select(queue.c.state, func.count()).group_by(queue.c.state)
        with self._engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(query)]
        return dict.fromkeys(STATES, 0) | dict(found)

    def only_from(self, token_id: str) -> list[str]:
        """Ids of the waiting items that nobody but this token has sent."""
        others = select(feedback.c.item_id).where(
            feedback.c.token_id != token_id, feedback.c.item_id.is_not(None)
        )
        own = select(feedback.c.item_id).where(feedback.c.token_id == token_id)
        query = select(queue.c.id).where(
            queue.c.state == "waiting",
            queue.c.source == "feedback",
            queue.c.id.in_(own),
            queue.c.id.not_in(others),
        )
        with self._engine.connect() as connection:
            return list(connection.execute(query.order_by(queue.c.id)).scalars())

    def next(
        self, labeller: str, model: LoadedModel, *, skip: Sequence[str] = (), blind: bool = False
    ) -> Item | None:
        """The waiting item whose label teaches `model` most, of those `labeller` has not labelled.

        The model's doubt comes first (a reader's "wrong" counts as the greatest doubt); among the
        acquisition.CANDIDATES most doubtful, the one least like what this labeller labelled last.
        blind: accepted items too, and what others have labelled before what nobody has, so that
        two labellers meet.
        """
        self.judge(model)
        with self._engine.connect() as connection:
            chosen = choose(connection, Wish(labeller, skip, blind))
        return self.item(chosen) if chosen else None

    def judge(self, model: LoadedModel, *, seconds: float = JUDGE_SECONDS) -> int:
        """Let `model` say how sure it is of what it has not judged; how many it got done."""
        return judge(self._engine, model, seconds=seconds)

    def label(self, label: Label) -> None:
        """Keep a label, in place of this labeller's earlier one; raises LabelError.

        Where another labeller gave the same flags, the waiting item is accepted.
        """
        item = self._fitting(label)
        others = [other for other in self.labels(item.id) if other.labeller != label.labeller]
        agreed = any(set(other.flags) == set(label.flags) for other in others)
        self._keep(label, accept=agreed and item.state == "waiting")

    def accept(self, label: Label, *, was: str | None = None) -> None:
        """Keep a label and accept its item for the corpus; raises LabelError."""
        self._fitting(label)
        self._keep(label, accept=True, was=was)

    def _fitting(self, label: Label) -> Item:
        item = self.item(label.item_id)
        line = json.dumps(corpus_line(item, label)).encode()
        try:
            corpus.parse(line, source=item.id, number=1)
        except corpus.CorpusError as error:
            raise LabelError(error.fault) from None
        return item

    def _keep(self, label: Label, *, accept: bool, was: str | None = None) -> None:
        now, by, note = self._now(), label.labeller, label.note
        with self._engine.begin() as connection:
            if accept:
                rows.set_state(
                    connection, label.item_id, "accepted", at=now, by=by, note=note, was=was
                )
            rows.keep_label(connection, label, now)

    def reject(
        self, item_id: str, by: str, note: str | None = None, *, was: str | None = None
    ) -> None:
        """Take an item out of the queue: it will not be in the corpus."""
        with self._engine.begin() as connection:
            rows.set_state(
                connection, item_id, "rejected", at=self._now(), by=by, note=note, was=was
            )

    def reopen(self, item_id: str) -> None:
        """Let an item wait again, without the label that it was accepted with."""
        item = self.item(item_id)
        with self._engine.begin() as connection:
            rows.set_state(connection, item_id, "waiting", was=item.state)
            rows.forget_label(connection, item_id, item.closed_by)

    def forget(self, item_id: str) -> None:
        """Delete an item with its text and labels; what readers said of it stays, without text."""
        with self._engine.begin() as connection:
            if not rows.delete_items(connection, queue.c.id == item_id):
                raise NoSuchItem(item_id)

    def forget_rejected(self) -> int:
        """Delete all rejected items; how many they were."""
        with self._engine.begin() as connection:
            return rows.delete_items(connection, queue.c.state == "rejected")

    def undo(self, labeller: str, *, item_id: str | None = None) -> Item | None:
        """Take back this labeller's latest label or rejection: its item, None without any.

        item_id: of this item only, whatever the labeller did elsewhere since.
        """
        label = select(labels.c.at, labels.c.item_id).where(labels.c.labeller == labeller)
        rejected = (queue.c.closed_by == labeller) & (queue.c.state == "rejected")
        reject = select(queue.c.closed, queue.c.id).where(rejected)
        if item_id:
            label = label.where(labels.c.item_id == item_id)
            reject = reject.where(queue.c.id == item_id)
        with self._engine.connect() as connection:
            done = [(*row, "accepted") for row in connection.execute(label)]
            done += [(*row, "rejected") for row in connection.execute(reject)]
        if not done:
            return None
        _, item_id, outcome = max(done)
        item = self.item(item_id)
        with self._engine.begin() as connection:
            if outcome == "accepted":
                rows.forget_label(connection, item_id, labeller)
            if (item.closed_by, item.state) == (labeller, outcome):
                rows.set_state(connection, item_id, "waiting")
        return self.item(item_id)

    def labels(self, item_id: str) -> list[Label]:
        """All labels of an item, oldest first."""
        with self._engine.connect() as connection:
            return rows.find_labels(connection, labels.c.item_id == item_id)

    def labels_by(self, labeller: str) -> list[Label]:
        """All labels of a labeller, oldest first."""
        with self._engine.connect() as connection:
            return rows.find_labels(connection, labels.c.labeller == labeller)

    def accepted(self) -> Iterator[dict[str, Any]]:
        """The accepted items as lines of the corpus, in order of id."""
        for item in sorted(self.items("accepted"), key=lambda item: item.id):
            for label in self.labels(item.id):
                if label.labeller == item.closed_by:
                    yield corpus_line(item, label)
