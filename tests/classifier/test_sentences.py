import time

import pytest

from classifier.sentences import split


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split(text)]


def test_sentences_keep_their_place_in_the_text():
    text = "  One here. “Two,” she said!\n\nThree?  "
    assert [text[s.start : s.end] for s in split(text)] == texts(text)
    assert texts(text) == ["One here.", "“Two,” she said!", "Three?"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. Department of Justice sued Dr. Smith.",
        "Justice B.N. Srikrishna led the committee.",
        "It breaches Art. 6 of the act, says Ms. Li.",
        "Apple Inc. Chairman Jo Park declined.",
        "See e.g. Case 12 of last year.",
    ],
)
def test_abbreviations_end_no_sentence(sentence):
    assert texts(sentence) == [sentence]


def test_initials_end_a_sentence_before_a_new_one():
    assert texts("They live in the U.S. The law is older.") == [
        "They live in the U.S.",
        "The law is older.",
    ]


def test_no_sentence_crosses_a_line():
    assert texts("A headline\nA text without end mark\n- an item") == [
        "A headline",
        "A text without end mark",
        "- an item",
    ]


def test_an_empty_text_has_no_sentence():
    assert texts(" \n ") == []


@pytest.mark.parametrize("mark", [".", "!?", '."'])
def test_rows_of_end_marks_take_no_longer_than_other_text(mark):
    text = mark * (100_000 // len(mark))
    start = time.process_time()
    assert texts(f"{text}x") == [f"{text}x"]
    assert time.process_time() - start < 2  # minutes, were the row read again from each mark
