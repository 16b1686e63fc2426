"""From corpus to a new model version."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, precision_score, recall_score

from classifier.corpus import Article, digest
from classifier.labels import FLAGS
from classifier.model import FlagModel
from classifier.registry import ModelInfo, Registry

SEED = 20261126

Progress = Callable[[str], None]


def train(
    articles: Sequence[Article], registry: Registry, *, seed: int = SEED, progress: Progress
) -> ModelInfo:
    """Cross-validate, fit on all articles, save as a new version; promotes nothing.

    progress: is told in words what is being done, once for each step.
    """
    progress(f"Learning from {len(articles)} lines: cross-validation, thresholds, final fit")
    model = FlagModel(seed=seed).fit(articles)
    found = model.out_of_fold_
    return registry.save(
        model,
        corpus=digest(articles),
        articles=len(found.ids),
        seed=seed,
        metrics=metrics(found.labels == 1, found.probabilities, model.thresholds_),
    )


def label_matrix(articles: Sequence[Article]) -> NDArray[np.bool_]:
    """Shape (articles, 3), in the order of FLAGS."""
    return np.array([[flag in article.labels for flag in FLAGS] for article in articles])


def metrics(
    labels: NDArray[np.bool_], probabilities: NDArray[np.float64], thresholds: NDArray[np.float64]
) -> dict[str, Any]:
    """Precision, recall and F1 for each flag, macro-F1, and the share of false alarms."""
    raised = probabilities >= thresholds
    by_flag = {
        flag: {
            name: round(float(score(labels[:, i], raised[:, i], zero_division=0)), 4)
            for name, score in (
                ("precision", precision_score),
                ("recall", recall_score),
                ("f1", f1_score),
            )
        }
        for i, flag in enumerate(FLAGS)
    }
    unflagged = ~labels.any(axis=1)
    return {
        "articles": len(labels),
        "macro_f1": round(float(np.mean([scores["f1"] for scores in by_flag.values()])), 4),
        "false_alarms": round(float(raised[unflagged].any(axis=1).mean()), 4),
        "flags": by_flag,
    }
