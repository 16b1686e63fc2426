"""The articles in which people marked the ways out, and what is found in them."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from classifier.choices import LIMIT
from classifier.choices.choosing import chosen
from classifier.choices.scan import Scan
from classifier.corpus import Article, load

ROOT = Path(__file__).parents[1]
MARKED = ROOT / "tests" / "classifier" / "choices.jsonl"
WRITTEN = MARKED.with_name("choices_written.jsonl")  # articles that are not in the corpus
CORPUS = ("develop", "check", "final", "fresh")
PARTS = (*CORPUS, "written", "second", "third")
KINDS = ("path", "control", "form", "address")
EITHER = "either"  # counted neither way: steps on the way, cases on which readers would differ
OVERLAP = 0.5  # share of the longer piece: a path that lost its verb still leads to its place
LONGEST = 160  # characters of a find of which a mark may be a part: more is no find but a paragraph

Span = tuple[int, int]
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A way out that a reader marked, with every place where the article names it so."""

    kind: str
    spans: list[Span]

    def meets(self, find: Span) -> bool:
        """Whether the find is this way out."""
        return any(_same(find, span) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Case:
    """A marked article, and what was found in it, each find with its kind."""

    id: str
    text: str
    flagged: bool
    marks: list[Mark]
    found: list[tuple[str, Span]]

    def missed(self) -> list[Mark]:
        """Marked ways out that no find meets."""
        return [
            mark for mark in self.wanted() if not any(mark.meets(span) for _, span in self.found)
        ]

    def wrong(self) -> list[tuple[str, Span]]:
        """Finds that meet no mark."""
        return [find for find in self.found if not any(mark.meets(find[1]) for mark in self.marks)]

    def right(self) -> list[tuple[str, Span]]:
        """Finds that meet a way out."""
        return [find for find in self.found if any(mark.meets(find[1]) for mark in self.wanted())]

    def wanted(self) -> list[Mark]:
        """The marks that count."""
        return [mark for mark in self.marks if mark.kind != EITHER]


def _same(find: Span, mark: Span) -> bool:
    shared = min(find[1], mark[1]) - max(find[0], mark[0])
    longer = max(find[1] - find[0], mark[1] - mark[0])
    whole = shared == mark[1] - mark[0] and find[1] - find[0] <= LONGEST
    return whole or shared >= OVERLAP * longer


@cache
def _articles() -> dict[str, Article]:
    return {article.id: article for article in load(ROOT / "training_data")}


@cache
def cases(part: str, weights: Callable[[str], Weights | None] = lambda _: None) -> list[Case]:
    """The marked articles of `part` and what is found in them.

    weights: for an article's id, the weights to find with; by default those that are shipped.
    """
    return [_case(row, weights(row["id"])) for row in rows() if row["part"] == part]


def rows() -> list[dict[str, Any]]:
    """All marked articles: `id`, `part`, `choices`, and `text` of those not in the corpus."""
    lines = [line for file in (MARKED, WRITTEN) for line in file.read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def _case(row: dict[str, Any], weights: Weights | None) -> Case:
    written = "text" in row  # all of these tell of a flag
    text = row["text"] if written else _articles()[row["id"]].text
    flagged = written or bool(_articles()[row["id"]].labels)
    marks = [_mark(text, **mark) for mark in row["choices"]]
    found = chosen(Scan(text), LIMIT, weights)
    finds = [(candidate.kind, (candidate.start, candidate.end)) for candidate in found]
    return Case(row["id"], text, flagged, marks, sorted(finds, key=_place))


def _place(find: tuple[str, Span]) -> Span:
    return find[1]


def _mark(text: str, kind: str, spans: list[list[int]]) -> Mark:
    """The mark with all places where the same words stand."""
    words = {text[start:end] for start, end in spans}
    places = [match.span() for word in words for match in re.finditer(re.escape(word), text)]
    return Mark(kind, places)
