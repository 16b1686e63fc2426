"""From scores to probabilities, and where the threshold of a flag lies."""

from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression

from classifier.scoring import Floats

Labels = NDArray[np.int_]


def base_rate_weights(labels: Labels, weights: Floats, rate: float) -> Floats:
    """`weights`, scaled so that positives make up `rate` of their sum. labels: shape (n,)."""
    share = float((weights * labels).sum() / weights.sum())
    return weights * np.where(labels == 1, rate / share, (1 - rate) / (1 - share))


def best_threshold(labels: Labels, scores: Floats, *, floor: float) -> float:
    """The score with the best F1 among those with a precision of at least `floor`.

    Without such a score, the one of the best precision. Both shapes (n,).
    """
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(labels[order])
    raised = np.arange(1, len(labels) + 1)
    precision = hits / raised
    f1 = 2 * hits / (raised + labels.sum())
    enough = precision >= floor
    best = int(np.argmax(np.where(enough, f1, -1) if enough.any() else precision))
    return float(scores[order][best])


class SigmoidCalibration(BaseEstimator):  # type: ignore[misc]
    """Platt's sigmoid of a score, fitted with sample weights.

    Source: Platt 1999, "Probabilistic outputs for support vector machines".
    Attributes: `slope_`, `intercept_`.
    """

    def fit(self, scores: Floats, labels: Labels, weights: Floats) -> Self:
        """scores, labels, weights: shape (n,)."""
        regression = LogisticRegression().fit(scores[:, None], labels, sample_weight=weights)
        self.slope_ = float(regression.coef_[0, 0])
        self.intercept_ = float(regression.intercept_[0])
        return self

    def predict(self, scores: Floats) -> Floats:
        """Probabilities, in the shape of `scores`."""
        return np.asarray(sigmoid(self.slope_ * scores + self.intercept_))


def sigmoid(logits: Floats) -> Floats:
    """1 / (1 + exp(-x)), element by element."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -700, 700))))  # exp(710) overflows
