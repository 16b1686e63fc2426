"""Reviewing without script: what a maintainer does, and what becomes of it."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from server.queue import Piece, Queue
from server.review import listing
from server.review.listing import PAGE
from server.review.pages import MAX_NOTE
from server.tokens import Role
from tests.server.review_app import TEXT, Pages, checked, pages, signed_in, words

__all__ = ["pages", "signed_in"]

GUESS = ["ai_training", "ai_training:1", "default_opt_in", "default_opt_in:0"]


def test_the_models_guess_is_ticked(signed_in: Pages) -> None:
    item = signed_in.add()
    page = signed_in.get("/review/next")
    assert sorted(checked(page)) == sorted(GUESS)
    assert signed_in.answer.request.path == f"/review/items/{item.id}"
    assert "Model: raised, 90% (raised from 60%)" in words(page)


def test_accepting_the_guess_makes_a_corpus_line_and_shows_the_next(signed_in: Pages) -> None:
    item, other = signed_in.add(), signed_in.add("Another text to train on.", "Other")
    page = signed_in.decide(item, "accept")
    assert "Accepted, as guessed: “Ferry app” (Default opt-in, AI training)." in words(page)
    assert signed_in.answer.request.path == f"/review/items/{other.id}"
    (line,) = signed_in.queue.accepted()
    assert line["labels"] == ["default_opt_in", "ai_training"]
    quotes = [(span["label"], TEXT[span["start"] : span["end"]]) for span in line["evidence"]]
    assert quotes == [
        ("default_opt_in", "Everybody was switched on in March."),
        ("ai_training", "The messages are used to train an assistant."),
    ]


def test_a_correction_is_kept_with_its_evidence_and_note(signed_in: Pages) -> None:
    item = signed_in.add()
    marks = ["regulatory_action", "regulatory_action:3", "regulatory_action:2"]
    page = signed_in.decide(item, "correct", marks, note=" It says so. ")
    assert "Accepted, corrected: “Ferry app” (Regulatory action)." in words(page)
    (label,) = signed_in.queue.labels(item.id)
    assert (label.labeller, label.flags, label.note) == (
        "Ana",
        ("regulatory_action",),
        "It says so.",
    )
    assert [TEXT[s.start : s.end] for s in label.evidence] == [
        "The weather was fine.",
        "Nobody has said more.",
    ]


def test_no_flag_is_a_label_too(signed_in: Pages) -> None:
    page = signed_in.decide(signed_in.add(), "correct", [])
    assert "(no flag)" in words(page)
    (line,) = signed_in.queue.accepted()
    assert (line["labels"], line["evidence"]) == ([], [])


@pytest.mark.parametrize(
    ("marks", "why"),
    [
        (["ai_training"], "AI training is ticked, but no sentence is marked for it."),
        (["ai_training:1"], "Sentences are marked for AI training, but the flag is not ticked."),
    ],
)
def test_flags_without_their_evidence_are_refused(
    signed_in: Pages, marks: list[str], why: str
) -> None:
    item = signed_in.add()
    page = signed_in.decide(item, "correct", marks, note="kept")
    assert signed_in.answer.status_code == 422
    assert why in words(page)
    assert checked(page) == marks
    assert ">kept</textarea>" in page
    assert signed_in.queue.item(item.id).state == "waiting"


def test_a_changed_guess_is_not_accepted_as_the_guess(signed_in: Pages) -> None:
    item = signed_in.add()
    page = signed_in.decide(item, "accept", [])
    assert signed_in.answer.status_code == 422
    assert "You changed the model's guess." in words(page)
    assert signed_in.queue.item(item.id).state == "waiting"


def test_a_rejected_article_is_in_no_corpus(signed_in: Pages) -> None:
    item = signed_in.add()
    page = signed_in.decide(item, "reject", note="A shop, no article.")
    assert "Rejected: “Ferry app”. Nothing waits for you any more." in words(page)
    assert signed_in.queue.item(item.id).state == "rejected"
    assert signed_in.queue.item(item.id).closed_note == "A shop, no article."
    assert list(signed_in.queue.accepted()) == []


def test_a_skipped_article_comes_last(signed_in: Pages) -> None:
    first, second = signed_in.add(), signed_in.add("Another text to train on.", "Other")
    signed_in.decide(first, "skip")
    assert signed_in.answer.request.path.endswith(second.id)
    signed_in.decide(second, "accept")
    assert signed_in.answer.request.path.endswith(first.id)


@pytest.mark.parametrize("action", ["accept", "reject", "skip"])
def test_the_latest_step_is_undone(signed_in: Pages, action: str) -> None:
    first, second = signed_in.add(), signed_in.add("Another text to train on.", "Other")
    signed_in.decide(second, "reject")
    signed_in.decide(first, action)
    page = signed_in.post("/review/undo")
    assert "Undone. It waits again." in words(page)
    assert signed_in.answer.request.path.endswith(first.id)
    assert signed_in.queue.item(first.id).state == "waiting"
    assert signed_in.queue.item(second.id).state == "rejected"
    signed_in.post("/review/undo")
    assert signed_in.queue.item(second.id).state == "waiting"
    assert "There is nothing to undo." in words(signed_in.post("/review/undo"))


def test_what_another_decided_meanwhile_is_not_changed(signed_in: Pages) -> None:
    item = signed_in.add()
    signed_in.queue.reject(item.id, "Ben")
    page = signed_in.post(f"/review/items/{item.id}", action="accept")
    assert "was rejected meanwhile. Nothing was changed." in words(page)
    assert signed_in.queue.item(item.id).closed_by == "Ben"


@pytest.mark.parametrize("action", ["accept", "reject"])
def test_of_two_at_the_same_moment_the_first_counts(
    signed_in: Pages, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    item = signed_in.add()
    # The note is read after the item's state was.
    monkeypatch.setattr("server.review.pages.note", lambda: signed_in.queue.reject(item.id, "Ben"))
    page = signed_in.decide(item, action)
    assert "was rejected meanwhile. Nothing was changed." in words(page)
    assert signed_in.queue.item(item.id).closed_by == "Ben"
    assert signed_in.queue.labels(item.id) == []


def test_a_decided_article_shows_its_label_and_can_be_reopened(signed_in: Pages) -> None:
    item = signed_in.add()
    signed_in.decide(item, "correct", ["regulatory_action", "regulatory_action:2"], note="n")
    page = signed_in.get(f"/review/items/{item.id}")
    assert "Accepted by Ana on" in words(page)
    assert sorted(checked(page)) == ["regulatory_action", "regulatory_action:2"]
    assert "It waits again." in words(signed_in.post(f"/review/items/{item.id}", action="reopen"))
    assert signed_in.queue.item(item.id).state == "waiting"


def test_readers_reports_are_shown(signed_in: Pages, pages: Pages) -> None:
    api = {"Authorization": f"Bearer {pages.tokens.create('reader')}"}
    report = {"key": "key-0001", "flag": "ai_training", "verdict": "wrong", "raised": True}
    report |= {"probability": 0.9, "model": "m", "note": "It trains <b>dogs</b>."}
    report |= {"article": {"title": "Ferry app", "text": TEXT}}
    answer = pages.app.test_client().post("/api/v1/feedback", json=report, headers=api)
    assert answer.status_code == 201
    page = signed_in.get("/review/next")
    said = "1 reader: AI training should not be raised. It trains <b>dogs</b>."
    assert said in words(page)


def test_the_list_filters_by_state_and_source(signed_in: Pages) -> None:
    signed_in.add("A text of a feed.", "Of the feed")
    signed_in.add("A text of a page.", "Of the page", source="html")
    signed_in.decide(signed_in.add("A third text.", "The third"), "reject")
    everything = words(signed_in.get("/review"))
    assert "2 Waiting 0 Accepted 1 Rejected" in everything
    assert "Of the feed" in everything
    assert "The third" not in everything
    assert "Of the feed" not in words(signed_in.get("/review?source=html"))
    assert "The third" in words(signed_in.get("/review?state=rejected"))
    assert signed_in.client.get("/review?state=else").status_code == 404


def test_a_long_list_has_pages(signed_in: Pages) -> None:
    for number in range(PAGE + 1):
        signed_in.add(f"Text number {number}.", f"Title {number}")
    assert "Page 1 of 2" in words(signed_in.get("/review"))
    assert signed_in.get("/review?page=2").count('scope="row"') == 1
    assert signed_in.client.get("/review?page=0").status_code == 404


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"action": "accept", "mark": "ai_training:99"}, 422),
        ({"action": "accept", "mark": "ai_training:-1"}, 422),
        ({"action": "accept", "mark": "ai_training:٣"}, 422),
        ({"action": "accept", "mark": "other"}, 422),
        ({"action": "destroy"}, 422),
        ({}, 422),
    ],
)
def test_a_form_that_is_not_ours_changes_nothing(
    signed_in: Pages, fields: dict[str, str], status: int
) -> None:
    item = signed_in.add()
    page = signed_in.post(f"/review/items/{item.id}", **fields)
    assert signed_in.answer.status_code == status
    assert signed_in.answer.mimetype == "text/html"
    assert "Invalid request" in words(page)
    assert signed_in.queue.item(item.id).state == "waiting"


def test_an_unknown_article_is_a_page_that_says_so(signed_in: Pages) -> None:
    assert "Not Found" in words(signed_in.get("/review/items/0123456789abcdef"))
    assert signed_in.answer.status_code == 404


@pytest.mark.on_postgresql
@pytest.mark.parametrize("path", ["?source=a%00b", "/items/a%00b"])
def test_what_the_database_cannot_even_look_for_is_not_found(app: Flask, path: str) -> None:
    pages = Pages(app)
    pages.sign_in(pages.tokens.create("Ana", role=Role.MAINTAINER))
    assert "Not Found" in words(pages.get(f"/review{path}"))
    assert pages.answer.status_code == 404


def test_a_note_is_kept_without_what_the_database_refuses(signed_in: Pages) -> None:
    item = signed_in.add()
    signed_in.decide(item, "accept", note="a\0b" + "x" * MAX_NOTE)
    (label,) = signed_in.queue.labels(item.id)
    assert label.note == "ab" + "x" * (MAX_NOTE - 2)


def test_the_list_is_the_same_on_both_databases(engine: Engine) -> None:
    queue = Queue(engine)
    queue.add([Piece("One", "A text.", "feed"), Piece("Two", "Two texts.", "html")])
    queue.add([Piece("Two", "Two  texts.", "html")])
    rows, total = listing.rows(engine, state="waiting", source=None, page=1)
    assert [(row.title, row.count, row.labels, row.reports) for row in rows] == [
        ("Two", 2, 0, 0),
        ("One", 1, 0, 0),
    ]
    assert total == 2
    assert listing.sources(engine) == ["feed", "html"]
    queue.reject(rows[0].id, "Ana")
    assert listing.rows(engine, state="rejected", source="html", page=1)[1] == 1
