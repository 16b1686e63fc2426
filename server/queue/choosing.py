"""Which item to offer next."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, bindparam, case, func, select, update

from classifier import acquisition
from classifier.model import document
from classifier.registry import LoadedModel
from server.database import feedback, labels, queue

SEEN = 50  # of a labeller's latest labels: what the next article should differ from
_PORTION = 200  # items read at once: texts are long


@dataclass(frozen=True, slots=True)
class Wish:
    """Who asks, and for what. skip: ids of items not to offer. blind: see Queue.next."""

    labeller: str
    skip: Sequence[str] = ()
    blind: bool = False


def doubt() -> ColumnElement[float]:
    """The model's doubt, 0 to 1; -1 where it has not judged; 1 where a reader said "wrong"."""
    wrong = select(feedback.c.item_id).where(
        feedback.c.verdict == "wrong", feedback.c.item_id.is_not(None)
    )
    return case((queue.c.id.in_(wrong), 1.0), else_=func.coalesce(queue.c.uncertainty, -1.0))


def choose(connection: Connection, wish: Wish) -> str | None:
    """The id of the item to offer, None when there is nothing left."""
    found = connection.execute(_candidates(wish)).all()
    if not found:
        return None
    seen = connection.execute(_labelled_by(wish.labeller)).all()
    best = found[0]
    # To meet the others, and to settle a doubt, matters more than to be different.
    found = [r for r in found if r.met == best.met and r.doubt >= best.doubt - acquisition.NEAR]
    texts = [document(row.title, row.text) for row in found]
    index = acquisition.most_different(texts, [document(title, text) for title, text in seen])
    return str(found[index].id)


def _candidates(wish: Wish) -> Any:
    """The most doubtful items that this labeller has not labelled."""
    own = select(labels.c.item_id).where(labels.c.labeller == wish.labeller)
    others = select(labels.c.item_id).where(labels.c.labeller != wish.labeller)
    states = ("waiting", "accepted") if wish.blind else ("waiting",)
    met = case((queue.c.id.in_(others), int(wish.blind)), else_=0).label("met")
    query = select(queue.c.id, queue.c.title, queue.c.text, met, doubt().label("doubt")).where(
        queue.c.state.in_(states), queue.c.id.not_in(own), queue.c.id.not_in(wish.skip)
    )
    order = (met.desc(), doubt().desc(), queue.c.count.desc(), queue.c.received, queue.c.id)
    return query.order_by(*order).limit(acquisition.CANDIDATES)


def _labelled_by(labeller: str) -> Any:
    query = select(queue.c.title, queue.c.text).join(labels, labels.c.item_id == queue.c.id)
    mine = query.where(labels.c.labeller == labeller)
    return mine.order_by(labels.c.at.desc()).limit(SEEN)


def judge(engine: Engine, model: LoadedModel, *, seconds: float) -> int:
    """Note the doubt of `model` on items that it has not judged, the most frequent first.

    Returns how many it judged; 0 when all are.
    """
    until = time.monotonic() + seconds
    version = model.info.version
    rows = []
    for id_, title, text in _unjudged(engine, version):
        probabilities = model.model.predict_proba([document(title, text)])
        uncertainty = float(acquisition.uncertainty(probabilities, model.model.thresholds_)[0])
        rows.append({"item": id_, "judged_by": version, "uncertainty": uncertainty})
        if time.monotonic() > until:
            break
    if rows:
        with engine.begin() as connection:
            # In order of id: see insert_pieces.
            ordered = sorted(rows, key=lambda row: str(row["item"]))
            connection.execute(update(queue).where(queue.c.id == bindparam("item")), ordered)
    return len(rows)


def _unjudged(engine: Engine, version: str) -> Sequence[Any]:
    unjudged = queue.c.judged_by.is_distinct_from(version) & (queue.c.state == "waiting")
    query = select(queue.c.id, queue.c.title, queue.c.text).where(unjudged)
    query = query.order_by(queue.c.count.desc(), queue.c.received.desc()).limit(_PORTION)
    with engine.connect() as connection:
        return connection.execute(query).all()
