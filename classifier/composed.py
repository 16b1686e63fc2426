"""Composed articles: the plain words of the press, put into neutral text.

Real near misses are full of the words that raise a flag ("trained on", "fined", "by default"),
written ones avoid them. So unflagged articles are mixed with plain single sentences: near misses
on one theme and, in a third of them, sentences that do raise flags. They teach the model what does
not count, and they are what thresholds are chosen on (benchmarks/accuracy.md has the figures).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FLAGGED_SHARE = 0.35  # set once, before any threshold was chosen
# Fewest and most sentences by theme and by flag, in the order of FLAGS. With them composed articles
# are about as dense as 360 real ones: unflagged real ones hold 2.1 / 3.8 / 4.2 sentences with words
# of a theme (composed ones 2.7 / 2.9 / 3.5; with 2 to 7 of each 3.0 / 2.5 / 3.1), flagged ones say
# it in 1.9 / 3.9 / 5.8 sentences that the sentence model finds (composed ones 2.6 / 3.4 / 4.3).
NEAR_MISSES = ((1, 4), (2, 10), (2, 10))
FLAGGED_SENTENCES = ((1, 6), (1, 9), (1, 12))
SHORTEST_BASE = 4  # sentences taken from the unflagged article, at least
SMALLEST_PART = 0.3  # of the unflagged article


@dataclass(frozen=True)
class Material:
    """What articles are composed of.

    bases: rows of the sentences of each unflagged article.
    plain: rows of the single sentences. labels: of these, shape (len(plain), flags), 0 or 1.
    themes: of these, same shape: whether a near miss uses the words of a flag.
    """

    bases: Sequence[NDArray[np.intp]]
    plain: NDArray[np.intp]
    labels: NDArray[np.int_]
    themes: NDArray[np.bool_]


def compose(
    material: Material, count: int, rng: np.random.Generator
) -> tuple[list[NDArray[np.intp]], NDArray[np.int_]]:
    """Rows of the sentences of `count` composed articles, and their labels (count, flags)."""
    rows, labels = [], []
    for _ in range(count):
        chosen = np.concatenate([_near_misses(material, rng), _flagged(material, rng)])
        rows.append(np.concatenate([_base(material, rng), material.plain[chosen]]))
        labels.append(material.labels[chosen].max(axis=0))
    return rows, np.array(labels)


def _base(material: Material, rng: np.random.Generator) -> NDArray[np.intp]:
    sentences = material.bases[int(rng.integers(len(material.bases)))]
    part = int(len(sentences) * rng.uniform(SMALLEST_PART, 1))
    return sentences[: max(SHORTEST_BASE, part)]


def _near_misses(material: Material, rng: np.random.Generator) -> NDArray[np.intp]:
    unflagged = ~material.labels.any(axis=1)
    theme = int(rng.integers(material.themes.shape[1]))
    pool = np.flatnonzero(unflagged & material.themes[:, theme])
    pool = pool if len(pool) else np.flatnonzero(unflagged)
    wanted = int(rng.integers(NEAR_MISSES[theme][0], NEAR_MISSES[theme][1] + 1))
    return rng.choice(pool, min(len(pool), wanted), replace=False)


def _flagged(material: Material, rng: np.random.Generator) -> NDArray[np.intp]:
    """Sentences that raise the flags of one combination, or a part of them."""
    if rng.random() >= FLAGGED_SHARE:
        return np.array([], dtype=np.intp)
    code = material.labels @ (1 << np.arange(material.labels.shape[1]))
    combinations, times = np.unique(code[code > 0], return_counts=True)
    weights = np.sqrt(times) / np.sqrt(times).sum()
    combination = rng.choice(combinations, p=weights)
    pool = np.flatnonzero((code & combination > 0) & (code & ~combination == 0))
    fewest, most = (
        max(bounds[end] for flag, bounds in enumerate(FLAGGED_SENTENCES) if combination >> flag & 1)
        for end in (0, 1)
    )
    wanted = int(rng.integers(fewest, most + 1))
    return rng.choice(pool, min(len(pool), wanted), replace=False)
