"""Import of many HTML files: files a second, CPU time a file, memory over time.

Run: nice -n 10 .venv/bin/python -m benchmarks.importing FOLDER-OF-PAGES [--files 10000]

The pages of the folder are copied until there are enough files, each copy with words of its own,
so that it is an article of its own. The baseline, extraction alone in one process, is measured
in the same run, before and after: a busy machine slows both.
"""

import argparse
import contextlib
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.server import load, row
from server.extraction import ExtractionError, extract

FREQUENT = re.compile(r"(?<= )(?:the|of|and|to|in|a|is|that|for|it)(?= )")
LETTERS = "bcdfghjklmnpqrstvwxz"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=10_000)
    chosen = parser.parse_args()
    pages = load(chosen.folder)
    with tempfile.TemporaryDirectory(prefix="optflag-importing-") as name:
        files, home = Path(name, "pages"), Path(name, "home")
        size = write(files, pages, chosen.files)
        row("files, of so many pages", f"{chosen.files:,} of {len(pages)}, {size / 2**20:,.0f} MB")
        measure(files, home, pages, chosen.files)


def write(folder: Path, pages: list[str], number: int) -> int:
    """Write `number` files, a hundred in a folder; the bytes of all."""
    size = 0
    for index in range(number):
        path = folder / f"{index // 100:03}" / f"{index:05}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_text(vary(pages[index % len(pages)], index), encoding="utf-8")
    return size


def vary(page: str, number: int) -> str:
    """The page with a word of this number's own behind each frequent word."""
    word = "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(4))
    return FREQUENT.sub(rf"\g<0> {word}", page)


def measure(files: Path, home: Path, pages: list[str], number: int) -> None:
    before = extraction_alone(pages)
    start, used = time.perf_counter(), children_time()
    summary, memory = run(files, home)
    seconds, used = time.perf_counter() - start, children_time() - used
    alone = (before + extraction_alone(pages)) / 2
    each = used / number
    duplicates = sum(value for value in summary["duplicates"].values() if isinstance(value, int))
    row("new / duplicates / skipped / faults", f"{summary['new']:,} / {duplicates:,} / "
        f"{sum(summary['skipped'].values()):,} / {summary['faults']['count']:,}")  # fmt: skip
    row("files a second, by the clock", f"{number / seconds:.0f}")
    row("CPU time a file, all processes", f"{1000 * each:.1f} ms")
    row("files a second that two free cores allow", f"{2 / each:.0f}")
    row("CPU time a page, extraction alone", f"{1000 * alone:.1f} ms")
    row("import against extraction alone, CPU time", f"{each / alone:.2f} ×")
    # Medians of a tenth: a moment tells of the pages that happen to be in hand.
    for tenth in (1, 3, 5, 7, 9):
        part = memory[tenth * len(memory) // 10 : (tenth + 1) * len(memory) // 10] or memory[-1:]
        own, others = map(statistics.median, zip(*part, strict=True))
        row(f"memory from {tenth}0 %: import / extractors", f"{own:.0f} / {others:.0f} MB")


def extraction_alone(pages: list[str]) -> float:
    """CPU seconds for a page, in this process."""
    start = time.process_time()
    for page in pages:
        try:
            extract(page)
        except ExtractionError:
            continue
    return (time.process_time() - start) / len(pages)


def children_time() -> float:
    """CPU seconds of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(files: Path, home: Path) -> tuple[dict[str, Any], list[tuple[float, float]]]:
    """Import the folder into the queue of an empty home: its summary, and memory in MB."""
    command = [str(Path(sys.executable).parent / "optflag"), "data", "import", str(files), "--json"]
    environment = {**os.environ, "OPTFLAG_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        memory = list(sample(process))
        assert process.stdout is not None
        return json.load(process.stdout), memory


def sample(process: subprocess.Popen[bytes]) -> Iterator[tuple[float, float]]:
    """Proportional set size of a process, and of all its children, once a second."""
    while process.poll() is None:
        with contextlib.suppress(OSError):  # one of them has ended meanwhile
            own, *others = map(megabytes, family(process.pid))
            yield own, sum(others)
        time.sleep(1)


def family(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text().split()]
    return [pid, *(one for child in children for one in family(child))]


def megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


if __name__ == "__main__":
    main()
