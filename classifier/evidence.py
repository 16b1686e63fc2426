"""What the model answers: a result for each flag, with the sentences that carry it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.calibration import sigmoid
from classifier.scoring import Floats
from classifier.sentences import Sentence

EVIDENCE_LIMIT = 4  # the label guide's "normally one to four for each flag"
# A further sentence is quoted when it ranks at most so far under the strongest one.
NEAR_STRONGEST = 8.0


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


def choose(
    sentences: Sequence[Sentence], scores: Floats, ranks: Floats, *, limit: int = EVIDENCE_LIMIT
) -> tuple[Evidence, ...]:
    """At most `limit` sentences, highest rank first; () only for an article without sentences.

    scores: log-odds of one flag, ranks: what to order by, both of shape (n,).
    """
    order = np.argsort(-ranks, kind="stable")[:limit]
    return tuple(
        Evidence(s.text, s.start, s.end, float(sigmoid(scores[i])))
        for i, s in ((i, sentences[i]) for i in order)
        if ranks[i] >= ranks[order[0]] - NEAR_STRONGEST
    )
