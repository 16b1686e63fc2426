"""A search for better hyper-parameters of the model."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from joblib import Parallel, delayed, parallel_config
from sklearn.metrics import average_precision_score
from sklearn.model_selection import ParameterGrid

from classifier.comparison import MARGIN
from classifier.corpus import Article
from classifier.fitting import Progress
from classifier.model import FlagModel

GRID: Mapping[str, Sequence[Any]] = {"C": (1.0, 3.0, 10.0, 30.0)}


def search(
    articles: Sequence[Article],
    *,
    seed: int,
    jobs: int,
    progress: Progress,
    grid: Mapping[str, Sequence[Any]] = GRID,
    measure: Callable[[Sequence[Article], int, Mapping[str, Any]], float] | None = None,
) -> dict[str, Any]:
    """The recipe with the best `measure`, by default `score`.

    Each point of the grid is a whole cross-validation, in a process of its own. The model's own
    recipe stays unless another is better by more than seeds alone bring (comparison.MARGIN).
    """
    usual = FlagModel().get_params()
    points = [{name: usual[name] for name in grid}]
    points += [point for point in ParameterGrid(dict(grid)) if point != points[0]]
    scores = []
    with parallel_config(backend="loky", n_jobs=jobs):
        found = Parallel(return_as="generator")(
            delayed(measure or score)(articles, seed, point) for point in points
        )
        for point, value in zip(points, found, strict=True):
            progress(f"Search: {_words(point)}: average precision {value:.4f}")
            scores.append(value)
    best = int(np.argmax(scores))
    if scores[best] <= scores[0] + MARGIN["average_precision"]:
        best = 0
    progress(f"Search: taking {_words(points[best])}")
    return points[best]


def score(articles: Sequence[Article], seed: int, recipe: Mapping[str, Any]) -> float:
    """Cross-validated average precision of a recipe, mean of the flags."""
    found = FlagModel(seed=seed, **recipe).fit(articles, jobs=1).out_of_fold_
    return float(average_precision_score(found.labels, found.probabilities, average="macro"))


def _words(point: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in sorted(point.items()))
