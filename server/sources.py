"""What `optflag score` reads: files, folders, standard input, feeds and addresses."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import feedparser
import requests

from server.scoring import Document

SUFFIXES = (".html", ".htm", ".txt", ".json", ".jsonl")
FETCH_SECONDS = 20
FETCH_BYTES = 8 * 1024 * 1024


class SourceError(ValueError):
    """A source cannot be read; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a source; `fault` where a line or an entry is not one."""

    source: str
    document: Document | None = None
    id: str | None = None
    fault: str | None = None


def read(source: str) -> Iterator[Item]:
    """The documents of `source`, one after the other. Raises SourceError."""
    if source == "-":
        yield from _parse(source, sys.stdin.buffer.read(), "")
    elif source.startswith(("http://", "https://")):
        yield from _fetch(source)
    else:
        yield from _read_path(Path(source))


def _read_path(path: Path) -> Iterator[Item]:
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        if not files:
            raise SourceError(f"{path}: no {', '.join(SUFFIXES)} file in this folder")
    else:
        files = [path]
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise SourceError(f"{file}: {error.strerror}") from None
        yield from _parse(str(file), data, file.suffix.lower())


def _parse(source: str, data: bytes, suffix: str, url: str | None = None) -> Iterator[Item]:
    """The documents in `data`; without a suffix the first character tells the kind."""
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    kind = suffix or {"{": ".json", "[": ".json", "<": ".html"}.get(text.lstrip()[:1], ".txt")
    if kind == ".jsonl":
        lines = enumerate(text.splitlines(), start=1)
        yield from (_from_json(f"{source}:{n}", line) for n, line in lines if line.strip())
    elif kind == ".json":
        yield from _from_json_file(source, text)
    elif kind == ".txt":
        title, _, body = text.strip().partition("\n")
        yield Item(source, Document(title=title.strip(), text=body.strip()))
    else:
        yield Item(source, Document(html=text, url=url))


def _from_json_file(source: str, text: str) -> Iterator[Item]:
    """One object, an array of them, or (from standard input) one a line."""
    try:
        content = json.loads(text)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        yield from (_from_json(f"{source}:{n}", line) for n, line in enumerate(lines, start=1))
        return
    several = content if isinstance(content, list) else [content]
    yield from (_from_object(source, one) for one in several)


def _from_json(source: str, line: str) -> Item:
    try:
        return _from_object(source, json.loads(line))
    except ValueError as error:
        return Item(source, fault=f"not JSON: {error}")


def _from_object(source: str, content: Any) -> Item:
    """A WordPress REST post, or an object with `title` and `text`."""
    if not isinstance(content, dict):
        return Item(source, fault="not a JSON object")
    id_ = str(content["id"]) if "id" in content else None
    match content:
        case {"content": {"rendered": str(html)}, **rest}:
            title = rest.get("title")
            heading = title.get("rendered") if isinstance(title, dict) else title
            page = f"<article><h1>{heading or ''}</h1>{html}</article>"
            return Item(source, Document(html=page, url=rest.get("link")), id_)
        case {"text": str(text), **rest}:
            return Item(source, Document(title=str(rest.get("title") or ""), text=text), id_)
        case {"html": str(html), **rest}:
            return Item(source, Document(html=html, url=rest.get("url")), id_)
    return Item(source, id=id_, fault="neither a WordPress post nor an object with title and text")


def _fetch(address: str) -> Iterator[Item]:
    """A page, a feed's entries or a WordPress answer from the network."""
    data, kind = _download(address)
    if "json" in kind:
        yield from _parse(address, data, ".json")
    elif (feed := feedparser.parse(data)).version:
        for entry in feed.entries:
            html = entry.content[0].value if "content" in entry else entry.get("summary", "")
            page = f"<article><h1>{entry.get('title', '')}</h1>{html}</article>"
            link = entry.get("link")
            yield Item(link or address, Document(html=page, url=link), entry.get("id"))
    else:
        yield from _parse(address, data, ".html", address)


def _download(address: str) -> tuple[bytes, str]:
    try:
        with requests.get(address, timeout=FETCH_SECONDS, stream=True) as answer:
            answer.raise_for_status()
            data = answer.raw.read(FETCH_BYTES + 1, decode_content=True)
            kind = answer.headers.get("Content-Type", "")
    except requests.RequestException as error:
        raise SourceError(f"{address}: {error}") from None
    if len(data) > FETCH_BYTES:
        raise SourceError(f"{address}: more than {FETCH_BYTES // 2**20} MiB")
    return data, kind
