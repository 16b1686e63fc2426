"""How many of the ways out that people marked by hand are found, and how many finds are right.

Repeat with `python -m benchmarks.choices > benchmarks/choices.md`; `--errors` lists the misses
and false finds of the development half, never those of the held-out half.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from classifier.choices import choices
from classifier.corpus import load

ROOT = Path(__file__).parents[1]
MARKED = ROOT / "tests" / "classifier" / "choices.jsonl"
OVERLAP = 0.5  # share of the longer span: a path that lost its verb still leads to its place

NAMES = {
    "dev": "development",
    "retired": "once held-out",
    "tune": "chosen by the finds",
    "test": "held-out",
}

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


def cases(half: str) -> list[Case]:
    """The marked articles of `half` (a key of NAMES), with what is found in them now."""
    texts = {article.id: article.text for article in load(ROOT / "training_data")}
    rows = map(json.loads, MARKED.read_text(encoding="utf-8").splitlines())
    return [
        Case(row["id"], texts[row["id"]], row["choices"], _found(texts[row["id"]]))
        for row in rows
        if row["set"] == half
    ]


def measure(half: str) -> Measure:
    """Counts over the articles of `half`."""
    done = cases(half)
    return Measure(
        articles=len(done),
        marked=sum(len(case.marked) for case in done),
        found=sum(len(case.found) for case in done),
        missed=sum(len(case.missed()) for case in done),
        wrong=sum(len(case.wrong()) for case in done),
    )


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


def _table() -> str:
    lines = [
        "| half | articles | ways out marked | found | right | precision | recall |",
        "|---|---|---|---|---|---|---|",
    ]
    for half, name in NAMES.items():
        one = measure(half)
        lines.append(
            f"| {name} | {one.articles} | {one.marked} | {one.found} | {one.found - one.wrong} "
            f"| {one.precision:.3f} | {one.recall:.3f} |"
        )
    return "\n".join(lines)


def _errors() -> str:
    lines = []
    for case in cases("dev") + cases("retired") + cases("tune"):
        lines += [f"{case.id} missed: {text}" for text in case.missed()]
        lines += [f"{case.id} wrong: {text}" for text in case.wrong()]
    return "\n".join(lines)


if __name__ == "__main__":
    print(_errors() if "--errors" in sys.argv else _table())
