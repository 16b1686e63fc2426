"""Quality and time of extraction, ours and every other way, in one interleaved run on one core.

    python -m benchmarks.extraction MARKED [--pages FOLDER] [--output benchmarks/extraction.md]

MARKED holds pages with their true text (ground-truth.json, html/ID.html.gz), FOLDER real pages
without one. Times are CPU times; of several machines only the ratios compare.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks.extraction_flags import flags
from benchmarks.extraction_pages import (
    Page,
    load_golden,
    load_marked,
    load_unmarked,
)
from benchmarks.extraction_peers import (
    ALL_TEXT,
    FAST,
    OURS,
    PARSE,
    STOCK,
    Run,
    find_peers,
)
from benchmarks.extraction_presence import article_test
from benchmarks.extraction_strip import strip
from benchmarks.shingles import Agreement, compare, summarise

Item = TypeVar("Item")
ROUNDS = 3  # the fastest of them counts
RESAMPLES = 2000
STRIPPED = f"{OURS}, stripped pages"


class Result:
    """What one extractor did on all pages."""

    def __init__(self, runs: Sequence[Run], pages: Sequence[Page]) -> None:
        self.milliseconds = [run.seconds * 1000 for run in runs]
        self.agreements = [
            compare(page.text, run.text) for page, run in zip(pages, runs, strict=True)
        ]

    def describe(self, parse: "Result", stock: "Result") -> list[str]:
        """The cells of the table, but for the name and the memory."""
        f1, precision, recall = summarise(self.agreements)
        times = sorted(self.milliseconds)
        median, p95 = statistics.median(times), times[int(0.95 * len(times))]
        return [
            f"{f1:.3f} ± {_spread(self.agreements):.3f} ({precision:.3f} / {recall:.3f})",
            f"{median:.1f} / {p95:.1f} / {times[-1]:.1f}",
            f"{p95 / median:.1f}",
            f"{sum(times) / sum(parse.milliseconds):.2f}",
            f"{sum(times) / sum(stock.milliseconds):.3f}",
        ]


def main() -> None:
    arguments = _parse_arguments()
    report = "\n".join(_report(arguments))
    if arguments.output:
        arguments.output.write_text(report, encoding="utf-8")
    print(report)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("marked", type=Path, help="folder of pages with their true text")
    parser.add_argument("--pages", type=Path, help="folder of real pages for the article test")
    parser.add_argument("--output", type=Path, help="file for the tables")
    parser.add_argument("--node-modules", type=Path, default=Path.cwd(), help="their parent folder")
    return parser.parse_args()


def _report(arguments: argparse.Namespace) -> list[str]:
    pages = load_marked(arguments.marked)
    stripped = strip(pages)
    sections = article_test(pages, stripped, arguments.pages)
    real = [("real pages", load_unmarked(arguments.pages))] if arguments.pages else []
    sections += flags([("marked news pages", pages), *real])
    os.sched_setaffinity(0, {0})
    results, missing = _measure(pages, stripped, arguments.node_modules)
    return [
        "# Extraction",
        "",
        "Printed by `make bench-extraction ARGS='MARKED --pages FOLDER'`; how to read it and how it"
        " came about: `docs/decisions.md`.",
        "Quality: bags of 4-grams of words, F1 of the mean precision and recall, ± half the 95 %"
        " bootstrap interval. Times: CPU, the fastest of three interleaved rounds on one core."
        " Memory: peak of a process that does nothing else.",
        "",
        f"## {len(pages)} marked news pages",
        "",
        *_table(results, arguments),
        "",
        *_differences(results),
        "",
        *(["Not installed here: " + ", ".join(missing) + ".", ""] if missing else []),
        *_golden_table(arguments.node_modules),
        *sections,
    ]


def _measure(
    pages: Sequence[Page], stripped: Sequence[Page], modules: Path
) -> tuple[dict[str, Result], list[str]]:
    peers, missing = find_peers(modules)
    tasks = [(name, peer, pages) for name, peer in peers.items()]
    tasks.append((STRIPPED, peers[OURS], stripped))
    # A round is over all pages, so that no extractor meets a page with its own still in a cache.
    best: dict[str, list[Run]] = {name: [] for name, _, _ in tasks}
    for turn in range(ROUNDS):
        for number in range(len(pages)):
            for name, peer, sources in tasks:
                run = peer.run(sources[number].html, sources[number].url)
                if turn:
                    best[name][number] = min(run, best[name][number], key=lambda one: one.seconds)
                else:
                    best[name].append(run)
        print(f"round {turn + 1} of {ROUNDS}", file=sys.stderr)
    return {name: Result(runs, pages) for name, runs in best.items()}, missing


def _table(results: dict[str, Result], arguments: argparse.Namespace) -> list[str]:
    lines = [
        "| extractor | F1 (P / R) | ms median / p95 / max | p95 / median | × parse"
        " | × readability-lxml | MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, result in results.items():
        cells = result.describe(results[PARSE], results[STOCK])
        if name == PARSE:
            cells[0] = "–"
        memory = "" if name == STRIPPED else f"{_memory(name, arguments):.0f}"
        lines.append("| " + " | ".join([name, *cells, memory]) + " |")
    return lines


def _differences(results: dict[str, Result]) -> list[str]:
    lines = []
    for other in (STOCK, FAST, STRIPPED):
        if other in results:
            low, high, mean = _difference(results[OURS].agreements, results[other].agreements)
            lines.append(f"- F1 of {OURS} minus {other}: {mean:+.3f} [{low:+.3f}, {high:+.3f}]")
    return lines


def _golden_table(modules: Path) -> list[str]:
    pages = load_golden()
    peers, _ = find_peers(modules)
    lines = [
        f"## {len(pages)} golden pages (`tests/golden/articles`, written by us)",
        "",
        "| extractor | F1 (P / R) | pages under .8 |",
        "|---|---|---|",
    ]
    for name, peer in peers.items():
        if name in (PARSE, ALL_TEXT):
            continue
        found = [compare(page.text, peer.run(page.html, page.url).text) for page in pages]
        f1, precision, recall = summarise(found)
        weak = sum(summarise([one])[0] < 0.8 for one in found)
        lines.append(f"| {name} | {f1:.3f} ({precision:.3f} / {recall:.3f}) | {weak} |")
    return [*lines, ""]


def _spread(agreements: Sequence[Agreement]) -> float:
    scores = sorted(summarise(sample)[0] for sample in _resample(agreements))
    return (scores[int(0.975 * RESAMPLES)] - scores[int(0.025 * RESAMPLES)]) / 2


def _difference(
    ours: Sequence[Agreement], others: Sequence[Agreement]
) -> tuple[float, float, float]:
    def gap(pairs: Sequence[tuple[Agreement, Agreement]]) -> float:
        return summarise([pair[0] for pair in pairs])[0] - summarise([pair[1] for pair in pairs])[0]

    pairs = list(zip(ours, others, strict=True))
    gaps = sorted(gap(sample) for sample in _resample(pairs))
    return gaps[int(0.025 * RESAMPLES)], gaps[int(0.975 * RESAMPLES)], gap(pairs)


def _resample(items: Sequence[Item]) -> list[list[Item]]:
    generator = random.Random(1)
    return [generator.choices(items, k=len(items)) for _ in range(RESAMPLES)]


def _memory(name: str, arguments: argparse.Namespace) -> float:
    command = [sys.executable, "-m", "benchmarks.extraction_memory"]
    options = [str(arguments.marked), str(arguments.node_modules), name]
    run = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
    return float(run.stdout)


if __name__ == "__main__":
    main()
