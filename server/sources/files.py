"""Files and folders: which reader reads which, in a steady order, one file open at a time."""

import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import cast

from server.sources.feeds import read_feed
from server.sources.items import Item, SourceError
from server.sources.parsing import read_json, read_lines, read_page, read_text
from server.sources.warc import read_archive

Reader = Callable[[str, BufferedIOBase], Iterator[Item]]

READERS: dict[str, Reader] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), read_page),
    ".txt": read_text,
    ".json": read_json,
    ".jsonl": read_lines,
    **dict.fromkeys((".xml", ".rss", ".atom"), read_feed),
    ".warc": read_archive,
}
# Of a file without a known suffix, and of standard input, the first bytes tell the kind.
_SIGNS: dict[bytes, Reader] = {
    b"{": read_json,
    b"[": read_json,
    b"WARC/": read_archive,
    b"<?xml": read_feed,
    b"<rss": read_feed,
    b"<feed": read_feed,
    b"<": read_page,
}
_SIGN_BYTES = 64


def read_stdin(source: str) -> Iterator[Item]:
    """The documents of standard input."""
    yield from _read_stream(source, cast(BufferedIOBase, sys.stdin.buffer), None)


def read_path(path: Path) -> Iterator[Item]:
    """The documents of a file, or of all files of known kinds in a folder."""
    if not path.is_dir():
        yield from read_file(path)
        return
    found = False
    for item in _read_folder(path):
        found = True
        yield item
    if not found:
        yield Item(str(path), fault=f"no {', '.join(READERS)} file in this folder")


def _read_folder(folder: Path) -> Iterator[Item]:
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders.sort()
        paths = (Path(parent, name) for name in sorted(names))
        for path in paths:
            # A pipe or a device in the folder would be waited on for ever.
            if _kind(path)[0] in READERS and path.is_file():
                yield from read_file(path)
        yield from (Item(str(error.filename), fault=str(error.strerror)) for error in closed)
        closed.clear()


def read_file(path: Path) -> Iterator[Item]:
    """The documents of one file; what goes wrong with it is an item, too."""
    suffix, is_packed = _kind(path)
    # fastwarc unpacks by itself, record by record.
    unpack = is_packed and suffix != ".warc"
    try:
        with gzip.open(path) if unpack else path.open("rb") as stream:
            yield from _read_stream(str(path), stream, READERS.get(suffix))
    except OSError as error:
        yield Item(str(path), fault=error.strerror or str(error))


def _read_stream(source: str, stream: BufferedIOBase, reader: Reader | None) -> Iterator[Item]:
    try:
        reader = reader or _recognise(stream)
        yield from reader(source, stream)
    except SourceError as error:
        yield Item(source, fault=str(error))
    except (EOFError, zlib.error) as error:
        yield Item(source, fault=f"cannot be unpacked: {error}")


def _kind(path: Path) -> tuple[str, bool]:
    """The suffix that tells the kind, and whether the file is packed with gzip."""
    is_packed = path.suffix.lower() == ".gz"
    return (Path(path.stem) if is_packed else path).suffix.lower(), is_packed


def _recognise(stream: BufferedIOBase) -> Reader:
    peek = getattr(stream, "peek", None)
    begin = bytes(peek(_SIGN_BYTES)[:_SIGN_BYTES] if peek else b"").lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((reader for sign, reader in _SIGNS.items() if begin.startswith(sign)), read_text)
