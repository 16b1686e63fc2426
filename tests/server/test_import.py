"""`optflag data import`, as its command."""

import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import server.cli.importing as importing
from classifier import corpus
from server.cli import main
from server.database import open_database
from server.importing import known
from server.importing.outputs import BATCH
from server.importing.progress import Progress
from server.queue import Item, Queue
from server.sources import Fetcher
from tests.conftest import variables
from tests.outside import SEED, needs
from tests.server.site import Page, serving

SENTENCE = "the town library lends out seeds since spring and forty gardeners have joined it"
WORDS = SENTENCE.split()


def article(number: int, words: int = 150) -> str:
    """English enough, and like no other number's."""
    some = (
        f"{WORDS[(number + place) % len(WORDS)]} {number * 1000 + place}" for place in range(words)
    )
    return "The council says that " + " ".join(some) + ", and the readers were told so."


def page(number: int) -> str:
    text = article(number)
    return f"<html><head><title>Seeds number {number} of the town</title></head><p>{text}</p>"


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and a corpus of one article, which takes no time to read."""
    shipped = tmp_path_factory.mktemp("training_data")
    (shipped / "b01.jsonl").write_text(
        json.dumps({"id": "b01-001", "text": article(1)}) + "\n{broken"
    )
    monkeypatch.setattr(corpus, "DEFAULT_FOLDER", shipped)
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("OPTFLAG_HOME", str(folder))
    monkeypatch.delenv("OPTFLAG_DATABASE_URL", raising=False)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(1, 6):
        (folder / f"{number}.html").write_text(page(number))
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["data", "import", *map(str, arguments)])


def summary(*arguments: object) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return dict(json.loads(result.stdout))


def queued(home: Path) -> list[Item]:
    engine = open_database(f"sqlite:///{home / 'optflag.db'}")
    try:
        return Queue(engine).items(None)
    finally:
        engine.dispose()


def test_articles_reach_the_queue_and_copies_do_not(home: Path, folder: Path) -> None:
    (folder / "6.txt").write_text(f"Another title\n\n{article(5).upper()}")
    (folder / "7.txt").write_text(f"Cut\n\n{' '.join(article(4).split()[:120])}")
    result = run(folder)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "7 read, 4 added to the queue.",
        "      1  dropped: exact duplicate of the corpus",
        "      2  dropped: near duplicate in this import",
    ]
    items = queued(home)
    assert sorted(item.title for item in items) == [
        f"Seeds number {number} of the town" for number in range(2, 6)
    ]
    assert {(item.source, item.state, item.count) for item in items} == {("html", "waiting", 1)}


def test_a_second_import_brings_nothing(home: Path, folder: Path) -> None:
    run(folder)
    again = summary(folder)
    assert again["new"] == 0
    counts = {"exact_in_corpus": 1, "exact_in_queue": 4}
    assert {name: again["duplicates"][name] for name in counts} == counts
    assert {item.count for item in queued(home)} == {1}


def test_lines_with_their_source_are_written_to_a_file(home: Path, tmp_path: Path) -> None:
    link = '<link rel="canonical" href="https://news.example/9"><link rel="license" href="/by">'
    date = '<meta property="article:published_time" content="2026-03-04T05:06:07Z">'
    (tmp_path / "9.html").write_text(page(9).replace("<head>", f"<head>{link}{date}"))
    result = run(tmp_path / "9.html", "--output", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.output
    (line,) = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    address, licence = "https://news.example/9", "https://news.example/by"
    date = "2026-03-04T05:06:07+00:00"
    assert line["source"] == {"kind": "html", "address": address, "date": date, "licence": licence}
    assert line["title"] == "Seeds number 9 of the town"
    assert line["text"] == article(9)
    assert set(line) == {"id", "title", "text", "source"}
    assert queued(home) == []
    assert summary(tmp_path / "out.jsonl")["new"] == 1
    (item,) = queued(home)
    assert f"q-{item.id}" == line["id"]
    assert (item.source, item.address, item.date) == ("html", address, date)


def test_a_file_is_overwritten_only_with_force(home: Path, folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "out.jsonl"
    kept.write_text("mine")
    result = run(folder, "--output", kept)
    assert result.exit_code == 2
    assert "--force" in result.output
    assert kept.read_text() == "mine"
    assert run(folder, "--output", kept, "--force").exit_code == 0
    assert len(kept.read_text("utf-8").splitlines()) == 4
    assert not list(tmp_path.glob(".*"))


def test_what_is_no_english_article_is_skipped_and_counted(home: Path, tmp_path: Path) -> None:
    german = "Die Stadtbibliothek verleiht seit dem Frühjahr Saatgut an alle Bürger der Stadt. " * 9
    (tmp_path / "a.txt").write_text(f"Titel\n{german}")
    (tmp_path / "b.html").write_text("<nav><a href=/>Home</a></nav>")
    (tmp_path / "c.txt").write_text("Title\nToo short to say anything of it.")
    result = run(tmp_path, "--verbose")
    assert result.exit_code == 0
    assert "a.txt: skipped: unsupported_language" in result.stderr
    assert {line.strip() for line in result.stdout.splitlines()[1:]} == {
        "1  skipped: not in English",
        "1  skipped: too short",
        "1  skipped: no article",
    }


def test_each_fault_is_told_and_the_rest_is_imported(home: Path, tmp_path: Path) -> None:
    lines = ["{broken", json.dumps({"title": "T", "text": article(7)}), '{"title": "only"}']
    (tmp_path / "lines.jsonl").write_text("\n".join(lines))
    (tmp_path / "page.html").write_text("<p>" * 70_000)
    result = run(tmp_path, tmp_path / "nowhere")
    assert result.exit_code == 1
    told = [line.removeprefix(f"{tmp_path}/").split(": ", 1) for line in result.stderr.splitlines()]
    assert [where for where, _ in told] == [
        "lines.jsonl:1",
        "lines.jsonl:3",
        "page.html",
        "nowhere",
    ]
    assert "Expecting property name" in told[0][1]
    assert result.stdout.splitlines() == [
        "5 read, 1 added to the queue.",
        "      4  could not be read, as told above",
    ]
    listed = summary(tmp_path)["faults"]
    assert listed["count"] == 3
    assert listed["listed"][1]["source"] == f"{tmp_path}/lines.jsonl:3"


HOSTILE = "\0\x1b]0;title\x07\u202egnp.exe\u2066 =HYPERLINK(1) <script>alert(1)</script> \ud800"


def test_hostile_text_is_only_text(home: Path, tmp_path: Path) -> None:
    name = f"{tmp_path}/\x1b[31m\u202ename.jsonl"
    line = {"id": HOSTILE, "title": HOSTILE, "text": f"{HOSTILE} {article(3)}", "source": HOSTILE}
    Path(name).write_text(json.dumps(line) + "\n" + json.dumps({"title": HOSTILE}))
    result = run(tmp_path, "--verbose")
    assert result.exit_code == 1
    assert "\x1b" not in result.output
    assert r"\x1b[31m\u202ename.jsonl:2" in result.stderr
    (item,) = queued(home)
    assert item.title == "]0;titlegnp.exe =HYPERLINK(1) <script>alert(1)</script> \ufffd"
    assert item.text.startswith("]0;titlegnp.exe =HYPERLINK(1) <script>")


def test_a_file_whose_name_is_no_text_is_told_in_json(home: Path, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.jsonl"
    Path(os.fsdecode(path)).write_text("{broken")
    result = run(tmp_path, "--json")
    (fault,) = json.loads(result.stdout_bytes.decode("utf-8"))["faults"]["listed"]
    assert os.fsencode(fault["source"]) == path + b":1"
    assert r"\udcff.jsonl:1" in result.stderr


def test_a_line_of_five_megabytes_is_cut_where_scoring_cuts(home: Path, tmp_path: Path) -> None:
    text = " ".join(article(number) for number in range(10, 3_000))
    (tmp_path / "large.jsonl").write_text(json.dumps({"title": "T" * 5_000, "text": text}))
    assert (tmp_path / "large.jsonl").stat().st_size > 5_000_000
    assert summary(tmp_path)["new"] == 1
    (item,) = queued(home)
    assert (len(item.title), len(item.text)) == (2_000, 100_000)


def test_feedback_of_another_host_comes_without_address_and_labels(
    home: Path, tmp_path: Path
) -> None:
    line = {"id": "q-1", "title": "T", "text": article(8), "labels": ["ai_training"]}
    line["source"] = {
        "kind": "feedback",
        "address": "https://reader.example/",
        "date": "2026-03-04",
    }
    (tmp_path / "accepted.jsonl").write_text(json.dumps(line))
    result = run(tmp_path / "accepted.jsonl")
    assert "1  came without their labels" in result.stdout
    (item,) = queued(home)
    assert (item.source, item.address, item.date) == ("feedback", None, "2026-03-04")


def test_a_site_is_imported_over_the_network(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "Fetcher", functools.partial(Fetcher, pause=0))
    posts = [
        {"id": n, "title": {"rendered": f"No {n}"}, "content": {"rendered": f"<p>{article(n)}</p>"}}
        for n in (11, 12)
    ]
    with serving() as site:
        path = "/wp-json/wp/v2/posts"
        for number, post in enumerate(posts, start=1):
            more = "" if number == 1 else f"&page={number}"
            total = {"X-WP-TotalPages": "2"}
            body = json.dumps([post])
            site.pages[f"{path}?per_page=50{more}"] = Page(body, "application/json", headers=total)
        refused = run(f"{site.url}{path}")
        assert refused.exit_code == 1
        assert "--allow-private" in refused.stderr
        assert summary(f"{site.url}{path}", "--allow-private")["new"] == 2
    assert {item.source for item in queued(home)} == {"wordpress"}


def test_a_full_disk_ends_in_a_plain_line(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "_TABLES", f"{known._TABLES} PRAGMA max_page_count = 4;")
    (folder / "long.txt").write_text(f"Title\n\n{article(9, words=5_000)}")
    result = run(folder)
    assert result.exit_code == 1
    assert "known texts: database or disk is full. SQLITE_TMPDIR" in result.stderr
    assert queued(home) == []


@pytest.fixture
def interrupted(tmp_path: Path) -> Iterator[Any]:
    """Runs an import of a pipe that has given 250 lines, and presses Ctrl+C while it waits."""
    pipe, home = tmp_path / "pipe.jsonl", tmp_path / "other-home"
    os.mkfifo(pipe)
    done = threading.Event()

    def feed() -> None:
        with contextlib.suppress(BrokenPipeError), pipe.open("w") as lines:
            for number in range(250):
                lines.write(json.dumps({"title": "T", "text": article(number + 100)}) + "\n")
            lines.flush()
            done.wait(300)

    def press(
        *arguments: str, ready: Any, signum: int = signal.SIGINT
    ) -> tuple[subprocess.CompletedProcess[str], Path]:
        threading.Thread(target=feed, daemon=True).start()
        command = [str(Path(sys.executable).parent / "optflag"), "data", "import", str(pipe)]
        process = subprocess.Popen(
            [*command, *arguments],
            env=variables(home, {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        until = time.monotonic() + 120
        while not ready(home) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        process.send_signal(signum)
        output = process.communicate(timeout=60)
        return subprocess.CompletedProcess(command, process.returncode, *output), home

    yield press
    done.set()


def test_ctrl_c_leaves_whole_batches_in_the_queue(interrupted: Any) -> None:
    def ready(home: Path) -> bool:
        return (home / "optflag.db").exists() and len(queued(home)) >= 2 * BATCH

    done, home = interrupted(ready=ready)
    assert done.returncode == 1
    assert "Interrupted: 200 articles are in the queue" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(queued(home)) == 2 * BATCH


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_no_signal_leaves_a_half_written_file(
    interrupted: Any, tmp_path: Path, signum: signal.Signals
) -> None:
    def ready(_: Path) -> bool:
        return any(path.stat().st_size > 1000 for path in tmp_path.glob(".out.jsonl*"))

    done, _ = interrupted("--output", str(tmp_path / "out.jsonl"), ready=ready, signum=signum)
    assert done.returncode == 1
    assert "nothing was written" in done.stderr
    assert not list(tmp_path.glob("*out.jsonl*"))


def test_progress_is_told_after_two_seconds_and_every_two() -> None:
    told: list[str] = []
    moments = iter([0.0, 1.0, 2.5, 3.0, 5.0])
    progress = Progress(told.append, lambda: next(moments))
    for count in (10, 1000, 2000, 3000):
        progress(count, lambda: "words")
    assert told == ["1,000 read (400 a second): words", "3,000 read (600 a second): words"]


def test_a_pace_of_nothing_a_second_is_not_told() -> None:
    told: list[str] = []
    moments = iter([0.0, 9.0])
    Progress(told.append, lambda: next(moments))(1, lambda: "words")
    assert told == ["1 read: words"]


@needs(SEED)
def test_the_seed_post_is_imported_with_its_origin(home: Path) -> None:
    assert summary(SEED.parent)["new"] == 1
    (item,) = queued(home)
    assert item.title == "LinkedIn Addresses User Data Collection for AI Training"
    assert (item.source, item.date) == ("wordpress", "2024-09-20T17:23:06+00:00")
