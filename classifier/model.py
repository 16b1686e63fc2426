"""The model: three flags for one article, and the sentences that raise them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from classifier.corpus import Article
from classifier.labels import FLAGS
from classifier.sentences import split

EVIDENCE_LIMIT = 4  # the label guide's "normally one to four for each flag"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that carries a flag: characters `start` to `end` of the article's text."""

    text: str
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class FlagResult:
    """The verdict on one flag. `unsure`: the probability lies close to the threshold."""

    flag: str
    probability: float
    threshold: float
    raised: bool
    unsure: bool
    evidence: tuple[Evidence, ...]


class FlagModel(BaseEstimator):  # type: ignore[misc]
    """TF-IDF of words and characters with one logistic regression for each flag.

    C: inverse strength of the L2 penalty.

    Attributes: `vectorizer_`; `classifiers_`, one for each flag in the order of FLAGS;
    `thresholds_`, shape (3,).
    """

    def __init__(self, *, C: float = 10.0) -> None:  # noqa: N803
        self.C = C

    def fit(self, articles: Sequence[Article], y: Any = None) -> Self:
        """Learn from the articles' own labels; `y` is ignored."""
        self.vectorizer_ = FeatureUnion(
            [
                ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)),
                (
                    "characters",
                    TfidfVectorizer(
                        analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2
                    ),
                ),
            ]
        )
        features = self.vectorizer_.fit_transform([document(a.title, a.text) for a in articles])
        self.classifiers_ = [
            LogisticRegression(C=self.C, class_weight="balanced", max_iter=1000).fit(
                features, [flag in article.labels for article in articles]
            )
            for flag in FLAGS
        ]
        self.thresholds_ = np.full(len(FLAGS), 0.5)
        return self

    def predict_proba(self, documents: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities, shape (len(documents), 3), in the order of FLAGS."""
        features = self.vectorizer_.transform(documents)
        columns = [classifier.predict_proba(features)[:, 1] for classifier in self.classifiers_]
        return np.column_stack(columns)

    def judge(self, title: str, text: str) -> list[FlagResult]:
        """One result for each flag, in the order of FLAGS; evidence for raised flags only."""
        sentences = split(text)
        scores = self.predict_proba([document(title, text), *(s.text for s in sentences)])
        results = []
        for index, flag in enumerate(FLAGS):
            probability, threshold = float(scores[0, index]), float(self.thresholds_[index])
            raised = probability >= threshold
            strongest: Sequence[int] = (
                np.argsort(-scores[1:, index])[:EVIDENCE_LIMIT].tolist() if raised else []
            )
            evidence = tuple(
                Evidence(s.text, s.start, s.end, float(scores[1 + i, index]))
                for i, s in ((i, sentences[i]) for i in strongest)
                if scores[1 + i, index] >= threshold or i == strongest[0]
            )
            results.append(FlagResult(flag, probability, threshold, raised, False, evidence))
        return results


def document(title: str, text: str) -> str:
    """What the model reads of an article: title and text."""
    return f"{title}\n\n{text}"
