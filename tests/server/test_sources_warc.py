"""Web archives, written here byte by byte."""

import gzip
from pathlib import Path

import pytest

from classifier.corpus import Source
from server.sources import Fetcher, Item, read
from server.sources import warc as warc_module

DATE = "2026-03-04T05:06:07Z"


def record(
    body: bytes, kind: str = "response", media: str = "application/http; msgtype=response"
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.example/a\r\n"
        f"WARC-Date: {DATE}\r\nWARC-Record-ID: <urn:uuid:{'0' * 8}-0000-0000-0000-{'0' * 12}>\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def answer(page: bytes, status: str = "200 OK", media: str = "text/html", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n".encode() + page


def items(path: Path, data: bytes) -> list[Item]:
    path.write_bytes(data)
    return list(read(str(path), Fetcher()))


def pages(found: list[Item]) -> list[str | None]:
    return [item.document.html for item in found if item.document]


ARCHIVE = [
    record(b"software: test", "warcinfo", "application/warc-fields"),
    record(b"GET / HTTP/1.1\r\n\r\n", "request", "application/http; msgtype=request"),
    record(answer(b"<p>one", more="Content-Length: 6\r\n")),
    record(answer(b"gone", "404 Not Found")),
    record(answer(b"\x89PNG", media="image/png")),
    record(answer(gzip.compress(b"<p>two"), more="Content-Encoding: gzip\r\n")),
    record(answer(b"3\r\n<p>\r\n5\r\nthree\r\n0\r\n\r\n", more="Transfer-Encoding: chunked\r\n")),
    record(b"<p>four", "resource", "text/html"),
    record("Fünf\nist der Titel".encode(), "conversion", "text/plain"),
    record(answer("<p>sechs: ß".encode("latin-1"), media="text/html; charset=ISO-8859-1")),
]


@pytest.mark.parametrize("packed", [False, True])
def test_the_pages_of_an_archive_are_read(tmp_path: Path, packed: bool) -> None:
    data = b"".join(gzip.compress(one) if packed else one for one in ARCHIVE)
    found = items(tmp_path / f"a.warc{'.gz' if packed else ''}", data)
    assert [item.fault for item in found] == [None] * 6
    assert pages(found) == ["<p>one", "<p>two", "<p>three", "<p>four", None, "<p>sechs: ß"]
    assert found[0].origin == Source("warc", "https://news.example/a", "2026-03-04T05:06:07+00:00")
    text = found[4].document
    assert text is not None
    assert (text.title, text.text) == ("Fünf", "ist der Titel")


def test_a_page_that_cannot_be_unpacked_costs_only_itself(tmp_path: Path) -> None:
    broken = record(answer(b"no gzip", more="Content-Encoding: gzip\r\n"))
    bomb = record(answer(gzip.compress(b"a" * 2**25), more="Content-Encoding: gzip\r\n"))
    first, second, third = items(tmp_path / "a.warc", broken + bomb + ARCHIVE[2])
    assert "cannot be unpacked" in (first.fault or "")
    assert second.fault == "the page is over 16 MiB"
    assert pages([third]) == ["<p>one"]
    assert third.source.endswith("a.warc:3")


def test_a_page_that_is_too_large_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc_module, "PAGE_BYTES", 1000)
    first, second = items(tmp_path / "a.warc", record(answer(b"x" * 5000)) + ARCHIVE[2])
    assert first.fault
    assert pages([second]) == ["<p>one"]


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_that_breaks_off_is_told(tmp_path: Path, packed: bool) -> None:
    parts = [ARCHIVE[2], record(answer(b"<p>" + bytes(range(256)) * 400))]
    data = b"".join(gzip.compress(one) if packed else one for one in parts)
    found = items(tmp_path / "a.warc", data[: len(data) * 3 // 4])
    assert pages(found) == ["<p>one"]
    assert found[-1].fault


def test_rubbish_between_records_is_told(tmp_path: Path) -> None:
    found = items(tmp_path / "a.warc", ARCHIVE[2] + b"\x1b[31mrubbish\r\n" * 30 + ARCHIVE[2])
    assert pages(found)[0] == "<p>one"
    assert "breaks off behind page" in (found[-1].fault or "")
