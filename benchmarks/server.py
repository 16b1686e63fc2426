"""Speed, memory and start of the running server. `make bench` prints the tables of server.md.

    python -m benchmarks.server PAGES [--minutes M]

PAGES: a folder of .html or .html.gz pages. Ratios are against stock readability-lxml on one core,
measured before and after in the same run. --minutes: also a soak of that length.
"""

import argparse
import gzip
import http.client
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from readability import Document
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from classifier.cli import first_champion
from classifier.registry import Registry
from server.database import open_database
from server.extraction import ExtractionError, extract
from server.scoring import Document as ScoredDocument
from server.scoring import score
from server.tokens import Tokens


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("pages", type=Path)
    options.add_argument("--minutes", type=float, default=0)
    options.add_argument("--home", type=Path, help="An OPTFLAG_HOME with a model in it.")
    chosen = options.parse_args()
    pages = load(chosen.pages)
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.home or Path(folder)
        first_champion(Registry(home))
        print(f"{len(pages)} pages, median {statistics.median(map(len, pages)) / 1000:.0f} kB\n")
        print("| figure | value |\n|---|---|")
        cold_start(home, pages)
        memory(home, pages)
        throughput(home, pages)
        own_share(home, pages)
        hostile(home, pages)
        if chosen.minutes:
            soak(home, pages, chosen.minutes)


def load(folder: Path) -> list[str]:
    files = sorted(folder.rglob("*.html")) + sorted(folder.rglob("*.html.gz"))
    pages = []
    for file in files:
        data = file.read_bytes()
        data = gzip.decompress(data) if file.suffix == ".gz" else data
        if len(data) > 5000:  # snippets tell nothing of a page's time
            pages.append(data.decode("utf-8", "replace"))
    return pages


class Server:
    """`optflag serve` on a free port."""

    def __init__(self, home: Path, workers: int) -> None:
        self.started = time.perf_counter()
        self.port = 8791
        engine = open_database(f"sqlite:///{home / 'optflag.db'}")
        token = Tokens(engine).create("benchmark")
        engine.dispose()
        self.headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
        }
        command = [str(Path(sys.executable).parent / "optflag"), "serve"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), "--workers", str(workers)],
            env={**os.environ, "OPTFLAG_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> "Server":
        while not self.ready():
            if self.process.poll() is not None:
                raise RuntimeError("optflag serve ended: try it by hand with this OPTFLAG_HOME")
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def ready(self) -> bool:
        try:
            return self.ask("GET", "/readyz") == 200
        except OSError:
            return False

    def ask(self, method: str, path: str, body: bytes | None = None) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, self.headers if body else {})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def pids(self) -> list[int]:
        found, new = [], [self.process.pid]
        while new:
            found += new
            tasks = (t for pid in new for t in Path(f"/proc/{pid}/task").glob("*/children"))
            new = [int(child) for task in tasks for child in task.read_text().split()]
        return found

    def memory(self) -> float:
        """Proportional set size of all processes, in MB."""
        kilobytes = 0
        for pid in self.pids():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
        return kilobytes / 1000


def bodies(pages: Iterable[str]) -> list[bytes]:
    return [gzip.compress(json.dumps({"html": page}).encode(), 6) for page in pages]


def row(figure: str, value: str) -> None:
    print(f"| {figure} | {value} |", flush=True)


def cold_start(home: Path, pages: list[str]) -> None:
    body = bodies(pages[:1])[0]
    ready, scored = [], []
    for _ in range(3):
        with Server(home, 2) as server:
            ready.append(time.perf_counter() - server.started)
            server.ask("POST", "/api/v1/score", body)
            scored.append(time.perf_counter() - server.started)
    row("cold start to ready, median of 3", f"{statistics.median(ready):.1f} s")
    row("cold start to first scored page, median of 3", f"{statistics.median(scored):.1f} s")


def memory(home: Path, pages: list[str]) -> None:
    used = {}
    for workers in (1, 4):
        with Server(home, workers) as server:
            load_with(server, bodies(pages), clients=2 * workers, seconds=8)
            used[workers] = server.memory()
    row("memory with 1 worker (PSS, all processes)", f"{used[1]:.0f} MB")
    row("memory for each further worker", f"{(used[4] - used[1]) / 3:.0f} MB")
    row("memory of 4 workers over 1", f"{used[4] / used[1]:.2f} ×")


def load_with(
    server: Server, work: list[bytes], *, clients: int, seconds: float, rate: float = 0
) -> tuple[list[float], int, float]:
    """Seconds of each request, number of failures, requests a second.

    rate: requests a second of all clients together; 0 for as many as they can.
    """
    times: list[float] = []
    failures = 0
    begun, until = time.perf_counter(), time.perf_counter() + seconds

    def client(number: int) -> None:
        nonlocal failures
        turn = number
        while time.perf_counter() < until:
            if rate:
                time.sleep(max(0.0, begun + turn / rate - time.perf_counter()))
            start = time.perf_counter()
            failures += server.ask("POST", "/api/v1/score", work[turn % len(work)]) != 200
            times.append(time.perf_counter() - start)
            turn += clients

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, failures, len(times) / (time.perf_counter() - begun)


def stock_rate(pages: list[str]) -> float:
    """Pages a second of stock readability-lxml, this process alone."""
    start = time.perf_counter()
    for page in pages:
        try:
            Document(page).summary()
        except Exception:  # stock readability gives up on some pages
            continue
    return len(pages) / (time.perf_counter() - start)


def throughput(home: Path, pages: list[str]) -> None:
    work = bodies(pages)
    before = stock_rate(pages)
    with Server(home, 2) as server:
        load_with(server, work, clients=2, seconds=3)
        one_by_one, _, _ = load_with(server, work, clients=1, seconds=8)
        _, failed, most = load_with(server, work, clients=8, seconds=20)
        steady, failed_steady, _ = load_with(server, work, clients=8, seconds=20, rate=0.7 * most)
    stock = (before + stock_rate(pages)) / 2
    row("one client: p50 / p95 a page", "{:.0f} / {:.0f} ms".format(*quantiles(one_by_one, 50, 95)))
    row("pages a second, 2 workers, 8 clients", f"{most:.0f} ({failed} failed)")
    row("the same against stock readability-lxml on one core", f"{most / stock:.2f} ×")
    median, last = quantiles(steady, 50, 99)
    row("70 % of the most: p50 / p99", f"{median:.0f} / {last:.0f} ms ({failed_steady} failed)")
    row("70 % of the most: p99 over p50", f"{last / median:.1f}")


def quantiles(times: list[float], *percents: int) -> list[float]:
    cuts = statistics.quantiles(times, n=100)
    return [1000 * cuts[percent - 1] for percent in percents]


def own_share(home: Path, pages: list[str]) -> None:
    """CPU time of a request that is neither extraction nor model, without sockets."""
    from server.app import create_app
    from server.services import Services
    from server.settings import from_environment

    app = create_app(from_environment({}, home=home))
    services = Services.of(app)
    services.extract = extract
    model = services.models.current()
    token = services.tokens.create("benchmark")
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
    }
    sent = Headers(headers)
    environ = EnvironBuilder("/api/v1/score", method="POST", headers=sent).get_environ()

    def answer(body: bytes) -> None:
        request = {**environ, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
        b"".join(app(request, lambda status, headers, error=None: lambda data: None))

    whole = work = 0.0
    for page, body in zip(pages, bodies(pages), strict=True):
        with suppress(ExtractionError):
            document = ScoredDocument(html=page)
            work += least_time(lambda: score(document, model, extract=extract))  # noqa: B023
            whole += least_time(lambda: answer(body))  # noqa: B023
    services.close()
    row("CPU time beyond extraction and model", f"{(whole - work) / whole:.0%} of a request")


def least_time(work: Callable[[], object]) -> float:
    """CPU seconds of the quickest of five calls, behind one that may load what stays loaded."""
    work()
    times = []
    for _ in range(5):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def hostile(home: Path, pages: list[str]) -> None:
    """Ordinary requests alone, and beside pages that take all the time they are given."""
    work = bodies(pages)
    slow = bodies(['<p title=">" ' + " ".join(f"a{n}" for n in range(100_000)) + ">"])[0]
    with Server(home, 2) as server:
        load_with(server, work, clients=2, seconds=3)
        quiet, _, _ = load_with(server, work, clients=4, seconds=20, rate=8)
        answered: list[float] = []
        done = threading.Event()

        def attack() -> None:
            while not done.is_set():
                start = time.perf_counter()
                server.ask("POST", "/api/v1/score", slow)
                answered.append(time.perf_counter() - start)

        thread = threading.Thread(target=attack)
        thread.start()
        beside, _, _ = load_with(server, work, clients=4, seconds=20, rate=8)
        done.set()
        thread.join()
    row("slowest answer to a hostile page", f"{max(answered):.1f} s (of {len(answered)})")
    ratio = quantiles(beside, 99)[0] / quantiles(quiet, 99)[0]
    row("p99 of ordinary pages beside them, against alone", f"{ratio:.1f} ×")


def soak(home: Path, pages: list[str], minutes: float) -> None:
    work = bodies(pages)
    with Server(home, 2) as server:
        _, _, most = load_with(server, work, clients=8, seconds=30)
        begin = server.memory()
        times, failed, _ = load_with(server, work, clients=8, seconds=60 * minutes, rate=0.7 * most)
        growth = server.memory() / begin - 1
    row(f"{minutes:g} minutes at 70 %: requests / failed", f"{len(times)} / {failed}")
    row(f"{minutes:g} minutes at 70 %: growth of memory", f"{growth:.1%}")


if __name__ == "__main__":
    main()
