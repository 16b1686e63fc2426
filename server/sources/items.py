"""What every reader of sources gives back."""

from dataclasses import dataclass, field
from datetime import date as calendar_date
from datetime import datetime
from urllib.parse import urlsplit

from marshmallow import ValidationError, validate

from classifier.corpus import SOURCES, Source
from server.scoring import Document
from server.sources.text import clean

MAX_ADDRESS = 2000
MAX_DATE = 32  # with microseconds and hours of a zone; a zone may have its own microseconds, too
MAX_LICENCE = 300  # an address or a name; longer ones are whole terms of use

_is_address = validate.URL(schemes={"http", "https"}, require_tld=False)


class SourceError(ValueError):
    """A source, or a piece of it, cannot be read; the message says why and names no source."""


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a source; `fault` where a line, an entry or a record is not one.

    source: file (with line or record) or address. origin: its kind, and what is known besides.
    labelled: the line carries labels, which a reader of documents does not take over.
    """

    source: str
    document: Document | None = None
    id: str | None = None
    fault: str | None = None
    origin: Source = field(default_factory=lambda: Source("text"))
    labelled: bool = False


def make_origin(
    kind: str,
    *,
    address: object = None,
    date: object = None,
    licence: object = None,
) -> Source:
    """The origin as a line of the corpus may hold it; what is not fit for one is left out.

    kind: one of SOURCES, else it is `text`. Feedback keeps no address.
    """
    kind = kind if kind in SOURCES else "text"
    found = None if kind == "feedback" else _address(address)
    return Source(kind, found, iso_date(date), _licence(licence))


def iso_date(date: object) -> str | None:
    """The date in the form of ISO 8601, with a time when it came with one; None if it is none."""
    text = str(date).strip() if date else ""
    for kind in (calendar_date, datetime):
        try:
            found = kind.fromisoformat(text).isoformat()
        except ValueError:
            continue
        return found if len(found) <= MAX_DATE else None
    return None


def _address(address: object) -> str | None:
    """An address that leads somewhere; never with a name and password, for corpora are shared."""
    if not isinstance(address, str) or not address:
        return None
    try:
        found = str(_is_address(address.partition("#")[0]))
        return None if urlsplit(found).username or len(found) > MAX_ADDRESS else found
    except (ValidationError, ValueError):
        return None


def _licence(licence: object) -> str | None:
    words = " ".join(clean(licence).split()) if isinstance(licence, str) else ""
    return words[:MAX_LICENCE] or None
