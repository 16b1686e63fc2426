"""Drift: whether what is judged now is still like what the model was first judged on.

Knows nothing of pages: only counts by week (server/weekly.py keeps them).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from classifier.labels import FLAG_TITLES, FLAGS
from classifier.versions import version_key

BINS = 10  # of probabilities, equal in width
# Scored articles before two periods are compared: with fewer, chance alone brings a PSI of .2 in
# one of fifty comparisons or more (PSI · n / 2 is about chi-square with BINS - 1 degrees).
ENOUGH = 200
# Source of the rule: Siddiqi 2006, "Credit Risk Scorecards": under .1 nothing, over .25 a shift.
SHIFT = 0.2
MORE_UNKNOWN = 1.25  # × the share of unknown words at first
MORE_UNSURE = 0.05  # more of the articles close to a line


def names_of(answer: dict[str, Any], unknown: int, words: int) -> Counter[str]:
    """What one answer of the API adds to its week. unknown, words: of the article's text."""
    counts: Counter[str] = Counter({f"verdict.{answer['verdict']}": 1})
    if answer["verdict"] != "scored":
        return counts
    counts.update({"words": words, "words.unknown": unknown})
    for flag in answer["flags"]:
        name, step = flag["flag"], min(int(flag["probability"] * BINS), BINS - 1)
        counts.update([f"score.{name}.{step}"])
        counts.update(f"{state}.{name}" for state in ("raised", "unsure") if flag[state])
    return counts


@dataclass(frozen=True)
class Period:
    """Counts of a week (`2026-W48`), or of several, under one model version."""

    name: str
    model: str
    counts: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Period") -> "Period":
        """Both together."""
        weeks = sorted({*self.name.split(" to "), *other.name.split(" to ")})
        return Period(f"{weeks[0]} to {weeks[-1]}", self.model, self.counts + other.counts)

    @property
    def scored(self) -> int:
        """Articles with probabilities."""
        return self.counts["verdict.scored"]

    @property
    def unknown_words(self) -> float:
        """Share of the words that the model has not learned."""
        return self.counts["words.unknown"] / max(self.counts["words"], 1)

    def share(self, state: str, flag: str) -> float:
        """Share of the scored articles in which the flag is `raised` or `unsure`."""
        return self.counts[f"{state}.{flag}"] / max(self.scored, 1)

    def verdicts(self) -> dict[str, int]:
        """Documents by verdict."""
        found = {n: v for n, v in self.counts.items() if n.startswith("verdict.")}
        return {name.removeprefix("verdict."): value for name, value in sorted(found.items())}

    def histogram(self, flag: str) -> list[int]:
        """Articles in each of BINS steps of probability."""
        return [self.counts[f"score.{flag}.{step}"] for step in range(BINS)]


def periods(rows: Iterable[tuple[str, str, str, int]]) -> list[Period]:
    """One for each week and model, in order. rows: (week, model, name, value)."""
    found: dict[tuple[str, str], Period] = {}
    for week, model, name, value in rows:
        period = found.setdefault((week, model), Period(week, model))
        period.counts[name] += value
    return [found[key] for key in sorted(found, key=lambda key: (key[0], version_key(key[1])))]


def at_work_last(all_periods: Sequence[Period], model: str | None) -> list[Period]:
    """By week, `model` as the last of each: after a rollback it is not the newest."""
    return sorted(all_periods, key=lambda period: (period.name, period.model == model))


def stability(before: Sequence[int], now: Sequence[int]) -> float:
    """Population stability index of two histograms: 0 alike, over SHIFT another population.

    Half an article is added to each bin, lest an empty one make it infinite.
    """
    first, second = (np.array(counts) + 0.5 for counts in (before, now))
    first, second = first / first.sum(), second / second.sum()
    return float(((second - first) * np.log(second / first)).sum())


@dataclass(frozen=True)
class Drift:
    """The latest period beside the first under the same model.

    signs: in words, what has moved; empty when nothing has. `before`, `now`: None with too few.
    """

    signs: tuple[str, ...]
    before: Period | None = None
    now: Period | None = None

    @property
    def advice(self) -> str:
        """One sentence: what to do."""
        if self.now is None:
            return f"Too few to tell: two periods of {ENOUGH} scored articles are compared."
        if self.signs:
            return (
                "Label more: import recent articles (optflag data import), label those that the "
                "model is least sure of (optflag data label), and train."
            )
        return "No drift to speak of: there is no need to label more for its sake."


def drift(all_periods: Sequence[Period]) -> Drift:
    """Compares the first weeks of the model at work last, ENOUGH articles of them, with the last.

    Weeks under another model are left out: its probabilities are its own.
    """
    if not all_periods:
        return Drift(())
    mine = [p for p in all_periods if p.model == all_periods[-1].model]
    before, taken = _enough(mine)
    now, _ = _enough(mine[taken:][::-1])
    if before is None or now is None:
        return Drift(())
    return Drift(tuple(_signs(before, now)), before, now)


def _enough(ordered: Sequence[Period]) -> tuple[Period | None, int]:
    """The first of them together, as many as hold ENOUGH articles; and how many these are."""
    whole: Period | None = None
    for number, period in enumerate(ordered, start=1):
        whole = period if whole is None else whole + period
        if whole.scored >= ENOUGH:
            return whole, number
    return None, len(ordered)


def _signs(before: Period, now: Period) -> Iterator[str]:
    for flag in FLAGS:
        index = stability(before.histogram(flag), now.histogram(flag))
        if index > SHIFT:
            yield f"Probabilities of {FLAG_TITLES[flag]} have shifted (PSI {index:.2f})."
        first, last = before.share("unsure", flag), now.share("unsure", flag)
        if last > first + MORE_UNSURE:
            yield f"{FLAG_TITLES[flag]} is unsure in {last:.0%} of articles, was {first:.0%}."
    if now.unknown_words > before.unknown_words * MORE_UNKNOWN:
        first, last = before.unknown_words, now.unknown_words
        yield f"{last:.1%} of the words are unknown to the model, were {first:.1%}."
