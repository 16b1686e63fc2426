"""Scores of sentences and articles, before calibration: two linear models on one vocabulary."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float64]

# Weight of the strongest sentence beside the article's score. One sentence, for one is enough for a
# yes; against a quarter of the mean of three, average precision in cross-validation rises by flag
# from .859 / .957 / .978 to .871 / .959 / .981.
SENTENCE_SHARE = 0.2
# What a sentence loses that does not state the flag whole (classifier/statements.py): many words of
# a flag, spread over an article on something else, are no yes. By flag, average precision of
# composed near misses .853 / .833 / .823 → .854 / .828 / .847; of real articles
# .887 → .895 for default opt-in, the others ± .005.
IN_PART = 4.0
UNKNOWN = -1  # a sentence of a flagged article that is not marked: it may say the same

# liblinear draws from one generator for the whole process: two fits at once would not come out the
# same twice.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Examples:
    """Rows to learn from. features: (n, features); labels: (n, flags), 0, 1 or UNKNOWN."""

    features: csr_matrix
    labels: NDArray[np.int_]
    weights: Floats


class LinearScorer(BaseEstimator):  # type: ignore[misc]
    """One logistic regression for each flag; rows whose label is UNKNOWN are left out.

    C: inverse strength of the L2 penalty. balanced: whether both classes weigh the same.
    Attributes: `coef_`, shape (features, flags); `intercept_`, shape (flags,).
    """

    def __init__(self, *, C: float = 10.0, balanced: bool = False) -> None:  # noqa: N803
        self.C = C
        self.balanced = balanced

    def fit(self, parts: Sequence[Examples], y: Any = None) -> Self:
        """Learn from all parts together; classes are balanced within each part."""
        features = vstack([part.features for part in parts]).tocsr()
        labels = np.concatenate([part.labels for part in parts])
        columns = []
        for flag in range(labels.shape[1]):
            weights = np.concatenate([self._weights(part, flag) for part in parts])
            columns.append(self._fit_flag(features, labels[:, flag], weights))
        self.coef_ = np.column_stack([coef for coef, _ in columns])
        self.intercept_ = np.array([intercept for _, intercept in columns])
        return self

    def _weights(self, part: Examples, flag: int) -> Floats:
        if not self.balanced:
            return part.weights
        positive = part.labels[:, flag] == 1
        shares = len(positive) / 2 / np.maximum([(~positive).sum(), positive.sum()], 1)
        return np.asarray(part.weights * shares[positive.astype(int)])

    def _fit_flag(
        self, features: csr_matrix, labels: NDArray[np.int_], weights: Floats
    ) -> tuple[Floats, float]:
        known = np.flatnonzero(labels != UNKNOWN)
        # The dual needs a sixth of the primal's time on wide sparse rows and finds the same average
        # precision to four digits.
        model = LogisticRegression(
            C=self.C, solver="liblinear", dual=True, tol=1e-3, max_iter=1000, random_state=0
        )
        with _ONE_AT_A_TIME:
            model.fit(features[known], labels[known], sample_weight=weights[known])
        return model.coef_[0], float(model.intercept_[0])

    def decision_function(self, features: csr_matrix) -> Floats:
        """Log-odds, shape (rows, flags)."""
        return np.asarray(features @ self.coef_ + self.intercept_)


def pooled(article: Floats, sentences: Floats, whole: NDArray[np.bool_]) -> Floats:
    """The score of one article, shape (flags,), of its own and its sentences' (n, flags).

    whole: whether each sentence states each flag whole, same shape.
    """
    strongest = np.max(sentences - IN_PART * ~whole, axis=0)
    return np.asarray(article + SENTENCE_SHARE * strongest)
