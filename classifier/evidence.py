"""What the model answers: a result for each flag, with the sentences that carry it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from classifier.calibration import sigmoid
from classifier.scoring import Floats
from classifier.sentences import Sentence

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
# Concepts of classifier/cues.txt. A sentence that states a flag whole holds one of each line: the
# default and the data; training and the material; who acts, how, over what (in the order of FLAGS).
WHOLE = (
    (
        "default optout noask dark terms presumed consentlack secretly notell mislead",
        "data persdata collect share track cookie content location biometric consent privacy",
    ),
    ("trainuse train trainpeople nottrain", "user content you data persdata"),
    (
        "dpa regulator court legislature government prosecutor",
        "fine order investigate sue settle rule legislate",
        "privacy data persdata track cookie biometric location consent lawdp children",
    ),
)
# What that is worth: hits among three .734 → .751, first .44 → .48; 0.3 to 1 differ by under .01.
WHOLE_WEIGHT = 0.6


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


def concept_columns(vocabulary: Mapping[str, int]) -> csr_matrix:
    """Which features belong to which line of WHOLE, shape (features, lines)."""
    members = [
        (vocabulary[f"#{name}"], line)
        for line, names in enumerate(chain.from_iterable(WHOLE))
        for name in names.split()
        if f"#{name}" in vocabulary
    ]
    rows, lines = np.array(members, dtype=np.intp).reshape(-1, 2).T
    shape = len(vocabulary), sum(len(lines) for lines in WHOLE)
    return csr_matrix((np.ones(len(members)), (rows, lines)), shape=shape)


def stated(counts: csr_matrix, columns: csr_matrix) -> NDArray[np.bool_]:
    """Whether each sentence states a flag whole, (n, flags). columns: see `concept_columns`."""
    found = (counts @ columns).toarray() > 0
    ends = np.cumsum([0, *(len(lines) for lines in WHOLE)])
    return np.column_stack([found[:, first:end].all(axis=1) for first, end in pairwise(ends)])


def ranks(scores: Floats, shares: Floats, whole: NDArray[np.bool_]) -> Floats:
    """What to order sentences by: the logarithm of how likely a reader would name each.

    scores: log-odds, shares: what each adds to the article's score, whole: whether it states the
    flag whole; all of shape (n, flags), in the order of the text.
    """
    clearness = -np.logaddexp(0, CLEAR - scores - SHARE_WEIGHT * shares)
    places = np.log1p(np.arange(len(scores)))
    return np.asarray(clearness - EARLINESS * places[:, None] + WHOLE_WEIGHT * whole)


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
