"""Fits the weights by which ways out are chosen: `python -m benchmarks.choice_weights --write`.

A logistic regression over the candidates of the marked articles that carry a flag (only there are
ways out shown). There are some 360 marks and 120 features, so the data alone would not do: each
weight is drawn not to zero but to what a person would guess (GUESSED), and none may change the sign
of the guess.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import classifier.choices
from benchmarks import choice_marks as marks
from classifier.choices.choosing import candidates
from classifier.choices.scan import Scan

FILE = Path(classifier.choices.__file__).parent / "weights.json"
GUESSES = Path(__file__).with_name("choice_guesses.json")
STRENGTH = 10.0  # of the pull to the guess: 1 to 10 do as well in cross-validation
KIND_STRENGTH = 0.15  # times STRENGTH for the kinds themselves: how rare each is, no one can guess
FOLDS = 8
LEARNED = marks.PARTS[:-1]  # the last part is kept from the weights, to measure them with
SMALLEST = 0.005  # smaller weights are left out

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate: the features that hold of it, and whether it is a way out."""

    article: str
    features: set[str]
    right: bool


@cache
def examples() -> list[Example]:
    """The candidates of all marked articles with a flag, but those that count neither way."""
    return [
        example
        for part in LEARNED
        for case in marks.cases(part)
        if case.flagged
        for example in _examples(case)
    ]


def _examples(case: "marks.Case") -> Iterator[Example]:
    for candidate, features in candidates(Scan(case.text)):
        met = [mark.kind for mark in case.marks if mark.meets((candidate.start, candidate.end))]
        if not met or set(met) != {marks.EITHER}:
            yield Example(case.id, features, bool(met))


def fit(learned: list[Example]) -> Weights:
    """The weights that fit `learned` best and stray least from the guesses."""
    guessed = json.loads(GUESSES.read_text(encoding="utf-8"))
    # What no example shows keeps its guess.
    names = sorted({name for example in learned for name in example.features} | set(guessed))
    held = np.array([[name in example.features for name in names] for example in learned], float)
    right = np.array([example.right for example in learned], float)
    guess = np.array([guessed.get(name, 0.0) for name in names])
    pull = np.array([STRENGTH * (KIND_STRENGTH if _is_kind(name) else 1.0) for name in names])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = held @ weights
        away = weights - guess
        missed = np.logaddexp(0, odds).sum() - right @ odds + (pull * away**2).sum() / 2
        return missed, held.T @ (1 / (1 + np.exp(-odds)) - right) + pull * away

    bounds = [_bound(name, guessed) for name in names]
    result = minimize(loss, guess, jac=True, bounds=bounds, method="L-BFGS-B")
    return {name: float(weight) for name, weight in zip(names, result.x, strict=True)}


def _is_kind(name: str) -> bool:
    return name in marks.KINDS


def _bound(name: str, guessed: Weights) -> tuple[float | None, float | None]:
    """A weight keeps its sign; what nobody guessed may only speak for, or not at all."""
    if _is_kind(name):
        return None, None
    return (None, 0.0) if guessed.get(name, 0.0) < 0 else (0.0, None)


@cache
def _folds() -> dict[str, Weights]:
    """For each marked article, weights fitted without it."""
    everything = sorted({example.article for example in examples()})
    Random(0).shuffle(everything)
    weights = {}
    for number in range(FOLDS):
        left_out = set(everything[number::FOLDS])
        fitted = fit([example for example in examples() if example.article not in left_out])
        weights |= dict.fromkeys(left_out, fitted)
    return weights


def unseen_weights(article: str) -> Weights | None:
    """Weights fitted without `article`; None, for the shipped ones, if it taught nothing."""
    return _folds().get(article)


def write() -> None:
    """Writes weights.json."""
    weights = fit(examples())
    kept = {name: round(weight, 2) for name, weight in weights.items() if abs(weight) > SMALLEST}
    FILE.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if "--write" in sys.argv:
        write()
    else:
        print(json.dumps(fit(examples()), indent=1))
