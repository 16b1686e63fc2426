"""The baseline to beat: a flag is raised where an article uses its key words."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.labels import FLAGS

_PATTERNS = {
    "default_opt_in": r"opt(?:ed|ing|s)?[- ](?:out|in)\b|by default|without \w+ ?\w* ?consent"
    r"|pre-?ticked|automatically enrol|dark pattern",
    "ai_training": r"\btrain(?:ed|ing|s)?\b[^.]{0,60}\b(?:AI|models?|algorithms?|assistants?)\b"
    r"|\b(?:AI|models?)\b[^.]{0,60}\btrain(?:ed|ing|s)?\b",
    "regulatory_action": r"\bGDPR\b|\bfined?\b|regulator|privacy (?:law|bill|commissioner)"
    r"|data protection|lawsuit|class action",
}


def raises(documents: Sequence[str]) -> NDArray[np.bool_]:
    """Which flags the key words raise, shape (len(documents), 3)."""
    patterns = [re.compile(_PATTERNS[flag], re.IGNORECASE) for flag in FLAGS]
    return np.array([[bool(p.search(text)) for p in patterns] for text in documents])
