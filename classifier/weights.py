"""Which features weigh otherwise in one model than in another."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.labels import FLAGS
from classifier.model import FlagModel

HEAVIEST = 12  # of each flag


@dataclass(frozen=True)
class WeightChange:
    """The weight of a feature in the article's scorer, its IDF included, before and after.

    0 where a model does not know the feature.
    """

    flag: str
    feature: str
    before: float
    after: float


def weight_changes(
    before: FlagModel, after: FlagModel, *, limit: int = HEAVIEST
) -> list[WeightChange]:
    """The `limit` heaviest of each flag: those that move the scores of all articles most.

    A change counts by the standard deviation of what the feature adds, since words of two articles
    out of two thousand have the greatest weights and the least to say.
    """
    old, new = _weights(before), _weights(after)
    nothing = np.zeros(len(FLAGS))
    names = sorted({*old, *new})
    first = np.array([old.get(name, nothing) for name in names])
    second = np.array([new.get(name, nothing) for name in names])
    spreads = _spreads(before) | _spreads(after)
    moved = np.abs(second - first) * np.array([spreads[name] for name in names])[:, None]
    found = []
    for column, flag in enumerate(FLAGS):
        order = np.argsort(-moved[:, column], kind="stable")[:limit]
        found += [
            WeightChange(
                flag,
                names[int(row)],
                round(float(first[row, column]), 3),
                round(float(second[row, column]), 3),
            )
            for row in order
            if first[row, column] != second[row, column]
        ]
    return found


def _weights(model: FlagModel) -> Mapping[str, NDArray[np.float64]]:
    """By feature, shape (flags,): coefficient times how telling a rare feature is (its IDF)."""
    weights = model.article_scorer_.coef_ * model.article_tfidf_.idf_[:, None]
    return dict(zip(model.counts_.vocabulary_, weights, strict=True))


def _spreads(model: FlagModel) -> dict[str, float]:
    """By feature: the standard deviation of its presence. IDF is 1 - log(share of articles)."""
    share = np.exp(1 - model.article_tfidf_.idf_)
    return dict(zip(model.counts_.vocabulary_, np.sqrt(share * (1 - share)), strict=True))
