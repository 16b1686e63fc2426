import numpy as np
from scipy.sparse import csr_matrix

from classifier.cues import lexicon
from classifier.evidence import choose, ranks
from classifier.labels import FLAGS
from classifier.scoring import pooled
from classifier.sentences import split
from classifier.statements import OUTCOME, WHOLE, Stated, concept_columns, stated

TEXT = "First. Second. Third. Fourth. Fifth."


def quoted(scores, shares=(0,) * 5, whole=(False,) * 5, outcome=(False,) * 5):
    scores, shares, *states = (np.array(each)[:, None] for each in (scores, shares, whole, outcome))
    rank = ranks(scores, shares, Stated(*states))
    return [evidence.text for evidence in choose(split(TEXT), scores[:, 0], rank[:, 0])]


def test_the_clearest_sentence_is_quoted_first():
    assert quoted([-9, -9, 3, -9, -9]) == ["Third."]


def test_of_sentences_as_clear_the_earlier_comes_first():
    assert quoted([-9, 4, 4, -9, 4]) == ["Second.", "Third.", "Fifth."]


def test_more_words_of_a_flag_do_not_outweigh_an_early_clear_sentence():
    assert quoted([5, -9, -9, -9, 15])[0] == "First."


def test_what_a_sentence_adds_to_the_article_counts_beside_its_own_score():
    assert quoted([-9, 0, 0, -9, -9], [0, 0, 80, 0, 0])[0] == "Third."


def test_of_sentences_as_clear_one_that_states_the_flag_whole_comes_first():
    assert quoted([-9, 4, 4, -9, -9], whole=[0, 0, 1, 0, 0]) == ["Third.", "Second."]


def test_what_an_authority_decided_comes_before_what_was_alleged():
    assert quoted([-9, 4, 4, -9, -9], outcome=[0, 0, 1, 0, 0]) == ["Third.", "Second."]


def test_a_sentence_states_a_flag_whole_when_it_has_a_concept_of_each_line():
    vocabulary = {"#fine": 0, "#dpa": 1, "word": 2, "#data": 3, "#train": 4}
    counts = csr_matrix([[1, 1, 2, 1, 0], [1, 1, 0, 0, 1], [0, 0, 1, 1, 1]])
    found = stated(counts, concept_columns(vocabulary)).whole
    assert found.tolist() == [[False, False, True], [False] * 3, [False, True, False]]
    assert len(WHOLE) == len(FLAGS)


def test_only_an_authority_that_decides_states_an_outcome():
    vocabulary = {"#dpa": 0, "#outcome": 1, "word": 2}
    counts = csr_matrix([[1, 1, 0], [0, 1, 3], [1, 0, 0]])
    found = stated(counts, concept_columns(vocabulary)).outcome
    assert found.tolist() == [[False, False, True], [False] * 3, [False] * 3]
    assert len(OUTCOME) == len(FLAGS)


def test_the_lexicon_has_every_concept_that_evidence_looks_for():
    names = {name for lines in (*WHOLE, *OUTCOME) for line in lines for name in line.split()}
    assert names <= set(lexicon().names)


def test_an_article_weighs_less_whose_strongest_sentence_states_its_flag_in_part():
    article, sentences = np.zeros(1), np.array([[3.0], [1.0]])
    whole, in_part = (pooled(article, sentences, np.array([[s], [False]])) for s in (True, False))
    assert in_part < whole
    one_whole = pooled(article, sentences, np.array([[False], [True]]))
    assert in_part < one_whole < whole


def test_at_most_four_sentences_are_quoted():
    assert len(quoted([5, 5, 5, 5, 5])) == 4
