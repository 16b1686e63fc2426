import numpy as np

from classifier.evidence import choose, ranks
from classifier.sentences import split

TEXT = "First. Second. Third. Fourth. Fifth."


def quoted(scores, shares=None):
    scores = np.array(scores, dtype=float)[:, None]
    rank = ranks(scores, np.zeros_like(scores) if shares is None else np.array(shares)[:, None])
    return [evidence.text for evidence in choose(split(TEXT), scores[:, 0], rank[:, 0])]


def test_the_clearest_sentence_is_quoted_first():
    assert quoted([-9, -9, 3, -9, -9]) == ["Third."]


def test_of_sentences_as_clear_the_earlier_comes_first():
    assert quoted([-9, 4, 4, -9, 4]) == ["Second.", "Third.", "Fifth."]


def test_more_words_of_a_flag_do_not_outweigh_an_early_clear_sentence():
    assert quoted([5, -9, -9, -9, 15])[0] == "First."


def test_what_a_sentence_adds_to_the_article_counts_beside_its_own_score():
    assert quoted([-9, 0, 0, -9, -9], [0, 0, 80, 0, 0])[0] == "Third."


def test_at_most_four_sentences_are_quoted():
    assert len(quoted([5, 5, 5, 5, 5])) == 4
