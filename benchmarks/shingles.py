"""How well an extracted text agrees with the true one: bags of 4-grams of words.

The metric of the article-extraction-benchmark (Scrapinghub, 2020), so that figures compare with
those published for other extractors.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

WORDS = 4
_TOKEN = re.compile(r"\w+")


class Agreement(NamedTuple):
    """Precision and recall of one text, 0 to 1."""

    precision: float
    recall: float


def compare(true: str, found: str) -> Agreement:
    """How much of `found` is true, and how much of `true` was found."""
    expected, actual = _shingles(true), _shingles(found)
    shared = (expected & actual).total()
    if expected == actual:
        return Agreement(1.0, 1.0)
    if not shared:
        return Agreement(0.0, 0.0)
    return Agreement(shared / actual.total(), shared / expected.total())


def summarise(pages: Sequence[Agreement]) -> tuple[float, float, float]:
    """F1, precision, recall over pages; F1 is that of the two means, as its authors define it."""
    precision = sum(page.precision for page in pages) / len(pages)
    recall = sum(page.recall for page in pages) / len(pages)
    return 2 * precision * recall / (precision + recall or 1), precision, recall


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    if len(tokens) < WORDS:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(zip(*(tokens[start:] for start in range(WORDS)), strict=False))
