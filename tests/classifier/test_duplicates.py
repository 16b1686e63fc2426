from classifier import corpus
from classifier.duplicates import overlaps

TEXT = (
    "The town library lends out seeds since the spring, and forty gardeners have joined. Each "
    "takes three packets home, sows them, and brings twice as many back when autumn comes."
)
OTHER = "A bakery on the square burns its bread every Monday, says a neighbour who likes it so."


def test_a_copied_text_is_a_duplicate_whatever_stands_round_it() -> None:
    (overlap,) = overlaps({"a": TEXT, "b": f"{OTHER} {TEXT.upper()} {OTHER}", "c": OTHER[:20]})
    assert (overlap.first, overlap.second) == ("a", "b")
    assert overlap.is_duplicate


def test_a_shared_name_is_no_duplicate() -> None:
    name = "the Federal Commissioner for Data Protection and Freedom of Information"
    (overlap,) = overlaps({"a": f"{TEXT} {name}.", "b": f"{OTHER} {name}."})
    assert not overlap.is_duplicate
    assert overlap.sample in name.lower()


def test_other_words_share_nothing() -> None:
    assert overlaps({"a": TEXT, "b": OTHER}) == []


def test_texts_are_compared_with_the_others_only_when_there_are_others() -> None:
    (overlap,) = overlaps({"a": TEXT, "b": TEXT}, {"real": TEXT + OTHER, "far": OTHER})[:1]
    assert overlap.first == "real"


def test_the_corpus_holds_no_duplicate() -> None:
    texts = {article.id: article.text for article in corpus.load()}
    assert [overlap for overlap in overlaps(texts) if overlap.is_duplicate] == []
