"""Which article to label next: what the model is unsure of, and unlike what was labelled before."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier.scoring import Floats

# Among so many of nearly equal doubt the most different one is worth most.
CANDIDATES = 20
NEAR = 0.1
_LETTERS = 20_000  # of an article: what it is about shows in its beginning


def uncertainty(probabilities: Floats, thresholds: Floats) -> Floats:
    """How close the closest flag is to its threshold, 0 (sure of all) to 1 (on the line).

    probabilities: shape (n, flags). thresholds: shape (flags,), between 0 and 1.
    The distance is a share of the way to 0 or to 1, so that flags with different thresholds count
    alike. Shape (n,). Least margin, as in Settles, Active Learning Literature Survey (2009), 3.1.
    """
    room = np.where(probabilities < thresholds, thresholds, 1 - thresholds)
    return np.asarray(1 - (np.abs(probabilities - thresholds) / room).min(axis=1))


def most_different(texts: Sequence[str], seen: Sequence[str]) -> int:
    """Index of the text that is farthest from the nearest of `seen`; 0 when nothing was seen.

    Far by the cosine of their words' TF-IDF, the terms weighed within these texts.
    """
    if not seen or len(texts) < 2:
        return 0
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    try:
        vectors = words.fit_transform([text[:_LETTERS] for text in (*texts, *seen)])
    except ValueError:  # not one word in all of them
        return 0
    alike = vectors[: len(texts)] @ vectors[len(texts) :].T
    return int(np.argmin(alike.max(axis=1).toarray().ravel()))
