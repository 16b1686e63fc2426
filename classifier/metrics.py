"""Figures of merit of a set of judged articles, with bootstrap confidence intervals."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from classifier.labels import FLAGS
from classifier.scoring import Floats

Flags = NDArray[np.bool_]

RESAMPLES = 1000
INTERVAL = (2.5, 97.5)  # percent: a 95 % interval
BINS = 10  # of the calibration curve, equal in width


def figures(labels: Flags, probabilities: Floats, thresholds: Floats, *, seed: int = 0) -> Any:
    """All figures as one JSON-ready dict. labels, probabilities: shape (n, 3)."""
    found = rates(labels, probabilities >= thresholds, seed=seed)
    weights = resampled(np.arange(len(labels)), seed=seed)
    errors = {
        flag: _calibration_errors(weights, labels[:, i], probabilities[:, i])
        for i, flag in enumerate(FLAGS)
    }
    for flag, values in errors.items():
        found["intervals"][flag]["calibration_error"] = _interval(values)
    return {
        **found,
        "thresholds": [round(float(t), 4) for t in thresholds],
        "ranking": {
            flag: _ranking(labels[:, i], probabilities[:, i]) for i, flag in enumerate(FLAGS)
        },
        "calibration_error": {flag: _value(values) for flag, values in errors.items()},
    }


def rates(labels: Flags, raised: Flags, *, seed: int = 0) -> dict[str, Any]:
    """Precision, recall and F1 of each flag, macro-F1, the share of false alarms, and intervals.

    labels, raised: shape (n, 3). `intervals` holds [low, high] of each, by resampling articles.
    """
    weights = resampled(np.arange(len(labels)), seed=seed)
    by_flag = {flag: _scores(weights, labels[:, i], raised[:, i]) for i, flag in enumerate(FLAGS)}
    unflagged = ~labels.any(axis=1)
    whole = {
        "macro_f1": np.mean([scores["f1"] for scores in by_flag.values()], axis=0),
        "false_alarms": _ratio(weights @ (unflagged & raised.any(axis=1)), weights @ unflagged),
    }
    return {
        "articles": len(labels),
        **{name: _value(values) for name, values in whole.items()},
        "flags": {f: {n: _value(v) for n, v in scores.items()} for f, scores in by_flag.items()},
        "intervals": {
            **{name: _interval(values) for name, values in whole.items()},
            **{f: {n: _interval(v) for n, v in scores.items()} for f, scores in by_flag.items()},
        },
    }


def share(hits: NDArray[np.bool_], *, seed: int = 0) -> dict[str, Any]:
    """Share of hits and its interval, None for no tries. hits: shape (tries,)."""
    if not len(hits):
        return {"share": None, "interval": None}
    values = resampled(np.arange(len(hits)), seed=seed) @ hits / len(hits)
    return {"share": _value(values), "interval": _interval(values)}


def resampled(events: NDArray[np.intp], *, seed: int = 0) -> NDArray[np.int_]:
    """How often each article is drawn, shape (1 + RESAMPLES, n); the first row: once each.

    Whole events are drawn, for what is told of one of them is not independent. Figures of the
    first row are those of the articles as they are.
    """
    _, member = np.unique(events, return_inverse=True)
    count = int(member.max(initial=0)) + 1
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), RESAMPLES)
    return np.vstack([np.ones(len(events), dtype=int), drawn[:, member]])


def _scores(weights: NDArray[np.int_], labels: Flags, raised: Flags) -> dict[str, Floats]:
    hits, positive, given = weights @ (labels & raised), weights @ labels, weights @ raised
    return {
        "precision": _ratio(hits, given),
        "recall": _ratio(hits, positive),
        "f1": _ratio(2 * hits, positive + given),
    }


def _ratio(part: NDArray[np.int_], whole: NDArray[np.int_]) -> Floats:
    return np.asarray(part / np.maximum(whole, 1), dtype=np.float64)


def _value(values: Floats) -> float:
    return round(float(values[0]), 4)


def _interval(values: Floats) -> list[float]:
    return [round(float(value), 4) for value in np.percentile(values[1:], INTERVAL)]


def _ranking(labels: Flags, probabilities: Floats) -> dict[str, float | None]:
    if labels.all() or not labels.any():
        return {"average_precision": None, "auc": None}
    return {
        "average_precision": round(float(average_precision_score(labels, probabilities)), 4),
        "auc": round(float(roc_auc_score(labels, probabilities)), 4),
    }


def calibration_curve(labels: Flags, probabilities: Floats) -> list[tuple[float, float, int]]:
    """(mean probability, share of yes, articles) of each bin that is not empty."""
    bins = _bins(probabilities)
    return [
        (float(probabilities[b].mean()), float(labels[b].mean()), int(b.sum()))
        for b in (bins == number for number in range(BINS))
        if b.any()
    ]


def _bins(probabilities: Floats) -> NDArray[np.int_]:
    return np.asarray(np.minimum((probabilities * BINS).astype(int), BINS - 1), dtype=np.int_)


def _calibration_errors(weights: NDArray[Any], labels: Flags, probabilities: Floats) -> Floats:
    """Expected calibration error over ten equal bins, for each row of weights.

    The bins' sums of what probabilities exceed labels by, absolute. Source: Naeini et al. 2015,
    "Obtaining well calibrated probabilities using Bayesian binning".
    """
    bins = _bins(probabilities)[:, None] == np.arange(BINS)
    return np.asarray(
        np.abs(weights @ (bins * (probabilities - labels)[:, None])).sum(axis=1)
    ) / len(labels)
