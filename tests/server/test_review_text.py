"""Strangers' text on the review pages: it is only ever text."""

import re
import time

import pytest

from classifier.corpus import Span
from classifier.sentences import split
from server.queue import Label
from server.review import marks
from server.review.shown import MAX_SENTENCES, hidden_length, lines, readable, visible
from tests.server.review_app import Pages, pages, signed_in, words

__all__ = ["pages", "signed_in"]

MARKUP = '</title><script>alert(1)</script><img src=x onerror=alert(2)>" autofocus onfocus="x'
SWAP = "\u202egnp.exe\u2066"


@pytest.mark.parametrize("state", ["waiting", "rejected"])
def test_markup_stays_text_on_every_page(signed_in: Pages, state: str) -> None:
    item = signed_in.add(f"{MARKUP} was switched on.", MARKUP, address=f"https://a.test/{MARKUP}")
    if state == "rejected":
        signed_in.queue.reject(item.id, MARKUP[:100], MARKUP)
    for path in (f"/review?state={state}", f"/review/items/{item.id}"):
        page = signed_in.get(path)
        assert page.count("<script") == 1
        assert "<img src=x" not in page
        assert " onfocus=" not in re.sub(r">[^<]*<", "><", page)
        assert "<script>alert(1)</script>" in words(page)


def test_markup_in_a_message_stays_text(signed_in: Pages) -> None:
    item = signed_in.add(title=MARKUP)
    page = signed_in.decide(item, "reject")
    assert "Rejected: “</title><script>" in words(page)
    assert page.count("<script") == 1


def test_control_characters_are_named() -> None:
    assert visible("a\tb\nc") == "a\tb\nc"
    assert visible(SWAP) == "⟨U+202E⟩gnp.exe⟨U+2066⟩"
    assert visible("\x1b[2J\x7f\x9b\ud800") == "⟨U+001B⟩[2J⟨U+007F⟩⟨U+009B⟩⟨U+D800⟩"
    assert visible("שלום\u200f, 👩‍🔬") == "שלום\u200f, 👩‍🔬"


def test_right_to_left_overrides_turn_nothing_round(signed_in: Pages) -> None:
    item = signed_in.add(f"Open {SWAP} now.", f"A title {SWAP}")
    for page in (signed_in.get("/review"), signed_in.get(f"/review/items/{item.id}")):
        assert "\u202e" not in page
        assert "⟨U+202E⟩gnp.exe" in page
    assert re.search(r'class="text" dir="auto"[^>]*>Open', page)


@pytest.mark.parametrize("piece", ["Yes! ", "x", "\u202e<b>&"])
def test_five_megabytes_are_shown_in_part_and_soon(signed_in: Pages, piece: str) -> None:
    item = signed_in.add(piece * (5_000_000 // len(piece)), "A long one")
    began = time.process_time()
    page = signed_in.get(f"/review/items/{item.id}")
    assert time.process_time() - began < 10
    assert signed_in.answer.status_code == 200
    assert len(page) < 4_000_000
    assert page.count('class="sentence ') <= MAX_SENTENCES


def test_a_title_of_any_length_fits_into_the_cookie(signed_in: Pages) -> None:
    item = signed_in.add(title="Ж" * 2_000)
    page = signed_in.decide(item, "skip")
    assert f"Skipped: “{'Ж' * 79}…”." in words(page)


def test_lines_are_the_sentences_and_paragraphs_begin_where_they_did() -> None:
    text = "One. Two.\n\nThree?\nFour"
    shown = list(lines(text, readable(text)))
    assert [(line.text, line.opens) for line in shown] == [
        ("One.", False),
        ("Two.", False),
        ("Three?", True),
        ("Four", True),
    ]


def test_what_is_not_shown_is_counted() -> None:
    text = "A word. " * MAX_SENTENCES + "More."
    shown = readable(text)
    assert len(shown) == MAX_SENTENCES
    assert hidden_length(text, shown) == len("More.")
    assert hidden_length("All of it.", readable("All of it.")) == 0


def test_marks_survive_the_form_and_become_spans() -> None:
    sentences = split("One. Two. Three.")
    spans = (Span("ai_training", 0, 4), Span("ai_training", 5, 9))
    said = marks.labelled(Label("0", "Ana", ("ai_training",), spans), sentences)
    assert said.values == ["ai_training", "ai_training:0", "ai_training:1"]
    assert marks.read(said.values, sentences) == said
    assert said.spans(sentences) == spans
    assert said.fault is None
