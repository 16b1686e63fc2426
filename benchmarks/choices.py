"""How many of the ways out that people marked by hand are found, and how many finds are right.

Repeat with `python -m benchmarks.choices`, which prints the table of benchmarks/choices.md;
`--errors` lists the misses and false finds, but never those of the held-out part.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from classifier.choices import choices
from classifier.corpus import load

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "benchmarks" / "choices.md"
MARKED = ROOT / "tests" / "classifier" / "choices.jsonl"
OVERLAP = 0.5  # share of the longer span: a path that lost its verb still leads to its place

NAMES = {
    "dev": "development",
    "retired": "once held out",
    "finds": "chosen by their finds",
    "test": "held out",
}

SEEN = ("dev", "retired", "finds")  # the parts whose errors were read while tuning

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """An article's text, the ways out marked in it, and those that were found."""

    id: str
    text: str
    marked: list[str]
    found: list[str]

    def missed(self) -> list[str]:
        """Marked ways out that no find covers."""
        return [mark for mark in self.marked if not self._any_meets(mark, self.found)]

    def wrong(self) -> list[str]:
        """Finds that cover no marked way out."""
        return [find for find in self.found if not self._any_meets(find, self.marked)]

    def _any_meets(self, one: str, others: list[str]) -> bool:
        return any(_meet(self.text, one, other) for other in others)


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts over articles; precision and recall are shares from 0 to 1."""

    articles: int
    without: int
    marked: int
    found: int
    missed: int
    wrong: int

    @property
    def precision(self) -> float:
        """Share of finds that are marked ways out."""
        return 1 - self.wrong / self.found

    @property
    def recall(self) -> float:
        """Share of marked ways out that are found."""
        return 1 - self.missed / self.marked


def cases(part: str) -> list[Case]:
    """The marked articles of `part` (a key of NAMES), with what is found in them now."""
    texts = _texts()
    rows = map(json.loads, MARKED.read_text(encoding="utf-8").splitlines())
    return [
        Case(row["id"], texts[row["id"]], row["choices"], _found(texts[row["id"]]))
        for row in rows
        if row["set"] == part
    ]


def measure(part: str) -> Measure:
    """Counts over the articles of `part`."""
    done = cases(part)
    return Measure(
        articles=len(done),
        without=sum(not case.marked for case in done),
        marked=sum(len(case.marked) for case in done),
        found=sum(len(case.found) for case in done),
        missed=sum(len(case.missed()) for case in done),
        wrong=sum(len(case.wrong()) for case in done),
    )


@cache
def _texts() -> dict[str, str]:
    return {article.id: article.text for article in load(ROOT / "training_data")}


def _found(text: str) -> list[str]:
    return [choice.text for choice in choices(text)]


def _meet(text: str, one: str, other: str) -> bool:
    longer = max(len(one), len(other))
    return any(
        min(end, other_end) - max(start, other_start) >= OVERLAP * longer
        for start, end in _places(text, one)
        for other_start, other_end in _places(text, other)
    )


def _places(text: str, piece: str) -> Iterator[Span]:
    start = text.find(piece)
    while start >= 0:
        yield start, start + len(piece)
        start = text.find(piece, start + 1)


def table() -> str:
    """The measures of all parts, as Markdown."""
    lines = [
        "| part | articles | without a way out | ways out | found | right | precision | recall |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for part, name in NAMES.items():
        one = measure(part)
        counts = (one.articles, one.without, one.marked, one.found, one.found - one.wrong)
        shares = (f"{one.precision:.3f}", f"{one.recall:.3f}")
        lines.append(f"| {' | '.join(map(str, (name, *counts, *shares)))} |")
    return "\n".join(lines)


def _errors() -> str:
    lines = []
    for case in (case for part in SEEN for case in cases(part)):
        lines += [f"{case.id} missed: {text}" for text in case.missed()]
        lines += [f"{case.id} wrong: {text}" for text in case.wrong()]
    return "\n".join(lines)


if __name__ == "__main__":
    print(_errors() if "--errors" in sys.argv else table())
