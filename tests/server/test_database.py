"""Both databases, their migrations, and feedback that is never lost."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text

from server.database import NewerDatabase, metadata, open_database
from server.feedback import Feedback, KeyReused, Report, TooManyWaiting, TooMuch, count_without_text
from server.queue import Queue
from tests.server.conftest import kept_reports

REPORT = Report("key-0001", "ai_training", "wrong", True, 0.97, "2026.11.26-1")


@pytest.fixture
def feedback(engine: Engine) -> Feedback:
    return Feedback(engine, per_minute=1000, waiting=1000)


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


def test_a_database_of_a_newer_version_is_refused_in_plain_words(
    engine: Engine, database_url: str
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="revision 9999"):
        open_database(database_url)


def test_two_processes_open_an_empty_database_at_once(database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for engine in pool.map(open_database, [database_url] * 4):
            engine.dispose()


def test_a_report_is_kept_once(feedback: Feedback, engine: Engine) -> None:
    assert feedback.add(REPORT, token_id="t")
    assert not feedback.add(REPORT, token_id="t")
    rows = kept_reports(engine)
    assert len(rows) == 1
    assert (rows[0]["flag"], rows[0]["verdict"], rows[0]["note"]) == ("ai_training", "wrong", None)


def test_text_is_kept_only_when_it_was_sent(feedback: Feedback, engine: Engine) -> None:
    article = {"title": "A title", "text": "A text with “quotes” and \u202eodd characters."}
    feedback.add(REPORT, token_id="t")
    feedback.add(replace(REPORT, key="key-0002", article=article), token_id="t")
    assert [row["item_id"] is None for row in kept_reports(engine)] == [True, False]
    (item,) = Queue(engine).items()
    assert {"title": item.title, "text": item.text} == article


def test_a_key_with_another_content_is_refused(feedback: Feedback) -> None:
    feedback.add(REPORT, token_id="t")
    with pytest.raises(KeyReused):
        feedback.add(replace(REPORT, verdict="right"), token_id="t")


def test_one_token_cannot_flood_but_may_retry(engine: Engine) -> None:
    feedback = Feedback(engine, per_minute=2, waiting=1000)
    for number in range(2):
        feedback.add(replace(REPORT, key=f"key-000{number}"), token_id="t")
    with pytest.raises(TooMuch):
        feedback.add(replace(REPORT, key="key-0009"), token_id="t")
    assert not feedback.add(replace(REPORT, key="key-0000"), token_id="t")
    assert feedback.add(replace(REPORT, key="key-0009"), token_id="another")


def test_one_token_cannot_fill_the_queue(engine: Engine) -> None:
    feedback = Feedback(engine, per_minute=1000, waiting=2)
    texts = [{"title": "T", "text": f"Text {number}."} for number in range(4)]
    reports = [replace(REPORT, key=f"key-000{n}", article=text) for n, text in enumerate(texts)]
    for report in reports[:2]:
        feedback.add(report, token_id="t")
    with pytest.raises(TooManyWaiting):
        feedback.add(reports[2], token_id="t")
    assert len(kept_reports(engine)) == 2
    assert not feedback.add(reports[0], token_id="t")  # a retry
    assert feedback.add(replace(REPORT, key="key-0009"), token_id="t")  # no text
    assert feedback.add(reports[2], token_id="another")
    seen = next(item for item in Queue(engine).items() if item.text == "Text 0.")
    Queue(engine).reject(seen.id, "ana")
    feedback.add(reports[3], token_id="t")
    assert count_without_text(engine) == 1


def test_the_texts_of_older_reports_move_to_the_queue(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "server/migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for key, article in (("a", None), ("b", ARTICLE), ("c", ARTICLE)):
            row = {"key": key, "article": json.dumps(article)}
            connection.execute(text(OLD_REPORT), row)
    engine.dispose()
    engine = open_database(database_url)
    (item,) = Queue(engine).items()
    assert (item.text, item.count, item.date) == (ARTICLE["text"], 2, "2026-01-02")
    assert [row["item_id"] for row in kept_reports(engine)] == [None, item.id, item.id]
    engine.dispose()


ARTICLE = {"title": "A title", "text": "A  text."}
OLD_REPORT = """
    INSERT INTO feedback
        (key, token_id, received, digest, flag, verdict, raised, probability, model, article)
    VALUES (:key, 't', '2026-01-02', 'd', 'ai_training', 'wrong', true, 0.9, '1', :article)
"""


def test_many_readers_of_one_text_at_once_are_counted(feedback: Feedback, engine: Engine) -> None:
    reports = [replace(REPORT, key=f"key-00{n:02}", article=ARTICLE) for n in range(8)] * 2
    with ThreadPoolExecutor(8) as pool:
        new = list(pool.map(lambda report: feedback.add(report, token_id="t"), reports))
    assert sum(new) == 8
    (item,) = Queue(engine).items()
    assert (item.count, len(item.reports)) == (8, 8)


def test_report_and_text_are_kept_together_or_not_at_all(
    feedback: Feedback, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the worker dies")

    with monkeypatch.context() as patch:
        patch.setattr("server.feedback.insert_pieces", fail)
        with pytest.raises(RuntimeError):
            feedback.add(replace(REPORT, article=ARTICLE), token_id="t")
    assert kept_reports(engine) == []
    assert feedback.add(replace(REPORT, article=ARTICLE), token_id="t")
    assert len(Queue(engine).items()) == 1


def test_the_same_report_at_once_from_many_is_kept_once(feedback: Feedback, engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        new = list(pool.map(lambda _: feedback.add(REPORT, token_id="t"), range(16)))
    assert sum(new) == 1
    assert len(kept_reports(engine)) == 1
