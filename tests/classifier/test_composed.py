import numpy as np
import pytest

from classifier.composed import FLAGGED_SENTENCES, NEAR_MISSES, Material, compose
from classifier.labels import FLAGS

PER_KIND = 30  # single sentences of each kind


@pytest.fixture
def material():
    """Rows 0 to 9: an unflagged article; then near misses of each flag, then sentences of each."""
    kinds = np.repeat(np.eye(len(FLAGS), dtype=int), PER_KIND, axis=0)
    nothing = np.zeros_like(kinds)
    plain = np.arange(10, 10 + 2 * len(kinds))
    return Material(
        [np.arange(10)], plain, np.vstack([nothing, kinds]), np.vstack([kinds, nothing]) > 0
    )


def made_of(material, rows):
    """By flag: how many near misses and how many sentences that raise it."""
    chosen = rows[rows >= 10] - 10
    return material.themes[chosen].sum(axis=0), material.labels[chosen].sum(axis=0)


def test_labels_are_those_of_the_sentences(material):
    rows, labels = compose(material, 200, np.random.default_rng(1))
    for each, label in zip(rows, labels, strict=True):
        assert (label == (made_of(material, each)[1] > 0)).all()


def test_each_flag_has_its_own_density(material):
    rows, _ = compose(material, 400, np.random.default_rng(1))
    near, flagged = (
        np.array(each) for each in zip(*(made_of(material, r) for r in rows), strict=True)
    )
    for flag in range(len(FLAGS)):
        fewest, most = NEAR_MISSES[flag]
        assert set(near[:, flag]) == {0, *range(fewest, most + 1)}
        assert flagged[:, flag].max() == FLAGGED_SENTENCES[flag][1]


def test_two_thirds_raise_nothing(material):
    _, labels = compose(material, 400, np.random.default_rng(1))
    assert 0.55 < (~labels.any(axis=1)).mean() < 0.75
