"""RSS and Atom feeds."""

import io
import re
from calendar import timegm
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BufferedIOBase
from typing import Any
from xml.sax import SAXException

import feedparser

from server.scoring import Document
from server.sources.items import Item, SourceError, make_origin
from server.sources.parsing import PAGE_BYTES, article_page, read_bounded

# feedparser's time grows with the square of the depth: so many open tags cost it 2 s.
MAX_TAGS = 100_000
FULL_WORDS = 150  # an entry with less is taken for a teaser of the page that it links to

_TAG = re.compile("<[^<>]*>")
Follow = Callable[[str], Iterator[Item]]


def read_feed(source: str, stream: BufferedIOBase) -> Iterator[Item]:
    """The entries of a feed in a file, as they stand there."""
    yield from read_entries(source, read_bounded(stream, PAGE_BYTES))


def read_entries(source: str, data: bytes, follow: Follow | None = None) -> Iterator[Item]:
    """The entries of a feed. Raises SourceError when the data is none.

    follow: reads the page behind the link of an entry that is only a teaser.
    """
    if data.count(b"<") > MAX_TAGS:
        raise SourceError(f"is too complex for a feed: over {MAX_TAGS:,} tags")
    # As a stream: bytes could be taken for the name of a file. Extraction takes markup off.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    broken = isinstance(feed.get("bozo_exception"), SAXException)
    if not feed.version:
        raise SourceError("neither RSS nor Atom")
    licence = feed.feed.get("license") or feed.feed.get("rights")
    for entry in feed.entries:
        yield from _read_entry(source, entry, licence, follow)
    if broken:
        fault = feed.bozo_exception.getMessage()
        raise SourceError(f"the feed is not well-formed ({fault}); what could be read was read")


def _read_entry(source: str, entry: Any, licence: object, follow: Follow | None) -> Iterator[Item]:
    texts = [content.get("value", "") for content in entry.get("content", [])]
    html = max([*texts, entry.get("summary", "")], key=len)
    origin = make_origin(
        "feed",
        address=entry.get("link"),
        date=_date(entry),
        licence=entry.get("license") or entry.get("rights") or licence,
    )
    item = Item(
        origin.address or source,
        Document(html=article_page(entry.get("title"), html), url=origin.address),
        entry.get("id"),
        origin=origin,
    )
    is_teaser = len(_TAG.sub(" ", html).split()) < FULL_WORDS
    if is_teaser and follow and origin.address:
        for page in follow(origin.address):
            yield replace(page, id=item.id, origin=origin)
    else:
        yield item


def _date(entry: Any) -> str | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(moment), UTC).isoformat() if moment else None
    except (ValueError, OverflowError, OSError):
        return None
