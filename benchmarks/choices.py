"""How many of the ways out that people marked by hand are found, and how many finds are right.

Repeat with `python -m benchmarks.choices`, which prints the table of benchmarks/choices.md;
`--errors` lists the misses and false finds, but never those of the held-out parts.
"""

import json
import re
import sys
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
    "fresh": "fresh",
}
SEEN = ("dev", "retired", "finds")  # the parts whose errors were read while tuning


@dataclass(frozen=True, slots=True)
class Case:
    """An article's text, the ways out marked in it, and those that were found."""

    id: str
    text: str
    marked: list[str]
    found: list[str]

    def missed(self) -> list[str]:
        """Marked ways out that no find covers."""
        return [mark for mark in self.marked if not self._covered(mark, self.found)]

    def wrong(self) -> list[str]:
        """Finds that cover no marked way out."""
        return [find for find in self.found if not self._covered(find, self.marked)]

    def _covered(self, piece: str, others: list[str]) -> bool:
        return any(_meet(self.text, piece, other) for other in others)


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts over articles; precision and recall are shares from 0 to 1."""

    articles: int
    without: int
    marked: int
    found: int
    right: int
    precision: float
    recall: float


def cases(part: str) -> list[Case]:
    """The marked articles of `part` (a key of NAMES), with what is found in them now."""
    rows = map(json.loads, MARKED.read_text(encoding="utf-8").splitlines())
    return [_case(row["id"], row["choices"]) for row in rows if row["set"] == part]


def measure(part: str) -> Measure:
    """Counts over the articles of `part`."""
    done = cases(part)
    marked = sum(len(case.marked) for case in done)
    found = sum(len(case.found) for case in done)
    right = found - sum(len(case.wrong()) for case in done)
    missed = sum(len(case.missed()) for case in done)
    without = sum(not case.marked for case in done)
    return Measure(len(done), without, marked, found, right, right / found, 1 - missed / marked)


@cache
def _texts() -> dict[str, str]:
    return {article.id: article.text for article in load(ROOT / "training_data")}


def _case(article: str, marked: list[str]) -> Case:
    text = _texts()[article]
    return Case(article, text, marked, [choice.text for choice in choices(text)])


def _meet(text: str, one: str, other: str) -> bool:
    enough = OVERLAP * max(len(one), len(other))
    return any(
        min(here.end(), there.end()) - max(here.start(), there.start()) >= enough
        for here in re.finditer(re.escape(one), text)
        for there in re.finditer(re.escape(other), text)
    )


def table() -> str:
    """The measures of all parts, as Markdown."""
    lines = [
        "| part | articles | without a way out | ways out | found | right | precision | recall |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for part, name in NAMES.items():
        one = measure(part)
        counts = f"{one.articles} | {one.without} | {one.marked} | {one.found} | {one.right}"
        lines.append(f"| {name} | {counts} | {one.precision:.3f} | {one.recall:.3f} |")
    return "\n".join(lines)


def _errors() -> str:
    lines = []
    for case in (case for part in SEEN for case in cases(part)):
        lines += [f"{case.id} missed: {text}" for text in case.missed()]
        lines += [f"{case.id} wrong: {text}" for text in case.wrong()]
    return "\n".join(lines)


if __name__ == "__main__":
    print(_errors() if "--errors" in sys.argv else table())
