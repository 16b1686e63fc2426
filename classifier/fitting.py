"""How the model is fitted: features, cross-validation, calibration, thresholds, final fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.metrics import average_precision_score

from classifier import folds as corpus_folds
from classifier.calibration import (
    SigmoidCalibration,
    base_rate_weights,
    best_threshold,
)
from classifier.composed import Material, compose
from classifier.corpus import Article
from classifier.labels import FLAGS
from classifier.matrices import CorpusRows
from classifier.scoring import Examples, Floats, LinearScorer, pooled

# So many at a quarter of the weight: as steady as the mean of four draws of 2500, in one fit.
COMPOSED_TO_LEARN = 10_000
COMPOSED_WEIGHT = 0.25
COMPOSED_TO_CALIBRATE = 3000  # for each fold
PLAIN_WEIGHT = 3.0  # of a single sentence beside a sentence of an article
# How often a flag is expected among articles about data and technology, in the order of FLAGS.
# Round figures, stated and not fitted: AI training is rarer in life than in the corpus.
BASE_RATES = (0.25, 0.125, 0.3)
# Composed articles weigh as much as the corpus when scores become probabilities.
COMPOSED_SHARE = 1.0
PRECISION_FLOOR = 0.85  # of a flag, over the corpus alone
# Half the width of the unsure band: the standard deviation, .054, of a real article's probability
# between five trainings that differ in seed and folds, mean of the articles between .3 and .7.
BAND = 0.05
# No threshold lies lower: a flag is raised when it is more likely than not, by twice what another
# training would change. The best F1 on the corpus lies lower, and does not carry over.
LOWEST_THRESHOLD = 0.5 + 2 * BAND


Progress = Callable[[str], None]


def silent(message: str) -> None:
    """The progress of one who does not want to know."""


@dataclass
class Fitted:
    """Learned attributes of FlagModel by name."""

    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OutOfFold:
    """What cross-validation found for the articles, in the order of `ids`.

    labels, probabilities: shape (articles, 3). fold: shape (articles,).
    """

    ids: tuple[str, ...]
    labels: NDArray[np.int_]
    probabilities: Floats
    fold: NDArray[np.intp]


def fit(
    articles: Sequence[Article],
    *,
    penalty: float,
    seed: int,
    progress: Progress = silent,
    jobs: int = 2,
) -> Fitted:
    """Everything that FlagModel learns. penalty: its C. progress: told of each step. jobs: threads;
    each fit is deterministic by itself, so their number changes nothing.
    """
    progress("Reading sentences")
    corpus = CorpusRows(articles)
    fold = corpus_folds.folds(articles, seed=seed)
    scores = _cross_validate(corpus, fold, penalty, seed, progress, jobs)
    calibration = _calibrate(scores)
    progress("Fitting on the whole corpus")
    everything = np.ones(len(articles), dtype=bool)
    article_scorer, sentence_scorer = _fit_scorers(corpus, everything, penalty, seed)
    whole = np.flatnonzero(~corpus.single)
    out_of_fold = OutOfFold(
        ids=tuple(articles[int(i)].id for i in whole),
        labels=corpus.article_labels[whole],
        probabilities=calibration["probabilities"],
        fold=fold[whole],
    )
    return Fitted(
        {
            "counts_": corpus.counts,
            "article_tfidf_": corpus.article_tfidf,
            "sentence_tfidf_": corpus.sentence_tfidf,
            "article_scorer_": article_scorer,
            "sentence_scorer_": sentence_scorer,
            "slopes_": calibration["slopes"],
            "intercepts_": calibration["intercepts"],
            "thresholds_": calibration["thresholds"],
            "band_": BAND,
            "out_of_fold_": out_of_fold,
        }
    )


def _fit_scorers(
    corpus: CorpusRows, learn: NDArray[np.bool_], penalty: float, seed: int
) -> tuple[LinearScorer, LinearScorer]:
    """The article's and the sentences' scorer. learn: which lines of the corpus to use."""
    rng = np.random.default_rng(seed)
    composed_rows, composed_labels = compose(_material(corpus, learn), COMPOSED_TO_LEARN, rng)
    composed = corpus.article_tfidf.transform(corpus.summed(composed_rows))
    whole, plain = learn & ~corpus.single, learn & corpus.plain
    parts = [
        _examples(corpus.article_features[whole], corpus.article_labels[whole]),
        _examples(corpus.article_features[plain], corpus.article_labels[plain]),
        _examples(composed, composed_labels, COMPOSED_WEIGHT),
    ]
    sentences = [
        _sentence_examples(corpus, whole, 1.0),
        _sentence_examples(corpus, learn & corpus.single, PLAIN_WEIGHT),
    ]
    article_scorer = LinearScorer(C=penalty, balanced=True).fit([p for p in parts if len(p.labels)])
    sentence_scorer = LinearScorer(C=penalty).fit([p for p in sentences if len(p.labels)])
    return article_scorer, sentence_scorer


def _examples(features: csr_matrix, labels: NDArray[np.int_], weight: float = 1.0) -> Examples:
    return Examples(features, labels, np.full(len(labels), weight))


def _sentence_examples(corpus: CorpusRows, chosen: NDArray[np.bool_], weight: float) -> Examples:
    rows = _rows_of(corpus, chosen)
    return _examples(corpus.sentence_features[rows], corpus.labels[rows], weight)


def _rows_of(corpus: CorpusRows, chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
    rows = [corpus.rows[i] for i in np.flatnonzero(chosen)]
    return np.concatenate(rows) if rows else np.array([], dtype=np.intp)


THEMES = (
    ("#default", "#noask", "#optout", "#asked", "#track", "#dark", "#terms"),
    ("#trainuse", "#train", "#model"),
    ("#regulator", "#court", "#dpa", "#government", "#law", "#lawdp", "#fine", "#investigate"),
)


def _material(corpus: CorpusRows, learn: NDArray[np.bool_]) -> Material:
    unflagged = learn & ~corpus.single & ~corpus.article_labels.any(axis=1)
    plain = np.flatnonzero(learn & (corpus.plain if corpus.plain.any() else corpus.single))
    rows = np.array([corpus.rows[i][0] for i in plain], dtype=np.intp)
    vocabulary = corpus.counts.vocabulary_
    themes = [
        np.asarray(
            corpus.features[rows][:, [vocabulary[cue] for cue in cues if cue in vocabulary]].sum(
                axis=1
            )
        ).ravel()
        > 0
        for cues in THEMES
    ]
    return Material(
        bases=[corpus.rows[i] for i in np.flatnonzero(unflagged)],
        plain=rows,
        labels=corpus.article_labels[plain],
        themes=np.column_stack(themes),
    )


@dataclass(frozen=True)
class _Scores:
    """Scores of held-out articles, then of held-out composed ones; all with n rows."""

    scores: Floats
    labels: NDArray[np.int_]
    fold: NDArray[np.intp]
    composed: NDArray[np.bool_]


def _cross_validate(
    corpus: CorpusRows,
    fold: NDArray[np.intp],
    penalty: float,
    seed: int,
    progress: Progress,
    jobs: int,
) -> _Scores:
    whole = np.flatnonzero(~corpus.single)
    scores = np.zeros((len(whole), len(FLAGS)))
    extra_scores, extra_labels, extra_fold = [], [], []
    numbers = range(int(fold.max()) + 1)
    fitted = Parallel(n_jobs=jobs, prefer="threads", return_as="generator")(
        delayed(_fit_scorers)(corpus, fold != number, penalty, seed + 1 + number)
        for number in numbers
    )
    for number, scorers in zip(numbers, fitted, strict=True):
        progress(f"Cross-validation, fold {number + 1} of {len(numbers)}")
        held_out = fold == number
        mine = np.flatnonzero(held_out[whole])
        scores[mine] = _score(corpus, scorers, [corpus.rows[i] for i in whole[mine]])
        rng = np.random.default_rng(seed + 101 + number)
        rows, labels = compose(_material(corpus, held_out), COMPOSED_TO_CALIBRATE, rng)
        extra_scores.append(_score(corpus, scorers, rows))
        extra_labels.append(labels)
        extra_fold.append(np.full(len(labels), number))
    extra = sum(len(labels) for labels in extra_labels)
    return _Scores(
        np.concatenate([scores, *extra_scores]),
        np.concatenate([corpus.article_labels[whole], *extra_labels]),
        np.concatenate([fold[whole], *extra_fold]),
        np.arange(len(whole) + extra) >= len(whole),
    )


def _score(
    corpus: CorpusRows,
    scorers: tuple[LinearScorer, LinearScorer],
    rows: Sequence[NDArray[np.intp]],
) -> Floats:
    article_scorer, sentence_scorer = scorers
    articles = article_scorer.decision_function(corpus.article_tfidf.transform(corpus.summed(rows)))
    needed = np.unique(np.concatenate(rows))
    sentences = np.zeros((corpus.features.shape[0], len(FLAGS)))
    sentences[needed] = sentence_scorer.decision_function(corpus.sentence_features[needed])
    return np.array(
        [pooled(a, sentences[r], corpus.whole[r]) for a, r in zip(articles, rows, strict=True)]
    )


def _calibrate(found: _Scores) -> dict[str, Any]:
    """Slopes, intercepts, thresholds, and cross-validated probabilities of the articles."""
    probabilities = np.zeros_like(found.scores)
    slopes, intercepts, thresholds = [], [], []
    for flag, rate in enumerate(BASE_RATES):
        labels, scores = found.labels[:, flag], found.scores[:, flag]
        share = COMPOSED_SHARE * (~found.composed).sum() / max(found.composed.sum(), 1)
        weights = base_rate_weights(labels, np.where(found.composed, share, 1.0), rate)
        for number in np.unique(found.fold):
            rest = found.fold != number
            sigmoid = SigmoidCalibration().fit(scores[rest], labels[rest], weights[rest])
            probabilities[~rest, flag] = sigmoid.predict(scores[~rest])
        whole = SigmoidCalibration().fit(scores, labels, weights)
        slopes.append(whole.slope_)
        intercepts.append(whole.intercept_)
        mine = ~found.composed
        best = best_threshold(labels[mine], probabilities[mine, flag], floor=PRECISION_FLOOR)
        thresholds.append(max(LOWEST_THRESHOLD, best))
    return {
        "slopes": np.array(slopes),
        "intercepts": np.array(intercepts),
        "thresholds": np.array(thresholds),
        "probabilities": probabilities[~found.composed],
    }


LEARNING_SHARES = (0.25, 0.5, 0.75, 1.0)


def learning_curve(
    articles: Sequence[Article], *, penalty: float, seed: int
) -> list[tuple[int, dict[str, float]]]:
    """Average precision of each flag on one held-out fold, by number of articles learned from."""
    corpus = CorpusRows(articles)
    fold = corpus_folds.folds(articles, seed=seed)
    held_out = np.flatnonzero((fold == 0) & ~corpus.single)
    others = np.random.default_rng(seed).permutation(np.flatnonzero((fold != 0) & ~corpus.single))
    points = []
    for share in LEARNING_SHARES:
        learn = (fold != 0) & corpus.single
        learn[others[: int(share * len(others))]] = True
        scorers = _fit_scorers(corpus, learn, penalty, seed)
        scores = _score(corpus, scorers, [corpus.rows[i] for i in held_out])
        labels = corpus.article_labels[held_out]
        ranking = {
            flag: float(average_precision_score(labels[:, i], scores[:, i]))
            for i, flag in enumerate(FLAGS)
        }
        points.append((int(share * len(others)), ranking))
    return points
