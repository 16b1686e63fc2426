"""The queue of what waits for a label, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine

from classifier.corpus import Span
from server.feedback import Feedback, Report
from server.queue import Item, Label, LabelError, NoSuchItem, Piece, Queue, StateChanged

FERRY = Piece(
    "Ferry app",
    "Everybody was switched on. The boats are blue.",
    "feed",
    "https://news.test/1",
    "2026-11-20",
    "CC-BY-4.0",
)
FLAG = "default_opt_in"


@dataclass
class Sure:
    """Stands for a loaded model: as doubtful as the text has question marks."""

    version: str = "1"
    thresholds_ = np.array([0.5, 0.5, 0.5])

    @property
    def model(self) -> "Sure":
        return self

    @property
    def info(self) -> "Sure":
        return self

    def predict_proba(self, documents: list[str]) -> Any:
        return np.array([[0.05 * text.count("?"), 0.0, 0.0] for text in documents])


@pytest.fixture
def queue(engine: Engine) -> Queue:
    return Queue(engine)


def only(queue: Queue, state: str | None = "waiting") -> Item:
    (item,) = queue.items(state)
    return item


def label(item: Item, *flags: str, by: str = "ana") -> Label:
    return Label(item.id, by, flags, tuple(Span(flag, 0, 26) for flag in flags))


def offered(queue: Queue, labeller: str, **kwargs: Any) -> Item:
    item = queue.next(labeller, Sure(), **kwargs)
    assert item is not None
    return item


def test_a_piece_waits_with_its_provenance(queue: Queue) -> None:
    queue.add([FERRY])
    item = only(queue)
    assert (item.title, item.address, item.licence) == ("Ferry app", FERRY.address, "CC-BY-4.0")
    assert (item.count, item.state, item.reports) == (1, "waiting", ())
    assert queue.item(item.id) == item


def test_duplicates_merge_with_a_count(queue: Queue) -> None:
    spaced = replace(FERRY, text=FERRY.text.replace(". ", ".\n\n"))
    queue.add([FERRY, spaced, replace(FERRY, text="Another one.")])
    queue.add([FERRY])
    assert [item.count for item in queue.items()] == [3, 1]


def test_the_same_from_many_at_once_is_one_item(queue: Queue) -> None:
    pieces = [replace(FERRY, text=f"Text {number}.") for number in range(5)]
    orders = [pieces, pieces[::-1]] * 4
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(queue.add, orders))
    assert [item.count for item in queue.items()] == [8] * 5


def test_text_that_the_database_cannot_hold_is_mended_and_none_is_left_out(queue: Queue) -> None:
    odd = Piece(" a\0\n b\ud800 ", "NUL \0 and \ud800 half. \u202eRight to left.", "text")
    queue.add([odd, replace(odd, text=" \n ")])
    item = only(queue)
    assert item.title == "a\ufffd b\ufffd"
    assert item.text == "NUL \ufffd and \ufffd half. \u202eRight to left."


def test_a_text_without_a_title_gets_its_first_words(queue: Queue) -> None:
    queue.add([replace(FERRY, title=" ")])
    assert only(queue).title == FERRY.text


def test_a_report_arrives_with_its_text_and_merges(engine: Engine, queue: Queue) -> None:
    report = Report("key-0001", FLAG, "wrong", True, 0.9, "1", article={"title": "T", "text": "X."})
    feedback = Feedback(engine, per_minute=100, waiting=1000)
    feedback.add(report, token_id="t")
    feedback.add(report, token_id="t")
    feedback.add(replace(report, key="key-0002", flag="ai_training", note="No."), token_id="t")
    item = only(queue)
    assert (item.source, item.count, item.address) == ("feedback", 2, None)
    said = [(each.flag, each.verdict, each.wants, each.note) for each in item.reports]
    assert said == [(FLAG, "wrong", False, None), ("ai_training", "wrong", False, "No.")]


def test_what_one_token_alone_has_sent_is_told(engine: Engine, queue: Queue) -> None:
    feedback = Feedback(engine, per_minute=100, waiting=1000)
    for number, token in enumerate(("bad", "bad", "good")):
        text = "Both." if number else "Alone."
        article = {"title": "T", "text": text}
        report = Report(f"key-000{number}", FLAG, "wrong", True, 0.9, "1", article=article)
        feedback.add(report, token_id=token)
    queue.add([FERRY])
    (id_,) = queue.only_from("bad")
    assert queue.item(id_).text == "Alone."


def test_an_address_or_date_that_is_none_is_left_out(queue: Queue) -> None:
    odd = replace(FERRY, address="javascript:alert(1)", date="yesterday", licence="")
    queue.add([odd])
    queue.accept(label(only(queue)))
    (line,) = queue.accepted()
    assert line["source"] == {"kind": "feed"}


def test_an_accepted_item_becomes_a_line_with_provenance(queue: Queue) -> None:
    queue.add([FERRY])
    item = only(queue)
    queue.accept(label(item, FLAG))
    (line,) = queue.accepted()
    assert line["id"] == f"q-{item.id}"
    assert line["evidence"] == [{"label": FLAG, "start": 0, "end": 26}]
    assert line["source"] == {
        "kind": "feed",
        "address": "https://news.test/1",
        "date": "2026-11-20",
        "licence": "CC-BY-4.0",
    }
    assert queue.counts() == {"waiting": 0, "accepted": 1, "rejected": 0}


@pytest.mark.parametrize(
    ("flags", "spans"),
    [
        ((FLAG,), ()),
        ((), (Span(FLAG, 0, 26),)),
        ((FLAG,), (Span(FLAG, 0, 2600),)),
        ((FLAG,), (Span(FLAG, 0, 27),)),
        (("other",), (Span("other", 0, 26),)),
    ],
)
def test_a_label_needs_evidence_for_exactly_its_flags(
    queue: Queue, flags: tuple[str, ...], spans: tuple[Span, ...]
) -> None:
    queue.add([FERRY])
    with pytest.raises(LabelError):
        queue.accept(Label(only(queue).id, "ana", flags, spans))
    assert only(queue).state == "waiting"


def test_rejected_is_out_and_may_be_reopened(queue: Queue) -> None:
    queue.add([FERRY])
    item = only(queue)
    queue.reject(item.id, "ana", "an advertisement")
    assert only(queue, "rejected").closed_note == "an advertisement"
    assert list(queue.accepted()) == []
    queue.reopen(item.id)
    assert only(queue) == item


def test_of_many_who_decide_at_once_one_wins_and_the_others_are_told(queue: Queue) -> None:
    queue.add([FERRY])
    item = only(queue)

    def decide(name: str) -> str | None:
        try:
            if name < "c":
                queue.accept(label(item, by=name), was="waiting")
            else:
                queue.reject(item.id, name, was="waiting")
        except StateChanged:
            return None
        return name

    with ThreadPoolExecutor(4) as threads:
        winners = [name for name in threads.map(decide, "abcd") if name]
    assert winners == [queue.item(item.id).closed_by]
    assert [each.labeller for each in queue.labels(item.id)] == [n for n in winners if n < "c"]


def test_undo_goes_back_step_by_step(queue: Queue) -> None:
    queue.add([FERRY, replace(FERRY, text="Another text.")])
    first, second = queue.items()
    queue.accept(label(first))
    queue.reject(second.id, "ana")
    for expected in (second, first):
        undone = queue.undo("ana")
        assert undone is not None
        assert (undone.id, undone.state) == (expected.id, "waiting")
    assert queue.undo("ana") is None
    assert queue.labels(first.id) == []


def test_a_rejection_that_is_taken_back_takes_no_earlier_label_with_it(queue: Queue) -> None:
    queue.add([FERRY])
    item = only(queue)
    queue.label(label(item, FLAG))
    queue.reject(item.id, "ana")
    assert (queue.undo("ana") or item).state == "waiting"
    assert [each.flags for each in queue.labels(item.id)] == [(FLAG,)]


def test_two_who_agree_accept_and_two_who_differ_do_not(queue: Queue) -> None:
    queue.add([FERRY])
    item = only(queue)
    queue.label(label(item, FLAG))
    queue.label(label(item, by="ben"))
    assert only(queue).state == "waiting"
    queue.label(label(item, FLAG, by="cem"))
    assert only(queue, "accepted").closed_by == "cem"
    assert [each.labeller for each in queue.labels(item.id)] == ["ana", "ben", "cem"]


def test_a_forgotten_item_leaves_nothing(queue: Queue) -> None:
    queue.add([FERRY, replace(FERRY, text="Rejected.")])
    ferry = next(item for item in queue.items() if item.text == FERRY.text)
    queue.accept(Label(ferry.id, "ana", (), (), "NUL \0"))
    assert queue.labels(ferry.id)[0].note == "NUL \ufffd"
    queue.forget(ferry.id)
    queue.reject(only(queue).id, "ana")
    assert queue.forget_rejected() == 1
    assert (queue.items(None), queue.labels_by("ana")) == ([], [])


def test_an_unknown_item_is_told(queue: Queue) -> None:
    for act in (queue.item, queue.reopen, queue.forget, lambda id: queue.reject(id, "ana")):
        with pytest.raises(NoSuchItem):
            act("0" * 16)


def test_the_most_doubtful_comes_first_and_each_once(queue: Queue) -> None:
    queue.add([replace(FERRY, text="Sure."), replace(FERRY, text="Doubtful???")])
    item = offered(queue, "ana")
    assert item.text == "Doubtful???"
    assert offered(queue, "ana", skip=[item.id]).text == "Sure."
    queue.accept(label(item))
    assert offered(queue, "ben").text == "Sure."
    queue.accept(label(offered(queue, "ana")))
    assert queue.next("ana", Sure()) is None


def test_a_text_that_a_reader_calls_wrong_comes_before_doubt(engine: Engine, queue: Queue) -> None:
    queue.add([replace(FERRY, text="Doubtful???")])
    article = {"title": "T", "text": "Sure, and wrong."}
    report = Report("key-0001", FLAG, "wrong", False, 0.0, "1", article=article)
    Feedback(engine, per_minute=100, waiting=1000).add(report, token_id="t")
    assert offered(queue, "ana").text == "Sure, and wrong."


def test_among_equals_the_one_unlike_the_last_comes_next(queue: Queue) -> None:
    texts = ["Ferries carry passengers.", "Ferries carry many passengers.", "Banks fine lenders."]
    queue.add([replace(FERRY, title="", text=text) for text in texts])
    item = next(item for item in queue.items() if item.text == texts[0])
    queue.accept(label(item))
    assert offered(queue, "ana").text == texts[2]


def test_who_labels_blind_meets_what_others_labelled(queue: Queue) -> None:
    queue.add([FERRY, replace(FERRY, text="Doubtful???")])
    ferry = next(item for item in queue.items() if item.text == FERRY.text)
    queue.accept(label(ferry, FLAG))
    assert offered(queue, "ben").text == "Doubtful???"
    assert offered(queue, "ben", blind=True).id == ferry.id
