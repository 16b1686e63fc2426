"""Readers of files: what comes out, and what bad input does."""

import gzip
import io
import json
import os
from pathlib import Path

import pytest

from classifier.corpus import Source
from server.sources import Fetcher, Item, clean, iso_date, make_origin, read
from server.sources import parsing as parsing_module
from server.sources.feeds import MAX_TAGS
from server.sources.text import decode

HOSTILE = "A\0b\x1b[31mc\u202ed\u2066e\ud800f\u200bg\x85h"


def items(source: Path | str) -> list[Item]:
    return list(read(str(source), Fetcher()))


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(
        content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    )
    return path


def test_a_folder_is_read_in_order_with_what_is_packed_and_below(tmp_path: Path) -> None:
    below = tmp_path / "b" / "c"
    below.mkdir(parents=True)
    write(tmp_path / "2.html", "<p>two")
    write(tmp_path / "1.html.gz", gzip.compress(b"<p>one"))
    write(below / "3.TXT", "Three\nis the title")
    write(tmp_path / "picture.png", b"\x89PNG")
    os.mkfifo(tmp_path / "pipe.html")
    found = items(tmp_path)
    assert [Path(item.source).name for item in found] == ["1.html.gz", "2.html", "3.TXT"]
    assert [item.fault for item in found] == [None] * 3
    texts = [item.document.html or item.document.text for item in found if item.document]
    assert texts == ["<p>one", "<p>two", "is the title"]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path / "a.html.gz", b"not packed")
    write(tmp_path / "b.html.gz", gzip.compress(b"<p>" + os.urandom(5000))[:2000])
    write(tmp_path / "c.xml", "<note>no feed</note>")
    write(tmp_path / "d.json", '{"id": 1}')
    write(tmp_path / "e.warc", "no archive")
    write(tmp_path / "f.html", "<p>good")
    (tmp_path / "g.html").symlink_to(tmp_path / "nowhere.html")
    (tmp_path / "h.html").mkdir()
    found = {Path(item.source).name: item.fault for item in items(tmp_path)}
    assert found.pop("f.html") is None
    assert all(found.values())
    assert list(found) == ["a.html.gz", "b.html.gz", "c.xml", "d.json", "e.warc"]


def test_a_source_that_is_not_there_or_empty_is_told(tmp_path: Path) -> None:
    assert items(tmp_path / "nowhere")[0].fault == "No such file or directory"
    assert "no .html" in (items(tmp_path)[0].fault or "")


def test_a_wordpress_post_has_its_origin(tmp_path: Path) -> None:
    post = {
        "id": 7,
        "date": "2026-03-04T06:06:07",
        "date_gmt": "2026-03-04T05:06:07",
        "link": "https://news.example/?p=7#top",
        "title": {"rendered": "Q &amp; A"},
        "content": {"rendered": "<p>Text</p>"},
    }
    (item,) = items(write(tmp_path / "post.json", json.dumps(post)))
    assert item.id == "7"
    address, date = "https://news.example/?p=7", "2026-03-04T05:06:07+00:00"
    assert item.origin == Source("wordpress", address, date)
    assert item.document is not None
    assert item.document.html == "<article><h1>Q &amp; A</h1><p>Text</p></article>"


def test_lines_of_a_corpus_keep_their_source_and_tell_of_labels(tmp_path: Path) -> None:
    feedback = {"id": "q-1", "title": "T", "text": "x", "labels": ["ai_training"]}
    feedback["source"] = {"kind": "feedback", "date": "2026-03-04", "address": "https://r.example/"}
    page = {"title": "T", "text": "y", "source": {"kind": "html", "address": "https://n.example/"}}
    (first, second) = items(
        write(tmp_path / "lines.jsonl", json.dumps(feedback) + "\n\n" + json.dumps(page) + "\n")
    )
    assert first.origin == Source("feedback", None, "2026-03-04")
    assert first.labelled
    assert second.origin == Source("html", "https://n.example/")
    assert not second.labelled
    assert second.source.endswith("lines.jsonl:3")


def test_each_line_that_does_not_fit_is_told_with_its_number(tmp_path: Path) -> None:
    lines = [
        *(b"{broken", b"[]", b"\xff\xfe", b"[" * 20_000, b'{"title": "only"}', b'{"text": 7}'),
        *(b'{"a": ' + b"9" * 5000 + b"}", b'{"content": {"rendered": null}}'),
        json.dumps({"title": None, "text": f"{HOSTILE} good"}).encode(),
        '{"text": "a line separator \u2028 is no end of line"}'.encode(),
    ]
    found = items(write(tmp_path / "lines.jsonl", b"\r\n".join(lines)))
    assert [item.source.rpartition(":")[2] for item in found] == [str(n) for n in range(1, 11)]
    assert [item.fault is None for item in found] == [False] * 8 + [True] * 2


def test_a_line_that_is_too_long_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    five = json.dumps({"text": "word " * 2**20})
    found = items(write(tmp_path / "a.jsonl", f'{five}\n{{"text": "x"}}'))
    assert [item.fault for item in found] == [None, None]
    monkeypatch.setattr(parsing_module, "LINE_BYTES", 2**20)
    found = items(tmp_path / "a.jsonl")
    assert [item.fault for item in found] == ["the line is over 1 MiB", None]


def test_a_file_that_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing_module, "PAGE_BYTES", 2**20)
    bomb = gzip.compress(b"a" * 2**24)
    assert items(write(tmp_path / "a.html.gz", bomb))[0].fault == "is over 1 MiB"


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Site</title><rights>CC0</rights>
<entry><id>tag:1</id><title>One</title><link href="https://news.example/1"/>
<updated>2026-03-04T05:06:07Z</updated>
<content type="html">&lt;p&gt;Text&lt;/p&gt;</content></entry>
<entry><title>Two</title><link href="javascript:alert(1)"/><summary>Short</summary></entry>
</feed>"""


def test_a_feed_in_a_file_is_read_without_the_network(tmp_path: Path) -> None:
    one, two = items(write(tmp_path / "feed.atom", ATOM))
    address, date = "https://news.example/1", "2026-03-04T05:06:07+00:00"
    assert one.origin == Source("feed", address, date, "CC0")
    assert one.document is not None
    assert one.document.html == "<article><h1>One</h1><p>Text</p></article>"
    assert two.source == str(tmp_path / "feed.atom")
    assert two.origin.address is None


def test_a_broken_feed_gives_what_it_has_and_is_told(tmp_path: Path) -> None:
    *entries, fault = items(write(tmp_path / "feed.xml", ATOM[: ATOM.index("<summary>")]))
    assert [entry.fault for entry in entries] == [None] * len(entries)
    assert "not well-formed" in (fault.fault or "")
    lines = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bomb = f'<?xml version="1.0"?>{lines}]><rss version="2.0"><item><title>&i;</title></item></rss>'
    assert items(write(tmp_path / "bomb.xml", bomb))[-1].fault
    deep = '<rss version="2.0">' + "<a>" * (MAX_TAGS + 1)
    assert "too complex" in (items(write(tmp_path / "deep.xml", deep))[0].fault or "")


def test_standard_input_is_told_by_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    for given, kind in (
        ('{"title": "T", "text": "x"}\n{"text": "y"}', "text"),
        ("\ufeff <!doctype html><p>x", "html"),
        (ATOM, "feed"),
        ("Title\ntext", "text"),
    ):
        stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(given.encode())))  # type: ignore[arg-type]
        monkeypatch.setattr("sys.stdin", stream)
        found = items("-")
        assert {item.origin.kind for item in found} == {kind}
        assert [item.fault for item in found] == [None] * len(found)


def test_clean_text_holds_nothing_but_text() -> None:
    assert clean(HOSTILE) == "Ab[31mcde\ufffdfg\nh"
    assert clean("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd\te"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        ("café".encode("utf-16"), "café"),
        (b"<meta charset=iso-8859-1>\x93caf\xe9\x94", "<meta charset=iso-8859-1>“café”"),
        (b"<meta charset='utf-16'>caf\xc3\xa9", "<meta charset='utf-16'>café"),
        (b"<meta charset=punycode>x-", "<meta charset=punycode>x-"),
        (b"<meta charset=nonsense>caf\xc3\xa9", "<meta charset=nonsense>café"),
        (b"It\x92s", "It’s"),
        ("“caf\xe9” ".encode() + b"\xff", "“café” \ufffd"),
        (b"\xff\xfe\x00", "\ufffd"),
    ],
)
def test_bytes_are_read_as_browsers_read_them(data: bytes, text: str) -> None:
    assert decode(data) == text


def test_an_origin_holds_only_what_a_corpus_line_may() -> None:
    for address in ("javascript:alert(1)", "http://u:p@x.example/", "nonsense", "", None, 7):
        assert make_origin("html", address=address).address is None
    assert make_origin("nonsense", address="https://x.example/@me#a") == Source(
        "text", "https://x.example/@me"
    )
    assert make_origin("html", licence="  CC\n BY\x1b " + "x" * 400).licence == (
        "CC BY " + "x" * 294
    )
    assert make_origin("html", licence=["no"], date=["no"]) == Source("html")
    assert iso_date("4 March 2026") is None
    assert iso_date(" 2026-03-04 ") == "2026-03-04"  # and no midnight that nobody told
    assert iso_date("2026-03-04T05:06:07Z") == "2026-03-04T05:06:07+00:00"
    longest, longer = (f"2026-03-04T05:06:07.123456+01:00{rest}" for rest in ("", ":00.000001"))
    assert iso_date(longest) == longest
    assert iso_date(longer) is None  # the queue's column on PostgreSQL would refuse it
