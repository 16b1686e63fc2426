"""Extraction in its own process: the same answers, whatever the page, within the limits."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.request import Request, urlopen

import pytest

from server import extraction_worker
from server.extraction import ExtractionError, TooComplex, TooSlow, extract
from server.extraction_worker import BoundedExtractor, ExtractorPool

SENTENCE = "The company put everyone in, and nobody was asked whether they agreed with the change. "
PAGE = f"<html lang=en><title>Läuft</title><article>{f'<p>{SENTENCE * 3}</p>' * 3}</article></html>"
# It hides from the check on attributes behind a quoted ">", and libxml2 takes over ten seconds.
SLOW_PAGE = '<p title=">" ' + " ".join(f"a{number}" for number in range(100_000)) + ">"

HOSTILE = {
    "100k attributes": "<p " + " ".join(f"a{number}" for number in range(100_000)) + ">",
    "100k attributes behind a quote": SLOW_PAGE,
    "1 M small tags": "<p>x</p>" * 1_000_000,
    "as many small tags as may be": "<p>x</p>" * 29_000,
    "as many sentences as may be": f"<p>{SENTENCE[:60]}</p>" * 29_000,
    "deep quotes round much text": "<blockquote>" * 120 + f"<p>{SENTENCE}</p>" * 20_000,
    "very deep quotes": "<blockquote>" * 250 + SENTENCE * 20_000,
    "100k nested divs": "<div>" * 100_000 + SENTENCE,
    "one text of 30 MB": "<p>" + "x " * 15_000_000,
    "one text as long as may be": "<p>" + SENTENCE * 45_000,
    "a flood of meta": "<meta " * 33_000,
    "a flood of <": "<" * 200_000,
    "tables in tables": "<table><tr><td>" * 40 + f"<td>{SENTENCE}</td>" * 20_000,
    "a class of 3 MB": f"<div class='{'comment ' * 400_000}'>{SENTENCE * 9}</div>",
    "as many links as may be": "<p>" + "<a href=x>y</a> " * 29_000,
    "NUL": "\0" * 1_000_000 + PAGE,
    "lone surrogates": PAGE.replace("put", "\ud800"),
}


@pytest.fixture
def extractor(request: pytest.FixtureRequest) -> Iterator[BoundedExtractor]:
    bounded = BoundedExtractor(**getattr(request, "param", {}))
    yield bounded
    bounded.close()


def test_the_answer_is_that_of_extract(extractor: BoundedExtractor) -> None:
    page = PAGE.replace("nobody", "<a href='/out'>nobody</a>")
    assert extractor.extract(page, "https://a.example/2026/put-in") == extract(
        page, "https://a.example/2026/put-in"
    )


@pytest.mark.parametrize("html", ["", "x" * 4_000_001, "<b>" * 60_001])
def test_the_refusal_is_that_of_extract(extractor: BoundedExtractor, html: str) -> None:
    with pytest.raises(ExtractionError) as expected:
        extract(html)
    with pytest.raises(type(expected.value), match=str(expected.value)):
        extractor.extract(html)


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_is_bounded_and_the_next_one_is_read(
    extractor: BoundedExtractor, html: str
) -> None:
    extractor.extract(PAGE)
    begun = time.monotonic()
    with contextlib.suppress(ExtractionError):
        extractor.extract(html)
    # Unbounded, one takes over ten seconds; a busy machine needs its time to hand 30 MB over.
    assert time.monotonic() - begun < extraction_worker.SECONDS + 5
    assert extractor.extract(PAGE).title == "Läuft"


@pytest.mark.parametrize("extractor", [{"seconds": 0.2}], indirect=True)
def test_a_page_over_the_limit_of_time_is_too_slow(extractor: BoundedExtractor) -> None:
    with pytest.raises(TooSlow, match=r"0\.2 seconds"):
        extractor.extract(SLOW_PAGE)


def test_a_page_over_the_limit_of_memory_is_too_complex() -> None:
    # In a process of its own: what this one has freed, its child could use.
    code = (
        "from server.extraction_worker import BoundedExtractor\n"
        "bounded = BoundedExtractor(seconds=60, memory=8 * 1024 * 1024)\n"
        f"bounded.extract('<p>{SENTENCE[:60]}</p>' * 29_000)\n"
    )
    server = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "TooComplex: The page took too much memory." in server.stderr


def test_a_parser_that_fails_is_an_answer_and_no_error_of_the_server(
    monkeypatch: pytest.MonkeyPatch, extractor: BoundedExtractor
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(extraction_worker, "extract", fail)
    with pytest.raises(TooComplex, match="AssertionError"):
        extractor.extract(PAGE)


def test_a_killed_process_is_replaced(extractor: BoundedExtractor) -> None:
    extractor.extract(PAGE)
    os.kill(extractor._process, signal.SIGKILL)
    os.waitid(os.P_PID, extractor._process, os.WEXITED | os.WNOWAIT)
    assert extractor.extract(PAGE).title == "Läuft"


def test_a_process_is_replaced_after_its_number_of_pages(
    monkeypatch: pytest.MonkeyPatch, extractor: BoundedExtractor
) -> None:
    monkeypatch.setattr(extraction_worker, "PAGES_OF_A_PROCESS", 1)
    processes = set()
    for _ in range(3):
        assert extractor.extract(PAGE).title == "Läuft"
        processes.add(extractor._process)
    assert len(processes) == 3


def test_signals_of_an_operator_leave_the_page_in_hand_alone(extractor: BoundedExtractor) -> None:
    extractor.extract(PAGE)
    first = extractor._process
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP):
        os.kill(first, number)
    assert extractor.extract(PAGE).title == "Läuft"
    assert extractor._process == first


def test_threads_share_one_process(extractor: BoundedExtractor) -> None:
    extractor.extract(PAGE)
    first = extractor._process
    pages = [PAGE.replace("Läuft", f"Page {number}") for number in range(40)]
    with ThreadPoolExecutor(4) as pool:
        titles = [article.title for article in pool.map(extractor.extract, pages)]
    assert titles == [f"Page {number}" for number in range(40)]
    assert extractor._process == first


def test_a_worker_forked_after_the_first_page_gets_a_process_of_its_own(
    extractor: BoundedExtractor,
) -> None:
    extractor.extract(PAGE)
    worker = os.fork()
    if worker == 0:
        title = extractor.extract(PAGE).title
        extractor.close()
        os._exit(0 if title == "Läuft" else 1)
    assert os.waitpid(worker, 0)[1] == 0
    assert extractor.extract(PAGE).title == "Läuft"


def test_a_client_of_the_server_is_not_kept_waiting_by_the_process(
    extractor: BoundedExtractor,
) -> None:
    ours, client = socket.socketpair()
    client.settimeout(5)
    extractor.extract(PAGE)
    ours.close()
    assert client.recv(1) == b""
    client.close()


def test_the_process_ends_when_the_server_is_killed() -> None:
    code = (
        "from server.extraction_worker import BoundedExtractor\n"
        "bounded = BoundedExtractor()\n"
        f"bounded.extract({PAGE!r})\n"
        "print(bounded._process, flush=True)\n"
        "input()\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    process = int(server.stdout.readline())
    server.kill()
    server.communicate()
    deadline = time.monotonic() + 10
    while _is_alive(process) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _is_alive(process)


def test_each_worker_of_a_preloading_gunicorn_has_a_process_of_its_own() -> None:
    command = ["-m", "gunicorn", "--preload", "--workers", "2", "--bind", "127.0.0.1:0"]
    with subprocess.Popen(
        [sys.executable, *command, "tests.server.extraction_app"], stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        address = next(
            match[0] for line in server.stderr if (match := re.search(r"http://[\d.:]+", line))
        )
        answers = [_post(address, PAGE.replace("Läuft", f"Page {n}")) for n in range(20)]
        server.terminate()
    assert [answer["title"] for answer in answers] == [f"Page {n}" for n in range(20)]
    pairs = {(answer["worker"], answer["process"]) for answer in answers}
    assert len(pairs) == len({worker for worker, _ in pairs})
    assert not any(_is_alive(process) for _, process in pairs)


def _post(address: str, html: str) -> dict[str, Any]:
    with urlopen(Request(address, html.encode()), timeout=10) as answer:
        return dict(json.load(answer))


def _is_alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_an_answer_that_was_not_fetched_is_not_the_next_page_s(
    extractor: BoundedExtractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    extractor.extract(PAGE)
    with monkeypatch.context() as broken:
        broken.setattr(extraction_worker, "_receive", _fail)
        with pytest.raises(MemoryError):
            extractor.extract(PAGE)
    assert extractor.extract(PAGE.replace("Läuft", "Other")).title == "Other"


def _fail(*_: object) -> None:
    raise MemoryError


def _wait_for_the_first(pool: ExtractorPool) -> None:
    """Until the first extractor has a page in hand."""
    until = time.monotonic() + 20
    while 0 in pool._free and time.monotonic() < until:
        time.sleep(0.01)


def test_a_slow_page_keeps_no_other_one_waiting() -> None:
    pool = ExtractorPool(2, seconds=5)
    pool.extract(PAGE)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(pool.extract, SLOW_PAGE)
        _wait_for_the_first(pool)
        assert pool.extract(PAGE).title == "Läuft"
        assert not slow.done()
        with pytest.raises(TooSlow):
            slow.result()
    pool.close()


def test_the_process_that_a_slow_page_called_for_ends_with_it() -> None:
    pool = ExtractorPool(2, keep=1, seconds=3)
    pool.extract(PAGE)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(pool.extract, SLOW_PAGE)
        _wait_for_the_first(pool)
        pool.extract(PAGE)
        pool.extract(PAGE)
        spare = pool._all[1]._process
        assert _is_alive(spare)
        with pytest.raises(TooSlow):
            slow.result()
    assert not _is_alive(spare)
    assert pool.extract(PAGE).title == "Läuft"
    pool.close()
