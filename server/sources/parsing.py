"""Documents in bytes: a page, a text, JSON, lines of JSON, WordPress posts."""

import io
import json
from collections.abc import Iterator
from io import BufferedIOBase
from typing import Any

from server.scoring import Document
from server.sources.items import Item, SourceError, make_origin
from server.sources.text import decode

PAGE_BYTES = 16 * 2**20  # extraction refuses over 4 M characters, at most 16 MB in UTF-8
JSON_BYTES = 64 * 2**20  # is read whole; larger collections are for .jsonl
LINE_BYTES = 8 * 2**20
_PIECE = 2**18


def read_bounded(stream: BufferedIOBase, limit: int) -> bytes:
    """All of a stream. Raises SourceError when it holds over `limit` bytes."""
    data = bytearray()
    while piece := stream.read(_PIECE):  # asking for `limit` at once would allocate all of it
        data += piece
        if len(data) > limit:
            raise SourceError(f"is over {limit // 2**20} MiB")
    return bytes(data)


def read_page(source: str, stream: BufferedIOBase) -> Iterator[Item]:
    """The one page that a file of HTML is."""
    html = decode(read_bounded(stream, PAGE_BYTES))
    yield Item(source, Document(html=html), origin=make_origin("html"))


def read_text(source: str, stream: BufferedIOBase) -> Iterator[Item]:
    """The one text of a file, its title in the first line."""
    title, _, body = decode(read_bounded(stream, PAGE_BYTES)).strip().partition("\n")
    yield Item(source, Document(title=title.strip(), text=body.strip()), origin=make_origin("text"))


def read_lines(source: str, stream: BufferedIOBase) -> Iterator[Item]:
    """One object a line, one line in memory."""
    number = 0
    while line := stream.readline(LINE_BYTES + 1):
        number += 1
        where = f"{source}:{number}"
        if len(line) > LINE_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LINE_BYTES)
            yield Item(where, fault=f"the line is over {LINE_BYTES // 2**20} MiB")
        elif line.strip():
            yield read_line(where, line)


def read_line(source: str, line: bytes) -> Item:
    """The document of one line."""
    try:
        return read_object(source, load_json(line))
    except SourceError as error:
        return Item(source, fault=str(error))


def read_json(source: str, stream: BufferedIOBase) -> Iterator[Item]:
    """One object, an array of them, or (as from standard input) one a line."""
    data = read_bounded(stream, JSON_BYTES)
    try:
        content = load_json(data)
    except SourceError:
        yield from read_lines(source, io.BytesIO(data))
        return
    several = content if isinstance(content, list) else [content]
    yield from (read_object(source, one) for one in several)


def load_json(data: bytes) -> Any:
    """What JSON says. Raises SourceError."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(f"not UTF-8: {error.reason} at byte {error.start + 1}") from None
    except RecursionError:
        raise SourceError("not JSON: nests too deep") from None
    except ValueError as error:  # a number of 5,000 digits is a ValueError, too
        raise SourceError(f"not JSON: {error}") from None


def read_object(source: str, content: Any) -> Item:
    """A WordPress REST post, a corpus line, or an object with `text`, or with `html`."""
    if not isinstance(content, dict):
        return Item(source, fault="not a JSON object")
    id_ = str(content["id"]) if isinstance(content.get("id"), str | int) else None
    match content:
        case {"content": {"rendered": str(html)}, **rest}:
            return _read_post(source, id_, html, rest)
        case {"text": str(text), **rest}:
            return _read_text(source, id_, text, rest)
        case {"html": str(html), **rest}:
            origin = make_origin("html", address=rest.get("url"))
            return Item(source, Document(html=html, url=origin.address), id_, origin=origin)
    fault = "neither a WordPress post nor an object with title and text"
    return Item(source, id=id_, fault=fault)


def article_page(title: object, html: str) -> str:
    """The page that a title and the HTML of its article make; a title may hold markup, too."""
    heading = title if isinstance(title, str) else ""
    return f"<article><h1>{heading}</h1>{html}</article>"


def _read_post(source: str, id_: str | None, html: str, post: dict[str, Any]) -> Item:
    title = post.get("title")
    heading = title.get("rendered") if isinstance(title, dict) else title
    date = post.get("date_gmt")
    # The REST API gives UTC without saying so.
    date = f"{date}+00:00" if isinstance(date, str) else post.get("date")
    origin = make_origin("wordpress", address=post.get("link"), date=date)
    return Item(
        source, Document(html=article_page(heading, html), url=origin.address), id_, origin=origin
    )


def _read_text(source: str, id_: str | None, text: str, line: dict[str, Any]) -> Item:
    title, about = line.get("title"), line.get("source")
    known = about if isinstance(about, dict) else {"address": line.get("url")}
    origin = make_origin(
        str(known.get("kind")),
        address=known.get("address"),
        date=known.get("date"),
        licence=known.get("licence"),
    )
    document = Document(title=title if isinstance(title, str) else "", text=text)
    return Item(source, document, id_, origin=origin, labelled=bool(line.get("labels")))
