"""Both databases, their migrations, and feedback that is never lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from server.database import metadata, open_database
from server.feedback import Feedback, KeyReused, Report, TooMuch
from server.queue import Queue

REPORT = Report("key-0001", "ai_training", "wrong", True, 0.97, "2026.11.26-1")


@pytest.fixture
def feedback(engine: Engine) -> Feedback:
    return Feedback(engine, per_minute=1000)


def test_the_migrations_make_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_opening_a_database_again_changes_nothing(engine: Engine, database_url: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO failures (kind, at) VALUES ('x', '2026-01-01')"))
    again = open_database(database_url)
    with again.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM failures")).scalar() == 1
    again.dispose()


def test_two_processes_open_an_empty_database_at_once(database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for engine in pool.map(open_database, [database_url] * 4):
            engine.dispose()


def test_a_report_is_kept_once(feedback: Feedback) -> None:
    assert feedback.add(REPORT, token_id="t")
    assert not feedback.add(REPORT, token_id="t")
    rows = list(feedback.all())
    assert len(rows) == 1
    assert (rows[0]["flag"], rows[0]["verdict"], rows[0]["note"]) == ("ai_training", "wrong", None)


def test_text_is_kept_only_when_it_was_sent(feedback: Feedback, engine: Engine) -> None:
    article = {"title": "A title", "text": "A text with “quotes” and \u202eodd characters."}
    feedback.add(REPORT, token_id="t")
    feedback.add(replace(REPORT, key="key-0002", article=article), token_id="t")
    assert [row["item_id"] is None for row in feedback.all()] == [True, False]
    (item,) = Queue(engine).items()
    assert {"title": item.title, "text": item.text} == article


def test_a_key_with_another_content_is_refused(feedback: Feedback) -> None:
    feedback.add(REPORT, token_id="t")
    with pytest.raises(KeyReused):
        feedback.add(replace(REPORT, verdict="right"), token_id="t")


def test_one_token_cannot_flood_but_may_retry(engine: Engine) -> None:
    feedback = Feedback(engine, per_minute=2)
    for number in range(2):
        feedback.add(replace(REPORT, key=f"key-000{number}"), token_id="t")
    with pytest.raises(TooMuch):
        feedback.add(replace(REPORT, key="key-0009"), token_id="t")
    assert not feedback.add(replace(REPORT, key="key-0000"), token_id="t")
    assert feedback.add(replace(REPORT, key="key-0009"), token_id="another")


def test_the_same_report_at_once_from_many_is_kept_once(feedback: Feedback) -> None:
    with ThreadPoolExecutor(8) as pool:
        new = list(pool.map(lambda _: feedback.add(REPORT, token_id="t"), range(16)))
    assert sum(new) == 1
    assert len(list(feedback.all())) == 1
