"""What the model answers: a result for each flag, with the sentences that carry it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.calibration import sigmoid
from classifier.scoring import Floats
from classifier.sentences import Sentence
from classifier.statements import Stated

EVIDENCE_LIMIT = 4  # the label guide's "normally one to four for each flag"
# A further sentence is quoted when it ranks at most so far under the first (odds of 1 : 20).
NEAR_FIRST = 3.0
# Weight of what a sentence adds to the article's score beside its own score.
SHARE_WEIGHT = 0.02
# The score at which a sentence counts as clear: beyond it more words of the flag, as long sentences
# have, count less and less.
CLEAR = 2.0
# Readers who name one of many sentences that say it name an early one: articles tell first what
# matters most. .5 divides by the root of the place; from .3 to .75 the hits differ by under .01.
EARLINESS = 0.5
# What it is worth that a sentence states its flag whole (classifier/statements.py): hits among
# three .734 → .754, first .44 → .48; 0.3 to 1 differ by under .01.
WHOLE_WEIGHT = 0.6
# And that it tells what an authority decided, which notes on cases tell last and readers name: hits
# among three .751 → .779, first .47 → .49; 0.6 to 1.3 differ by under .01.
OUTCOME_WEIGHT = 1.0


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


def ranks(scores: Floats, shares: Floats, states: Stated) -> Floats:
    """What to order sentences by: the logarithm of how likely a reader would name each.

    scores: log-odds, shares: what each adds to the article's score; both of shape (n, flags), in
    the order of the text.
    """
    clearness = -np.logaddexp(0, CLEAR - scores - SHARE_WEIGHT * shares)
    places = np.log1p(np.arange(len(scores)))[:, None]
    worth = WHOLE_WEIGHT * states.whole + OUTCOME_WEIGHT * states.outcome
    return np.asarray(clearness - EARLINESS * places + worth)


def choose(
    sentences: Sequence[Sentence], scores: Floats, rank: Floats, *, limit: int = EVIDENCE_LIMIT
) -> tuple[Evidence, ...]:
    """At most `limit` sentences, highest rank first; () only for an article without sentences.

    scores: log-odds of one flag, rank: what to order by, both of shape (n,).
    """
    order = np.argsort(-rank, kind="stable")[:limit]
    return tuple(
        Evidence(s.text, s.start, s.end, float(sigmoid(scores[i])))
        for i, s in ((i, sentences[i]) for i in order)
        if rank[i] >= rank[order[0]] - NEAR_FIRST
    )
