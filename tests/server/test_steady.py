"""The running server under kills, switches and load: nothing acknowledged is lost."""

import http.client
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from sqlalchemy import create_engine, text

from classifier.registry import Registry
from tests.conftest import LiveServer, optflag, start_server
from tests.server.conftest import ARTICLE
from tests.server.postgresql import running
from tests.server.test_feedback import REPORT
from tests.server.test_models import add_copy, own_home

__all__ = ["own_home"]

WRITES, CLIENTS = 10_000, 8


def post(server: LiveServer, path: str, body: dict, token: str) -> tuple[int, dict]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    try:
        connection.request("POST", path, json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


@contextmanager
def repeatedly(action: Callable[[], None], *, every: float) -> Iterator[None]:
    """Call `action` in a thread of its own as long as the block runs."""
    done = threading.Event()

    def loop() -> None:
        while not done.wait(every):
            action()

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def until_acknowledged(server: LiveServer, report: dict, token: str) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            status, _ = post(server, "/api/v1/feedback", report, token)
        except (OSError, http.client.HTTPException, ValueError):
            status = 0
        if status in (200, 201):
            return
        time.sleep(0.05)
    raise AssertionError("never acknowledged")


def write_all(server: LiveServer, token: str) -> list[str]:
    """10,000 reports from 8 clients at once; the keys that the server acknowledged."""
    acknowledged: list[str] = []

    def client(number: int) -> None:
        for item in range(WRITES // CLIENTS):
            key = f"client-{number}-{item:05}"
            until_acknowledged(server, REPORT | {"key": key}, token)
            acknowledged.append(key)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return acknowledged


def kill_a_worker(server: LiveServer) -> None:
    workers = children(server.process.pid)
    if workers:
        os.kill(workers[int(time.time() * 10) % len(workers)], signal.SIGKILL)


def kept(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT key FROM feedback")).scalars().all()
    engine.dispose()
    return list(rows)


@contextmanager
def serving(home: Path, **settings: object) -> Iterator[tuple[LiveServer, str]]:
    server = start_server(home, **settings)
    token = optflag("token", "create", "test", home=home, settings=settings).stdout.strip()
    try:
        yield server, token
    finally:
        server.process.terminate()
        server.process.wait(timeout=60)


def test_no_acknowledged_report_is_lost_when_workers_are_killed(home: Path) -> None:
    with serving(home, workers=4, feedback_per_minute=1_000_000) as (server, token):
        with repeatedly(lambda: kill_a_worker(server), every=0.7):
            acknowledged = write_all(server, token)
        stored = kept(f"sqlite:///{home / 'optflag.db'}")
    assert len(acknowledged) == WRITES
    assert sorted(stored) == sorted(acknowledged)


def test_no_acknowledged_report_is_lost_when_the_database_is_killed(home: Path) -> None:
    with running() as database:
        crashes = []

        def crash() -> None:
            database.kill()
            database.start()
            crashes.append(len(crashes))

        settings = {"database_url": database.url, "workers": 4, "feedback_per_minute": 1_000_000}
        with serving(home, **settings) as (server, token):
            with repeatedly(crash, every=3), repeatedly(lambda: kill_a_worker(server), every=1.1):
                acknowledged = write_all(server, token)
            stored = kept(database.url)
        assert crashes
    assert len(acknowledged) == WRITES
    assert sorted(stored) == sorted(acknowledged)


def test_a_new_champion_is_at_work_within_a_second_and_no_request_fails(own_home: Path) -> None:
    body = {"title": "Ferry app", "text": ARTICLE}
    with serving(own_home, workers=4) as (server, token):
        statuses: list[int] = []

        def score() -> None:
            statuses.append(post(server, "/api/v1/score", body, token)[0])

        def versions() -> set[str]:
            asked = (post(server, "/api/v1/score", body, token)[1] for _ in range(40))
            return {answer["model"]["version"] for answer in asked}

        first = Registry(own_home).champion()
        with repeatedly(score, every=0.005), repeatedly(score, every=0.005):
            assert versions() == {first}
            add_copy(own_home, "2099.01.01-1")
            Registry(own_home).promote("2099.01.01-1")
            time.sleep(1.0)
            assert versions() == {"2099.01.01-1"}
            Registry(own_home).rollback()
            time.sleep(1.0)
            assert versions() == {first}
    assert set(statuses) == {200}
    assert len(statuses) > 50


def get(server: LiveServer, path: str, token: str) -> str:
    headers = {"Authorization": f"Bearer {token}"}
    with urlopen(Request(server.url + path, headers=headers), timeout=60) as answer:
        text: str = answer.read().decode()
    return text


def test_a_broken_champion_is_reported_and_the_old_one_serves_on(own_home: Path) -> None:
    body = {"title": "Ferry app", "text": ARTICLE}
    with serving(own_home) as (server, token):
        first = post(server, "/api/v1/score", body, token)[1]["model"]["version"]
        add_copy(own_home, "2099.01.01-1")
        (own_home / "models" / "2099.01.01-1" / "model.joblib").write_bytes(b"broken")
        state = json.loads((own_home / "models" / "registry.json").read_text())
        broken = {"champion": "2099.01.01-1", "history": [*state["history"], first]}
        (own_home / "models" / "registry.json").write_text(json.dumps(broken))
        time.sleep(1.0)
        for _ in range(20):
            assert post(server, "/api/v1/score", body, token)[1]["model"]["version"] == first
        told = json.loads(get(server, "/readyz?verbose", token))
        assert (told["status"], told["model"]) == ("ok", first)
        assert "2099.01.01-1" in told["fault"]
        assert "optflag_model_fault 1.0" in get(server, "/metrics", token)


# Attributes behind a ">" in quotes: passes the cheap checks and takes the parser many seconds.
SLOW = '<p title=">" ' + " ".join(f"a{number}" for number in range(100_000)) + ">"


@contextmanager
def slow_request(server: LiveServer, token: str) -> Iterator[list[int]]:
    """A page that takes all its seconds is in a worker's hands in the block; then its status."""
    statuses: list[int] = []

    def ask() -> None:
        with suppress(OSError, http.client.HTTPException):
            statuses.append(post(server, "/api/v1/score", {"html": SLOW}, token)[0])

    thread = threading.Thread(target=ask)
    thread.start()
    until = time.monotonic() + 20
    while not any(map(children, children(server.process.pid))) and time.monotonic() < until:
        time.sleep(0.02)  # the worker that has it starts a process to extract it
    assert thread.is_alive()
    yield statuses
    thread.join(timeout=60)


def test_a_slow_request_keeps_none_waiting_and_a_graceful_stop_finishes_it(home: Path) -> None:
    body = {"title": "Ferry app", "text": ARTICLE}
    with serving(home, workers=1, page_seconds=4) as (server, token):
        with slow_request(server, token) as statuses:
            assert post(server, "/api/v1/score", body, token)[0] == 200
            assert statuses == []
            server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=60)
    assert statuses == [503]


def test_a_worker_killed_in_the_middle_costs_only_its_request(home: Path) -> None:
    body = {"title": "Ferry app", "text": ARTICLE}
    with serving(home, workers=2, page_seconds=3) as (server, token):
        with slow_request(server, token) as statuses:
            busy = [pid for pid in children(server.process.pid) if children(pid)]
            for pid in busy:
                os.kill(pid, signal.SIGKILL)
            assert post(server, "/api/v1/score", body, token)[0] == 200
        assert busy
        assert statuses == []
        assert {post(server, "/api/v1/score", body, token)[0] for _ in range(10)} == {200}
        assert len(children(server.process.pid)) == 2


def test_a_worker_that_ends_leaves_the_metrics_to_the_others(home: Path) -> None:
    with serving(home, workers=2) as (server, token):
        for _ in range(2):
            ended, until = children(server.process.pid)[0], time.monotonic() + 20
            os.kill(ended, signal.SIGTERM)
            while ended in children(server.process.pid) and time.monotonic() < until:
                time.sleep(0.02)
        assert "optflag_requests_total" in get(server, "/metrics", token)
        assert json.loads(get(server, "/readyz", token)) == {"status": "ok"}


def test_silent_connections_keep_nobody_waiting(home: Path) -> None:
    with serving(home, workers=2) as (server, token), ExitStack() as silent:
        address = server.process.args[3]
        for _ in range(20):
            silent.enter_context(socket.create_connection(("127.0.0.1", int(address))))
        begun = time.monotonic()
        assert json.loads(get(server, "/readyz", token)) == {"status": "ok"}
        assert time.monotonic() - begun < 20  # a sync worker would sit on them for 30 s


def test_what_is_no_http_gets_the_same_kind_of_error_and_is_not_quoted_in_the_log(
    home: Path,
) -> None:
    with serving(home) as (server, _):
        port = int(server.process.args[3])
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(b"GET /secret-path nonsense\r\nX: secret\r\n\r\n")
            answer = connection.makefile("rb").read()
        log = (home / "serve.log").read_text()
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"application/problem+json" in answer
    problem = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert f'"request_id": "{problem["request_id"]}"' in log
    assert f"X-Request-Id: {problem['request_id']}".encode() in answer
    assert "secret" not in log
    assert "127.0.0.1" not in log.partition("paste the pairing code")[2]


def test_the_journal_holds_nothing_that_a_caller_wrote(home: Path) -> None:
    with serving(home) as (server, token):
        page = {"html": f"<p>{ARTICLE}", "url": "https://secret-page.test/diary"}
        post(server, "/api/v1/score", page, token)
        post(server, "/api/v1/score", {"html": SLOW}, token)
        with suppress(HTTPError):
            get(server, "/secret-path?secret=1", token)
        kill_a_worker(server)
        time.sleep(1)
        log = (home / "serve.log").read_text()
    assert log.count('"message": "answered"') >= 3
    for secret in ("secret", "Harbourline", token, token.split("_", 2)[2]):
        assert secret not in log
