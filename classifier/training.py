"""From corpus to a new model version."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.model_selection import KFold

from classifier.corpus import Article, digest
from classifier.labels import FLAGS
from classifier.model import FlagModel, document
from classifier.registry import ModelInfo, Registry

SEED = 20261126
FOLDS = 5

Progress = Callable[[str], None]


def train(
    articles: Sequence[Article], registry: Registry, *, seed: int = SEED, progress: Progress
) -> ModelInfo:
    """Cross-validate, fit on all articles, save as a new version; promotes nothing.

    progress: is told in words what is being done, once for each step.
    """
    probabilities = np.empty((len(articles), len(FLAGS)))
    for step, (learn, held_out) in enumerate(_folds(articles, seed), start=1):
        progress(f"Cross-validation, fold {step} of {FOLDS}")
        model = FlagModel().fit([articles[i] for i in learn])
        documents = [document(articles[i].title, articles[i].text) for i in held_out]
        probabilities[held_out] = model.predict_proba(documents)
    progress("Fitting on the whole corpus")
    model = FlagModel().fit(articles)
    return registry.save(
        model,
        corpus=digest(articles),
        articles=len(articles),
        seed=seed,
        metrics=metrics(label_matrix(articles), probabilities, model.thresholds_),
    )


def _folds(articles: Sequence[Article], seed: int) -> Iterator[tuple[Any, Any]]:
    folds: Iterator[tuple[Any, Any]] = KFold(FOLDS, shuffle=True, random_state=seed).split(articles)
    return folds


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
