"""Addresses: a page, a feed, a text, JSON, or all pages of a WordPress collection."""

import io
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from server.scoring import Document
from server.sources.feeds import read_entries
from server.sources.fetching import Fetcher
from server.sources.items import Item, SourceError, make_origin
from server.sources.network import Answer
from server.sources.parsing import read_json, read_text
from server.sources.text import decode

POSTS = "/wp/v2/posts"
POSTS_PER_PAGE = 50  # WordPress gives at most 100; half of that stays under ANSWER_BYTES
MAX_PAGES = 10_000
FAULTS_IN_A_ROW = 3  # pages that fail one after the other: the server is not well, leave it
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml")
_FEED_SIGNS = (b"<?xml", b"<rss", b"<feed", b"<rdf:RDF")


def read_address(address: str, fetcher: Fetcher) -> Iterator[Item]:
    """The documents at an address. Raises SourceError when it cannot be read."""
    address = _with_page_size(address)
    answer = fetcher.get(address)
    if answer.media_type == "application/json" or answer.media_type.endswith("+json"):
        yield from read_json(address, io.BytesIO(answer.data))
        yield from _read_further(address, answer, fetcher)
    elif _is_feed(answer):
        yield from read_entries(address, answer.data, lambda link: _read_page(link, fetcher))
    elif answer.media_type == "text/plain":
        yield from read_text(address, io.BytesIO(answer.data))
    else:
        yield _page(address, answer)


def _read_page(address: str, fetcher: Fetcher) -> Iterator[Item]:
    """The page behind a link; a failure is an item."""
    try:
        yield _page(address, fetcher.get(address))
    except SourceError as error:
        yield Item(address, fault=str(error))


def _page(address: str, answer: Answer) -> Item:
    if answer.media_type not in ("text/html", "application/xhtml+xml", ""):
        raise SourceError(f"is neither page, feed, text nor JSON, but {answer.media_type}")
    html = decode(answer.data, answer.charset)
    origin = make_origin("html", address=answer.address)
    return Item(address, Document(html=html, url=answer.address), origin=origin)


def _is_feed(answer: Answer) -> bool:
    begin = answer.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    is_page = b"<!doctype html" in begin.lower() or b"<html" in begin.lower()
    return answer.media_type in _FEEDS or (begin.startswith(_FEED_SIGNS) and not is_page)


def _read_further(address: str, first: Answer, fetcher: Fetcher) -> Iterator[Item]:
    """The pages of a collection behind the first one, by what WordPress says of their number."""
    if "page" in parse_qs(urlsplit(address).query):
        return
    total, faults = first.headers.get("x-wp-totalpages", ""), 0
    pages = int(total[:9]) if total.isascii() and total.isdecimal() else 1
    for page in range(2, min(pages, MAX_PAGES) + 1):
        here = _with_query(address, page=str(page))
        try:
            answer = fetcher.get(here)
            yield from read_json(here, io.BytesIO(answer.data))
            faults = 0
        except SourceError as error:
            yield Item(here, fault=str(error))
            faults += 1
        if faults == FAULTS_IN_A_ROW:
            raise SourceError(f"{faults} pages in a row failed; {page} of {pages} were asked for")


def _with_page_size(address: str) -> str:
    """Larger pages of a collection of posts, unless the address asks for a size itself."""
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    is_collection = parts.path.rstrip("/").endswith(POSTS) or POSTS in query.get("rest_route", [])
    if not is_collection or "per_page" in query:
        return address
    return _with_query(address, per_page=str(POSTS_PER_PAGE))


def _with_query(address: str, **members: str) -> str:
    parts = urlsplit(address)
    query = "&".join(filter(None, [parts.query, urlencode(members)]))
    return urlunsplit(parts._replace(query=query))
