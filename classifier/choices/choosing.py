"""Which candidates are ways out: a linear model over what speaks for and against each."""

import json
from functools import cache
from importlib.resources import files

from classifier.choices.candidates import Candidate
from classifier.choices.controls import controls
from classifier.choices.features import Article, features
from classifier.choices.names import elements
from classifier.choices.paths import paths
from classifier.choices.places import addresses, codes, forms
from classifier.choices.scan import Scan

THRESHOLD = -0.5  # log-odds; chosen by cross-validation, where precision and recall meet the most
# A path or form says more than a control within it: the control must be surer by this much.
PREFERENCE = 0.5
MOST = 400  # candidates weighed: no article of the corpus has 40, a page of addresses 14,000
_WHOLE = ("path", "form")


def candidates(scan: Scan) -> list[tuple[Candidate, set[str]]]:
    """Everything that may be a way out, each with the features that hold of it."""
    names = elements(scan)
    article = Article(scan, names)
    named = [*paths(scan, names), *controls(scan, names), *codes(scan)]
    found = [*named, *forms(scan), *addresses(scan)]
    return [(candidate, features(candidate, article)) for candidate in found[:MOST]]


def chosen(scan: Scan, limit: int, weights: dict[str, float] | None = None) -> list[Candidate]:
    """At most `limit` ways out, surest first, none sharing text with a surer one.

    weights: log-odds of each feature; by default those in weights.json.
    """
    weights = shipped() if weights is None else weights
    weighed = []
    for candidate, held in candidates(scan):
        odds = sum(weights.get(name, 0.0) for name in held)
        if odds >= THRESHOLD:
            odds += PREFERENCE if candidate.kind in _WHOLE else 0.0
            weighed.append((-odds, candidate.start, candidate.end, candidate))
    best: list[Candidate] = []
    for *_, candidate in sorted(weighed, key=lambda entry: entry[:3]):
        if len(best) == limit:
            break
        if not any(candidate.meets(other) for other in best):
            best.append(candidate)
    return best


@cache
def shipped() -> dict[str, float]:
    """The weights that benchmarks/choice_weights.py fitted."""
    table = files("classifier") / "choices" / "weights.json"
    weights: dict[str, float] = json.loads(table.read_text(encoding="utf-8"))
    return weights
