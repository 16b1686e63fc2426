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
    """Log-odds that one mention of a feature adds, by the article's scorer, before and after.

    0 where a model does not know the feature.
    """

    flag: str
    feature: str
    before: float
    after: float


def weight_changes(
    before: FlagModel, after: FlagModel, *, limit: int = HEAVIEST
) -> list[WeightChange]:
    """The `limit` heaviest of each flag."""
    old, new = _weights(before), _weights(after)
    nothing = np.zeros(len(FLAGS))
    names = sorted({*old, *new})
    first = np.array([old.get(name, nothing) for name in names])
    second = np.array([new.get(name, nothing) for name in names])
    found = []
    for column, flag in enumerate(FLAGS):
        order = np.argsort(-np.abs(second - first)[:, column], kind="stable")[:limit]
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
