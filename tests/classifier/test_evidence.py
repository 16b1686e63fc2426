import numpy as np
from scipy.sparse import csr_matrix

from classifier.cues import lexicon
from classifier.evidence import WHOLE, choose, concept_columns, ranks, stated
from classifier.labels import FLAGS
from classifier.sentences import split

TEXT = "First. Second. Third. Fourth. Fifth."


def quoted(scores, shares=(0,) * 5, whole=(False,) * 5):
    scores, shares, whole = (np.array(each)[:, None] for each in (scores, shares, whole))
    rank = ranks(scores, shares, whole)
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


def test_a_sentence_states_a_flag_whole_when_it_has_a_concept_of_each_line():
    vocabulary = {"#fine": 0, "#dpa": 1, "word": 2, "#data": 3, "#train": 4}
    counts = csr_matrix([[1, 1, 2, 1, 0], [1, 1, 0, 0, 1], [0, 0, 1, 1, 1]])
    found = stated(counts, concept_columns(vocabulary))
    assert found.tolist() == [[False, False, True], [False] * 3, [False, True, False]]
    assert len(WHOLE) == len(FLAGS)


def test_the_lexicon_has_every_concept_that_evidence_looks_for():
    names = {name for lines in WHOLE for line in lines for name in line.split()}
    assert names <= set(lexicon().names)


def test_at_most_four_sentences_are_quoted():
    assert len(quoted([5, 5, 5, 5, 5])) == 4
