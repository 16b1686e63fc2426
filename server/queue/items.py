"""What the queue holds, and how a piece of it becomes a line of the corpus."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, validate

from classifier.corpus import Span
from classifier.labels import FLAGS
from server.database import mended
from server.scoring import MAX_CHARS, MAX_TITLE

STATES = ("waiting", "accepted", "rejected")
TITLE_OF_TEXT = 80  # characters of a text that stand in for its missing title


class NoSuchItem(ValueError):
    """The queue has no item of this id."""

    def __init__(self, item_id: str) -> None:
        super().__init__(f"The queue has no item {item_id}. See `optflag feedback list`.")


class StateChanged(ValueError):
    """The item is no longer in the state that whoever decides saw it in."""


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
class Opinion:
    """What a reader said of one flag.

    verdict: `wrong` or `right`. raised: as the model said. token_id: whose report it is.
    """

    flag: str
    verdict: str
    raised: bool
    note: str | None
    token_id: str

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


def text_id(text: str) -> str:
    """The id of a text; white space makes no difference."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def storable(piece: Piece) -> Piece | None:
    """The piece as database and corpus can hold it, cut where scoring cuts it.

    None without any text; an address or date that is none is left out.
    """
    text = mended(piece.text).strip()[:MAX_CHARS].rstrip()
    if not text:
        return None
    title = " ".join(mended(piece.title).split())[:MAX_TITLE].rstrip()
    return replace(
        piece,
        title=title or " ".join(text[:TITLE_OF_TEXT].split()),
        text=text,
        address=_accepted_by(_is_address, piece.address),
        date=_accepted_by(datetime.fromisoformat, piece.date),
        licence=mended(piece.licence) if piece.licence else None,
    )


_is_address = validate.URL(schemes={"http", "https"}, require_tld=False)


def _accepted_by(check: Callable[[str], object], text: str | None) -> str | None:
    try:
        check(text or "")
    except (ValueError, ValidationError):
        return None
    return None if text is None or mended(text) != text else text


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
