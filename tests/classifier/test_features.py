import numpy as np
import pytest

from classifier.cues import Lexicon, lexicon
from classifier.features import SentenceCounts

DOCUMENTS = [
    ["The regulator fined Acme for tracking users.", "It said so."],
    ["The regulator fined Bolt for tracking users.", "It said nothing."],
] * 2


def names(sentence: str) -> set[str]:
    counts = SentenceCounts().fit(DOCUMENTS)
    row = counts.transform([sentence])
    return set(counts.get_feature_names_out()[row.indices])


def test_names_of_companies_are_masked():
    found = names("The regulator fined Acme for tracking users.")
    assert "fined _name" in found
    assert not any("acme" in feature for feature in found)


def test_cues_are_counted_alone_and_in_pairs():
    found = names("The regulator fined Acme for tracking users.")
    assert {"#regulator", "#fine", "#regulator&fine"} <= found


def test_rare_features_are_left_out():
    counts = SentenceCounts(min_documents=3).fit(DOCUMENTS[:2])
    assert counts.transform(["The regulator"]).shape == (1, len(counts.vocabulary_))
    assert len(counts.vocabulary_) == 0


def test_counts_are_counts():
    counts = SentenceCounts().fit(DOCUMENTS)
    row = counts.transform(["users users"]).toarray()[0]
    assert row[counts.vocabulary_["users"]] == 2


@pytest.mark.parametrize(
    ("sentence", "concept"),
    [
        ("they were filmed without their knowledge", "noask"),
        ("used to train its models", "trainuse"),
        ("the supervisory authority held", "dpa"),
        ("unless you opt out", "optout"),
        ("a pre-ticked box", "default"),
    ],
)
def test_phrases_are_recognised(sentence, concept):
    cues = lexicon()
    found = {cues.names[i] for i in cues.concepts(sentence.split())}
    assert concept in found


def test_a_lexicon_line_reads_alternatives_endings_and_any_word():
    cues = Lexicon(["fine: fine*, pay|paid _ fine", "~topic: moon"])
    assert cues.pairable == [True, False]
    assert cues.concepts(["paid", "a", "fine"]) == (0,)
    assert cues.concepts(["paid", "the"]) == ()
    assert cues.concepts(["finest", "moon"]) == (0, 1)


def test_a_phrase_at_the_end_of_a_sentence_is_not_cut():
    assert Lexicon(["a: by default"]).concepts(["by"]) == ()


def test_features_do_not_depend_on_the_order_of_documents():
    forward, backward = SentenceCounts().fit(DOCUMENTS), SentenceCounts().fit(DOCUMENTS[::-1])
    assert forward.vocabulary_ == backward.vocabulary_
    assert np.array_equal(list(forward.vocabulary_), sorted(forward.vocabulary_))


def test_counting_while_learning_finds_what_counting_later_finds():
    documents = [
        ["The regulator fined the company.", "It did so, it said, by default."],
        [],
        ["The company was fined by Datatilsynet in 2024.", "It fined it."],
    ]
    learned = SentenceCounts()
    counts = learned.fit_counts(documents)
    later = SentenceCounts().fit(documents)
    assert learned.vocabulary_ == later.vocabulary_
    wanted = later.transform([sentence for document in documents for sentence in document])
    for array in ("data", "indices", "indptr"):
        assert getattr(counts, array).tolist() == getattr(wanted, array).tolist()


def test_a_word_as_long_as_a_page_is_looked_up_and_remembered_by_its_beginning():
    cues = Lexicon(["fine: fine*", "data: data"])
    word = "fine" + "x" * 100_000
    assert cues.concepts([word, f"data{word}"]) == (0,)
    assert all(len(known) < 10 for known in cues._known)
