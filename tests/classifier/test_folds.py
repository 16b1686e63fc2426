from dataclasses import replace

import numpy as np
import pytest

from classifier import corpus
from classifier.folds import FOLDS, folds, groups


@pytest.fixture(scope="module")
def articles():
    return corpus.load()


def test_folds_are_of_about_equal_size(articles):
    for chosen in (
        [a for a in articles if a.genre != corpus.SENTENCE],
        [a for a in articles if a.genre == corpus.SENTENCE],
    ):
        sizes = np.bincount(folds(chosen), minlength=FOLDS)
        assert sizes.max() < 1.3 * sizes.min()


def test_what_is_added_moves_no_other_article(articles):
    whole = [a for a in articles if a.genre != corpus.SENTENCE]
    before, after = folds(whole[:-60]), folds(whole)
    assert (before == after[:-60]).mean() > 0.98  # a new article may join two events


def test_articles_on_one_event_share_a_fold(articles):
    first, second = articles[0], articles[500]
    marked = [replace(first, event="same"), replace(second, event="same")]
    group = groups([*marked, *articles[1:100]])
    assert group[0] == group[1]


def test_neighbouring_single_sentences_share_a_fold(articles):
    sentences = [a for a in articles if a.genre == corpus.SENTENCE][:40]
    group = groups(sentences)
    assert len(set(group[:20])) == 1
    assert group[0] != group[20]


def test_folds_are_the_same_every_time(articles):
    assert (folds(articles[:300], seed=7) == folds(articles[:300], seed=7)).all()
