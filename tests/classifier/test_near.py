import random

import pytest

from classifier import corpus, near
from classifier.near import NearIndex, kept_runs

RANDOM = random.Random(7)
WORDS = [f"word{number}" for number in range(5_000)]


def article(words: int = 400) -> str:
    return " ".join(RANDOM.choices(WORDS, k=words))


@pytest.fixture(params=[near.MERGE, 40], ids=["waiting", "sorted-in"])
def index(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> NearIndex:
    monkeypatch.setattr(near, "MERGE", request.param)
    return NearIndex()


def test_copies_whole_or_in_part_are_found(index: NearIndex) -> None:
    texts = {str(number): article() for number in range(20)}
    for name, text in texts.items():
        index.add(name, kept_runs(text))
    text = texts["7"]
    half = " ".join(text.split()[:200])
    for copy in (text.upper(), half, f"{article(600)} {text} {article(600)}", f"New lead. {text}"):
        match = index.find(kept_runs(copy))
        assert match is not None
        assert match.name == "7"
        assert match.share > 0.9


def test_a_quotation_is_no_copy(index: NearIndex) -> None:
    text = article()
    index.add("a", kept_runs(text))
    assert index.find(kept_runs(f"{' '.join(text.split()[100:160])} {article()}")) is None


def test_an_article_that_grew_from_a_teaser_is_new(index: NearIndex) -> None:
    text = article(800)
    index.add("teaser", kept_runs(" ".join(text.split()[:60])))
    assert index.find(kept_runs(text)) is None


def test_the_text_that_came_first_is_named(index: NearIndex) -> None:
    text = article()
    for name in ("first", "other", "second"):
        index.add(name, kept_runs(article() if name == "other" else text))
    match = index.find(kept_runs(text))
    assert match is not None
    assert match.name == "first"
    assert len(index) == 3


def test_a_text_made_of_two_known_ones_is_known_as_itself(index: NearIndex) -> None:
    one, other = article(), article()
    both = f"{' '.join(one.split()[:220])} {' '.join(other.split()[:220])}"
    for name, text in (("one", one), ("other", other), ("both", both)):
        index.add(name, kept_runs(text))
    match = index.find(kept_runs(f"New lead. {both}"))
    assert match is not None
    assert match.name == "both"


def test_a_run_of_a_whole_site_is_kept_of_few(index: NearIndex) -> None:
    footer = article(40)
    for number in range(50):
        index.add(str(number), kept_runs(f"{article(100)} {footer}"))
    assert index.find(kept_runs(f"{article(100)} {footer}")) is None
    assert sum(known.sum() for _, known in index._look_up(kept_runs(footer))) <= near.OWNERS * len(
        kept_runs(footer)
    )


def test_short_and_empty_texts_are_like_nothing(index: NearIndex) -> None:
    for text in ("", "one two three", "\ud800 \0"):
        index.add(text, kept_runs(text))
        assert index.find(kept_runs(text)) is None


def test_articles_of_the_corpus_are_not_taken_for_copies() -> None:
    index = NearIndex()
    for one in corpus.load()[::4]:
        assert index.find(kept_runs(one.text)) is None, one.id
        index.add(one.id, kept_runs(one.text))
