"""Copies, whole or in part, of what is in the corpus or the queue or came before."""

import random
import subprocess
import sys

import pytest

from classifier import corpus
from server.importing.known import CORPUS, OWNERS, QUEUE, Duplicate, Known
from server.importing.runs import kept_runs
from server.queue import Piece

RANDOM = random.Random(7)
WORDS = [f"word{number}" for number in range(5_000)]


def article(words: int = 400) -> str:
    return " ".join(RANDOM.choices(WORDS, k=words))


@pytest.fixture
def known() -> Known:
    return Known()


def find(known: Known, text: str) -> Duplicate | None:
    return known.take("new.html", Piece("Title", text, "html"))


def test_the_same_text_is_found_whatever_its_length_and_white_space(known: Known) -> None:
    for text in ("one two three", article()):
        known.add(QUEUE, "q-1", text)
        found = find(known, text.replace(" ", "\n\n"))
        assert found is not None
        assert (found.place, found.share, found.exact) == (QUEUE, 1, True)


def test_copies_whole_or_in_part_are_found(known: Known) -> None:
    texts = {str(number): article() for number in range(20)}
    for name, text in texts.items():
        known.add(CORPUS, name, text)
    text = texts["7"]
    half = " ".join(text.split()[:200])
    for copy in (text.upper(), half, f"{article(600)} {text} {article(600)}", f"New lead. {text}"):
        found = find(known, copy)
        assert found is not None
        assert (found.place, found.name, found.exact) == (CORPUS, "7", False)
        assert found.share > 0.9


def test_what_was_taken_is_known_and_a_copy_is_not(known: Known) -> None:
    text = article()
    assert find(known, text) is None
    for copy in (f"New lead. {text}", text):
        found = find(known, copy)
        assert found is not None
        assert (found.place, found.name, found.exact) == ("import", "new.html", copy == text)


def test_a_quotation_is_no_copy(known: Known) -> None:
    text = article()
    known.add(CORPUS, "a", text)
    assert find(known, f"{' '.join(text.split()[100:160])} {article()}") is None


def test_an_article_that_grew_from_a_teaser_is_new(known: Known) -> None:
    text = article(800)
    known.add(CORPUS, "teaser", " ".join(text.split()[:60]))
    assert find(known, text) is None


def test_the_text_that_came_first_is_named(known: Known) -> None:
    text = article()
    for name, added in (("first", text), ("other", article()), ("second", text.upper())):
        known.add(CORPUS, name, added)
    found = find(known, text.title())
    assert found is not None
    assert found.name == "first"


def test_a_text_made_of_two_known_ones_is_known_as_itself(known: Known) -> None:
    one, other = article(), article()
    both = f"{' '.join(one.split()[:220])} {' '.join(other.split()[:220])}"
    for name, text in (("one", one), ("other", other), ("both", both)):
        known.add(CORPUS, name, text)
    found = find(known, f"New lead. {both}")
    assert found is not None
    assert found.name == "both"


def test_a_run_of_a_whole_site_is_kept_of_few(known: Known) -> None:
    footer = article(40)
    for number in range(50):
        known.add(CORPUS, str(number), f"{article(100)} {footer}")
    assert find(known, f"{article(100)} {footer}") is None
    owners = known._database.execute("SELECT count(*) FROM owners GROUP BY run").fetchall()
    assert max(owners) == (OWNERS,)


def test_short_and_empty_texts_are_like_nothing(known: Known) -> None:
    for text in ("", "one two three", "\0"):
        assert len(kept_runs(text)) == 0
        assert find(known, text) is None


def test_half_characters_have_runs_and_names(known: Known) -> None:
    text = f"\ud800 {article()}"
    known.add(CORPUS, "\udcff.html", text.replace("\ud800", ""))
    found = known.take("b.html", Piece("Title", text.replace("\ud800", "New"), "html"))
    assert found is not None
    assert found.name == "\udcff.html"
    assert len(kept_runs(text)) > 0


def test_articles_of_the_corpus_are_not_taken_for_copies(known: Known) -> None:
    for one in corpus.load()[::4]:
        assert find(known, one.text) is None, one.id


GROWTH = """
import random
from server.importing.known import CORPUS, Known

def memory():
    with open("/proc/self/smaps_rollup") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pss_Anon:"))

known, words = Known(cache=500), [f"w{number}" for number in range(5000)]
def add(numbers):
    for number in numbers:
        known.add(CORPUS, str(number), " ".join(random.choices(words, k=20_000)))
add(range(40))
before = memory()
add(range(40, 160))
print(memory() - before)
"""


def test_memory_does_not_grow_with_the_texts() -> None:
    """120 texts of 20,000 words have 300,000 runs: a table in memory takes 2.4 MB at the least."""
    done = subprocess.run(
        [sys.executable, "-c", GROWTH], capture_output=True, check=True, text=True
    )
    assert int(done.stdout) < 1_000  # kB
