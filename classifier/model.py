"""The model: three flags for one article, and the sentences that raise them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfTransformer

from classifier.calibration import sigmoid
from classifier.corpus import Article
from classifier.evidence import Evidence, FlagResult, choose, ranks
from classifier.features import SentenceCounts
from classifier.fitting import Fitted, Progress, fit, silent
from classifier.labels import FLAGS
from classifier.scoring import Floats, LinearScorer, pooled
from classifier.sentences import split
from classifier.statements import Stated, concept_columns, stated

__all__ = ["Evidence", "FlagModel", "FlagResult", "document"]


class _Scored(NamedTuple):
    """Probabilities of an article, shape (3,); of its sentences, shape (n, 3), the log-odds, what
    each adds to the score of the whole (before its length is evened out), and what each states.
    """

    probabilities: Floats
    scores: Floats
    shares: Floats
    states: Stated


class FlagModel(BaseEstimator):  # type: ignore[misc]
    """Words and cues of sentences, scored by two linear models, pooled and calibrated.

    One model scores the article as a whole, one each sentence; the article's score is its own
    and a fifth of its strongest sentence's, where one that states the flag whole is stronger.
    A sigmoid makes a probability of it. Probabilities and thresholds come from cross-validation,
    see classifier/fitting.py.

    C: inverse strength of the L2 penalty of both. seed: of folds and composed articles.

    Attributes: `counts_`, `article_tfidf_`, `sentence_tfidf_`; `article_scorer_`,
    `sentence_scorer_`; `slopes_`, `intercepts_`, `thresholds_`, shape (3,) in the order of FLAGS;
    `band_`, half the width of the unsure band; `out_of_fold_`, what cross-validation found.
    """

    counts_: SentenceCounts
    article_tfidf_: TfidfTransformer
    sentence_tfidf_: TfidfTransformer
    article_scorer_: LinearScorer
    sentence_scorer_: LinearScorer

    def __init__(self, *, C: float = 10.0, seed: int = 20261126) -> None:  # noqa: N803
        self.C = C
        self.seed = seed

    def fit(
        self,
        articles: Sequence[Article],
        y: Any = None,
        *,
        progress: Progress = silent,
        jobs: int = 2,
    ) -> Self:
        """Learn from the labels and evidence of the articles and single sentences; `y` is ignored.

        progress: is told in words what is being done, once for each step. jobs: threads.
        Raises ValueError when a flag has no example in some fold.
        """
        fitted: Fitted = fit(articles, penalty=self.C, seed=self.seed, progress=progress, jobs=jobs)
        for name, value in fitted.attributes.items():
            setattr(self, name, value)
        return self

    def predict_proba(self, documents: Sequence[str]) -> Floats:
        """Probabilities, shape (len(documents), 3). documents: made by `document`."""
        scored = [self._score([s.text for s in split(text)]).probabilities for text in documents]
        return np.array(scored).reshape(-1, len(FLAGS))

    def predict(self, documents: Sequence[str]) -> Any:
        """Whether each flag is raised, shape (len(documents), 3)."""
        return self.predict_proba(documents) >= self.thresholds_

    def judge(self, title: str, text: str) -> list[FlagResult]:
        """One result for each flag, in the order of FLAGS; evidence for raised flags only."""
        sentences, lines = split(text), _lines(title)
        found = self._score([*lines, *(s.text for s in sentences)])
        first = len(lines)
        states = Stated(found.states.whole[first:], found.states.outcome[first:])
        scores = found.scores[first:]
        ranked = ranks(scores, found.shares[first:], states)
        quoted = [choose(sentences, scores[:, i], ranked[:, i]) for i in range(len(FLAGS))]
        return [
            self._result(i, float(found.probabilities[i]), evidence)
            for i, evidence in enumerate(quoted)
        ]

    def unfamiliar(self, text: str) -> tuple[int, int]:
        """(words of `text` that the corpus hardly has, words), names and numbers left out."""
        return self.counts_.unfamiliar(text)

    def _result(self, index: int, probability: float, evidence: tuple[Evidence, ...]) -> FlagResult:
        threshold = float(self.thresholds_[index])
        raised = probability >= threshold
        return FlagResult(
            flag=FLAGS[index],
            probability=probability,
            threshold=threshold,
            raised=raised,
            unsure=abs(probability - threshold) < self.band_,
            evidence=evidence if raised else (),
        )

    @cached_property
    def _concept_columns(self) -> csr_matrix:
        return concept_columns(self.counts_.vocabulary_)

    def _score(self, sentences: Sequence[str]) -> _Scored:
        if not sentences:
            nothing = np.zeros((0, len(FLAGS)))
            unstated = Stated(nothing > 0, nothing > 0)
            return _Scored(np.zeros(len(FLAGS)), nothing, nothing, unstated)
        counts = self.counts_.transform(sentences)
        scores = self.sentence_scorer_.decision_function(self.sentence_tfidf_.transform(counts))
        whole = self.article_tfidf_.transform(csr_matrix(counts.sum(axis=0)))
        article = self.article_scorer_.decision_function(whole)[0]
        shares = np.asarray(counts.multiply(self.article_tfidf_.idf_) @ self.article_scorer_.coef_)
        states = stated(counts, self._concept_columns)
        score = pooled(article, scores, states.whole)
        return _Scored(sigmoid(self.slopes_ * score + self.intercepts_), scores, shares, states)


def _lines(title: str) -> list[str]:
    return [sentence.text for sentence in split(title)]


def document(title: str, text: str) -> str:
    """What the model reads of an article: title and text."""
    return f"{title}\n\n{text}"
