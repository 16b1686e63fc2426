"""Web archives: the pages in WARC files."""

import io
from collections.abc import Iterator
from io import BufferedIOBase

import urllib3
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from urllib3.exceptions import HTTPError

from server.scoring import Document
from server.sources.items import Item, SourceError, make_origin
from server.sources.parsing import PAGE_BYTES
from server.sources.text import decode

# Requests, metadata and revisits hold no page of their own.
_TYPES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_PAGES = ("text/html", "application/xhtml+xml")
_OK = 200
_PIECE = 2**20


def read_archive(source: str, stream: BufferedIOBase) -> Iterator[Item]:
    """The pages of an archive, packed or not, one record in memory.

    Raises SourceError where the archive breaks off: behind that place nothing can be found.
    """
    number = 0
    try:
        # Decoding is left to `_decoded`: fastwarc 2.0 loses its place behind a record that is
        # decoded and not read to its end.
        for record in ArchiveIterator(
            stream, record_types=_TYPES, parse_http=True, auto_decode="transfer"
        ):
            number += 1
            yield from _read_record(f"{source}:{number}", record)
    except (OSError, ValueError, EOFError) as error:
        raise SourceError(f"breaks off behind page {number}: {error}") from None
    if not number:
        raise SourceError("holds no page")


def _read_record(source: str, record: WarcRecord) -> Iterator[Item]:
    kind = _media_type(record)
    is_text = record.record_type == WarcRecordType.conversion and kind == "text/plain"
    answered = record.http_headers.status_code if record.http_headers else _OK
    if (kind not in _PAGES and not is_text) or answered != _OK:
        return
    address = record.headers.get("WARC-Target-URI", "")
    origin = make_origin("warc", address=(address or "").strip("<>"), date=_date(record))
    try:
        text = decode(_decoded(record, _read_payload(record)), record.http_charset)
    except SourceError as error:
        yield Item(source, fault=str(error), origin=origin)
        return
    if is_text:
        title, _, body = text.strip().partition("\n")
        yield Item(source, Document(title=title, text=body), origin=origin)
    else:
        yield Item(source, Document(html=text, url=origin.address), origin=origin)


def _media_type(record: WarcRecord) -> str:
    if record.http_headers:
        kind = record.http_headers.get("Content-Type")
    else:
        kind = record.headers.get("Content-Type")
    return (kind or "").partition(";")[0].strip().lower()


def _date(record: WarcRecord) -> str | None:
    return record.record_date.isoformat() if record.record_date else None


def _read_payload(record: WarcRecord) -> bytes:
    """What the record holds, still packed. Raises SourceError where it is too long or cut off."""
    data = record.reader.read(PAGE_BYTES + 1)
    rest = len(data)
    while piece := record.reader.read(_PIECE):
        rest += len(piece)
    if rest > PAGE_BYTES:
        raise SourceError(f"the page is over {PAGE_BYTES // 2**20} MiB")
    chunked = record.http_headers and record.http_headers.get("Transfer-Encoding")
    if not chunked and rest < record.content_length:
        raise SourceError(f"the page is cut off: {rest:,} of {record.content_length:,} bytes")
    return data


def _decoded(record: WarcRecord, data: bytes) -> bytes:
    """The page, unpacked as its headers say, never more of it than PAGE_BYTES."""
    packed = record.http_headers and record.http_headers.get("Content-Encoding")
    if not packed:
        return data
    answer = urllib3.HTTPResponse(
        io.BytesIO(data), headers={"Content-Encoding": packed}, preload_content=False
    )
    try:
        page = answer.read(PAGE_BYTES + 1, decode_content=True)
    except HTTPError as error:
        raise SourceError(f"the page cannot be unpacked: {error}") from None
    if len(page) > PAGE_BYTES:
        raise SourceError(f"the page is over {PAGE_BYTES // 2**20} MiB")
    return page
