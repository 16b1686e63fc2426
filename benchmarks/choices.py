"""How many of the ways out that people marked by hand are found, and how many finds are right.

Repeat with `python -m benchmarks.choices`, which prints the tables of benchmarks/choices.md;
`--errors` lists the misses and false finds. The weights are fitted by benchmarks/choice_weights.py.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from benchmarks.choice_marks import CORPUS, KINDS, PARTS, Case, Weights, cases
from benchmarks.choice_weights import unseen_weights

RESAMPLES = 2000  # of articles, for the intervals


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts over articles; precision and recall from 0 to 1."""

    articles: int
    marked: int
    found: int
    right: int
    recalled: int

    @property
    def precision(self) -> float:
        """The share of finds that are ways out."""
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        """The share of ways out that are found."""
        return self.recalled / max(1, self.marked)


def measure(done: Iterable[Case], kind: str | None = None) -> Measure:
    """Counts over `done`; of one `kind`: its marks for recall, its finds for precision."""
    counts = np.sum([_counts(case, kind) for case in done], axis=0)
    return Measure(*(int(count) for count in counts))


def _counts(case: Case, kind: str | None) -> tuple[int, ...]:
    marks = [mark for mark in case.wanted() if kind in (None, mark.kind)]
    missed = [mark for mark in case.missed() if kind in (None, mark.kind)]
    right = [find for find in case.right() if kind in (None, find[0])]
    wrong = [find for find in case.wrong() if kind in (None, find[0])]
    found = len(right) + len(wrong)
    return 1, len(marks), found, len(right), len(marks) - len(missed)


def _interval(done: list[Case], share: Callable[[Measure], float], kind: str | None) -> str:
    """The share with its 95 % interval, from articles drawn anew."""
    counts = np.array([_counts(case, kind) for case in done])
    draws = np.random.default_rng(0).integers(len(done), size=(RESAMPLES, len(done)))
    shares = [share(Measure(*counts[draw].sum(axis=0).tolist())) for draw in draws]
    low, high = np.percentile(shares, [2.5, 97.5])
    return f"{share(measure(done, kind)):.2f} ({low:.2f} to {high:.2f})"


def _line(name: str, done: list[Case], kind: str | None = None) -> str:
    one = measure(done, kind)
    precision = _interval(done, lambda measured: measured.precision, kind)
    recall = _interval(done, lambda measured: measured.recall, kind)
    counts = f"{one.articles} | {one.marked} | {one.found} | {one.right}"
    return f"| {name} | {counts} | {precision} | {recall} |"


_HEAD = """
| articles with a flag | articles | ways out | found | right | precision | recall |
|---|---|---|---|---|---|---|"""


def table(weights: Callable[[str], Weights | None] = lambda _: None) -> str:
    """The measures of all parts and kinds, as Markdown."""
    parts = {part: cases(part, weights) for part in PARTS}
    flagged = {part: [case for case in done if case.flagged] for part, done in parts.items()}
    corpus = [case for part in CORPUS for case in flagged[part]]
    everything = [case for done in flagged.values() for case in done]
    without = [case for done in parts.values() for case in done if not case.flagged]
    lines = [_line(part, done) for part, done in flagged.items()]
    lines.append(_line("**corpus**: the first four", corpus))
    lines.append(_line("**all**", everything))
    lines += [_line(f"all: {kind}", everything, kind) for kind in KINDS]
    lines.append(_line("articles without a flag", without))
    return "\n".join([_HEAD.strip(), *lines])


def _errors() -> str:
    lines = []
    for case in (case for part in PARTS for case in cases(part, unseen_weights)):
        for mark in case.missed():
            start, end = mark.spans[0]
            lines.append(f"{case.id} missed {mark.kind}: {case.text[start:end]!r}")
        for kind, (start, end) in case.wrong():
            lines.append(f"{case.id} wrong {kind}: {case.text[start:end]!r}")
    return "\n".join(lines)


if __name__ == "__main__":
    if "--errors" in sys.argv:
        print(_errors())
    else:
        print(f"Each article by weights fitted without it:\n\n{table(unseen_weights)}\n")
        print(f"The weights as shipped, fitted on these articles:\n\n{table()}")
