"""What a sentence states, in concepts of cues.txt: a flag whole, or what an authority decided."""

from collections.abc import Mapping
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

# A sentence states a flag whole when it holds one concept of each line. In the order of FLAGS: the
# default, the data and whose; training and the material; who acts or what is broken, how, on what.
WHOLE = (
    (
        "default optout noask dark terms presumed consentlack secretly notell mislead",
        "data persdata collect share track cookie content location biometric consent privacy",
        "user you persdata children health privacy consent",
    ),
    ("trainuse train trainpeople nottrain", "user content you data persdata"),
    (
        "dpa regulator court legislature government prosecutor law lawdp violate",
        "fine order investigate sue settle rule legislate",
        "privacy data persdata track cookie biometric location consent lawdp children",
    ),
)


# What came of it: an authority, and a fine, an order, a ruling. Regulatory action alone has that.
OUTCOME: tuple[tuple[str, ...], ...] = (
    (),
    (),
    ("dpa regulator court legislature government prosecutor", "outcome"),
)
_STATEMENTS = (*WHOLE, *OUTCOME)


def concept_columns(vocabulary: Mapping[str, int]) -> csr_matrix:
    """Which features belong to which line of WHOLE and OUTCOME, shape (features, lines)."""
    members = [
        (vocabulary[f"#{name}"], line)
        for line, names in enumerate(chain.from_iterable(_STATEMENTS))
        for name in names.split()
        if f"#{name}" in vocabulary
    ]
    rows, lines = np.array(members, dtype=np.intp).reshape(-1, 2).T
    shape = len(vocabulary), sum(len(lines) for lines in _STATEMENTS)
    return csr_matrix((np.ones(len(members)), (rows, lines)), shape=shape)


class Stated(NamedTuple):
    """Whether each sentence states each flag whole, and an outcome of it; both (n, flags)."""

    whole: NDArray[np.bool_]
    outcome: NDArray[np.bool_]


def stated(counts: csr_matrix, columns: csr_matrix) -> Stated:
    """What the sentences state. counts: (n, features); columns: see `concept_columns`."""
    found = (counts @ columns).toarray() > 0
    ends = np.cumsum([len(lines) for lines in _STATEMENTS])
    parts = np.split(found, ends[:-1], axis=1)
    all_held = np.column_stack([part.all(axis=1) & bool(part.shape[1]) for part in parts])
    return Stated(all_held[:, : len(WHOLE)], all_held[:, len(WHOLE) :])
