"""`optflag data label`, driven key by key as a labeller does."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from classifier.labels import FLAGS
from server.database import open_database
from server.feedback import Feedback, Report
from server.labelling import words
from server.labelling.app import LabelApp
from server.labelling.session import Session
from server.queue import Piece, Queue
from tests.server.cue_model import TEXT, CueModel

OPT_IN, TRAINING, ACTION = FLAGS


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    engine = open_database(f"sqlite:///{tmp_path / 'optflag.db'}")
    yield Queue(engine)
    engine.dispose()


@pytest.fixture
def one(queue: Queue) -> Queue:
    queue.add([Piece("A ferry app", TEXT, "feed", date="2026-11-20")])
    return queue


def drive(
    queue: Queue,
    act: Callable[[LabelApp, Pilot[None]], Awaitable[None]],
    *,
    shortest_look: float = 0,
    **kwargs: Any,
) -> Session:
    """Open the screen, let `act` press keys, and close it."""
    session = Session(queue, CueModel(), **({"labeller": "ana"} | kwargs))

    async def run() -> None:
        app = LabelApp(session, shortest_look=shortest_look)
        async with app.run_test(size=(100, 30)) as pilot:
            await act(app, pilot)

    # In a thread, for Playwright's loop runs in this one as long as a browser of the tests is open.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(run())).result()
    return session


def press(queue: Queue, *keys: str, **kwargs: Any) -> Session:
    async def act(app: LabelApp, pilot: Pilot[None]) -> None:
        await pilot.press(*keys)

    return drive(queue, act, **kwargs)


def quotes(queue: Queue, labeller: str = "ana") -> list[tuple[str, str]]:
    """Flag and sentence of all evidence that this labeller marked."""
    return [
        (span.label, queue.item(label.item_id).text[span.start : span.end])
        for label in queue.labels_by(labeller)
        for span in label.evidence
    ]


def shown(app: LabelApp, name: str) -> str:
    return str(app.query_one(f"#{name}", Static).content)


def test_one_key_accepts_the_models_word_with_its_evidence(one: Queue) -> None:
    press(one, "enter")
    assert quotes(one) == [
        (OPT_IN, "Everybody was switched on without a notice."),
        (ACTION, "The watchdog has opened a case."),
    ]
    assert one.counts() == {"waiting": 0, "accepted": 1, "rejected": 0}


def test_an_article_without_a_correction_costs_one_key(queue: Queue) -> None:
    texts = [f"{TEXT} Number {number}." for number in range(10)]
    queue.add([Piece("A ferry app", text, "feed") for text in texts])
    keys = ["enter"] * 10
    assert press(queue, *keys).labelled == 10
    assert len(keys) / len(queue.labels_by("ana")) <= 1


def test_each_label_is_saved_before_the_next_article_shows(queue: Queue) -> None:
    queue.add([Piece(title, f"{TEXT} {title}.", "feed") for title in ("First", "Second")])

    async def act(app: LabelApp, pilot: Pilot[None]) -> None:
        first = shown(app, "title")
        await pilot.press("enter")
        assert shown(app, "title") != first
        assert queue.counts()["accepted"] == 1

    drive(queue, act)


def test_one_key_takes_a_flag_back_and_one_raises_it_with_a_sentence(one: Queue) -> None:
    press(one, "1", "2", "enter")
    flags = {flag for flag, _ in quotes(one)}
    assert flags == {TRAINING, ACTION}


def test_sentences_are_marked_at_the_cursor(one: Queue) -> None:
    press(one, "home", "d", "end", "r", "up", "r", "enter")
    assert quotes(one) == [
        (OPT_IN, "Harbourline has changed its terms."),
        (OPT_IN, "Everybody was switched on without a notice."),
        (ACTION, "The boats are blue."),
    ]


def test_a_flag_whose_last_sentence_is_unmarked_is_off(one: Queue) -> None:
    press(one, "tab", "r", "enter")
    assert {flag for flag, _ in quotes(one)} == {OPT_IN}


def test_the_cursor_goes_from_mark_to_mark(one: Queue) -> None:
    async def act(app: LabelApp, pilot: Pilot[None]) -> None:
        article = app.query_one(OptionList)
        places = [article.highlighted]
        for key in ("tab", "tab", "shift+tab", "j", "k"):
            await pilot.press(key)
            places.append(article.highlighted)
        assert places == [1, 2, 2, 1, 2, 1]

    drive(one, act)


def test_undo_leaves_what_another_session_of_the_same_name_did_since(queue: Queue) -> None:
    queue.add([Piece("One", TEXT, "feed"), Piece("Two", f"{TEXT} Two.", "feed")])
    here, there = (Session(queue, CueModel(), labeller="ana") for _ in range(2))
    here.skip()
    here.reject()
    there.reject()
    assert here.undo()
    states = {item.id: item.state for item in queue.items(None)}
    assert here.draft
    assert there._steps
    assert states == {
        here.draft.item.id: "waiting",
        there._steps[0].draft.item.id: "rejected",
    }


def test_undo_shows_the_article_as_it_was_left(one: Queue) -> None:
    async def act(app: LabelApp, pilot: Pilot[None]) -> None:
        await pilot.press("1", "enter")
        assert shown(app, "title") == "Nothing left to label."
        await pilot.press("u")
        assert one.counts()["waiting"] == 1
        assert one.labels_by("ana") == []
        assert shown(app, "title") == "A ferry app"
        await pilot.press("enter")

    drive(one, act)
    assert {flag for flag, _ in quotes(one)} == {ACTION}


def test_skipped_waits_and_rejected_does_not_and_both_can_be_taken_back(queue: Queue) -> None:
    queue.add([Piece(title, f"{TEXT} {title}.", "feed") for title in ("First", "Second")])
    press(queue, "s", "x", "u", "u", "u", "s", "x")
    assert queue.counts() == {"waiting": 1, "accepted": 0, "rejected": 1}


def test_a_note_is_kept_and_its_letters_do_nothing_else(one: Queue) -> None:
    press(one, "n", *"dr 1x", "enter", "enter")
    (label,) = one.labels_by("ana")
    assert label.note == "dr 1x"
    assert label.flags == (OPT_IN, ACTION)


def test_a_note_may_be_typed_as_fast_as_one_can(one: Queue) -> None:
    async def act(app: LabelApp, pilot: Pilot[None]) -> None:
        for key in ("n", *"sux1", "enter"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.press("enter")

    drive(one, act)
    assert [label.note for label in one.labels_by("ana")] == ["sux1"]


def test_a_mark_falls_where_the_cursor_was_when_it_was_typed(one: Queue) -> None:
    async def act(app: LabelApp, pilot: Pilot[None]) -> None:
        for key in ("home", "down", "down", "down", "a"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await pilot.press("enter")

    drive(one, act)
    assert (TRAINING, "The boats are blue.") in quotes(one)


def test_a_key_that_is_held_decides_on_nothing_unseen(queue: Queue) -> None:
    queue.add([Piece(title, f"{TEXT} {title}.", "feed") for title in ("First", "Second")])

    async def act(app: LabelApp, pilot: Pilot[None]) -> None:
        app._shown_at -= 60  # the first article was looked at for long
        for _ in range(5):
            app.post_message(Key("enter", None))
        await pilot.pause()

    assert drive(queue, act, shortest_look=60).labelled == 1


def test_a_note_that_is_left_is_not_kept(one: Queue) -> None:
    press(one, "n", "x", "escape", "enter")
    assert one.labels_by("ana")[0].note is None


def test_who_labels_blind_sees_nobodys_word_and_two_accept(one: Queue) -> None:
    async def act(app: LabelApp, pilot: Pilot[None]) -> None:
        assert "model 0." not in shown(app, "flags")
        assert "YES" not in shown(app, "flags")
        await pilot.press("down", "1", "enter")

    drive(one, act, labeller="ana", blind=True)
    assert one.counts()["waiting"] == 1
    drive(one, act, labeller="ben", blind=True)
    assert one.counts()["accepted"] == 1
    assert quotes(one, "ben") == [(OPT_IN, "Everybody was switched on without a notice.")]


def test_named_items_are_offered_in_order_with_the_labellers_own_marks(queue: Queue) -> None:
    queue.add([Piece(title, f"{TEXT} {title}.", "feed") for title in ("First", "Second", "Third")])
    ids = [item.id for item in queue.items()][::-1][:2]
    press(queue, "1", "enter", "enter", only=ids, blind=True)
    session = press(queue, "enter", "enter", only=ids)
    assert session.labelled == 2
    assert {item.id for item in queue.items("accepted")} == set(ids)


def test_the_origin_is_dated_to_the_day(queue: Queue) -> None:
    queue.add([Piece("A ferry app", TEXT, "feed", date="2026-11-20T05:06:07+00:00")])

    async def act(app: LabelApp, pilot: Pilot[None]) -> None:
        assert " · feed · 2026-11-20 · 0 labelled" in shown(app, "about")

    drive(queue, act)


def test_readers_words_are_shown(queue: Queue) -> None:
    note = "No, [bold]the boats[/bold] \x1b[31mdo."
    report = Report("key-0001", OPT_IN, "wrong", True, 0.9, "1", note, {"title": "T", "text": TEXT})
    Feedback(queue._engine, per_minute=9, waiting=9).add(report, token_id="t")

    async def act(app: LabelApp, pilot: Pilot[None]) -> None:
        assert "A reader: Default opt-in should not be raised" in shown(app, "about")
        assert r"[bold]the boats[/bold] \x1b[31mdo." in shown(app, "about")

    drive(queue, act)


def test_a_database_that_is_away_loses_nothing(one: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("", {}, Exception("away"))

    async def act(app: LabelApp, pilot: Pilot[None]) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(one, "accept", away)
            await pilot.press("1", "enter")
        assert shown(app, "title") == "A ferry app"
        await pilot.press("enter")

    drive(one, act)
    assert {flag for flag, _ in quotes(one)} == {ACTION}


def test_the_keys_fit_a_narrow_terminal() -> None:
    assert max(len(line) for line in words.keys().plain.split("\n")) < 80


HOSTILE = "\x1b]0;title\x07 \x9b31m [red]markup[/] \u202egnihtyna \x00 ="


def test_hostile_text_shows_as_text(queue: Queue) -> None:
    queue.add([Piece(HOSTILE, f"{HOSTILE} The boats are blue. {'x' * 5_000_000}", "text")])

    async def act(app: LabelApp, pilot: Pilot[None]) -> None:
        await pilot.pause()
        screen = app.export_screenshot()
        for dangerous in ("\x1b", "\x07", "\x9b", "\u202e"):
            assert dangerous not in screen
        assert r"\x1b]0;title\x07" in shown(app, "title")
        assert r"\u202egnihtyna" in shown(app, "title")
        assert "[red]markup[/]" in shown(app, "title")
        await pilot.press("end", "1", "enter")

    drive(queue, act)
    assert queue.counts()["accepted"] == 1
