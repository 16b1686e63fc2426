from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text

from classifier.drift import ENOUGH
from server import api
from server.api import score_one
from server.cli import main
from server.database import open_database
from server.scoring import Document
from server.services import Services
from server.settings import Settings, from_environment
from server.weekly import WeeklyCounts, read_periods

FLAG = {"flag": "ai_training", "raised": True, "unsure": False, "probability": 0.97}
ANSWER = {"verdict": "scored", "flags": [FLAG], "model": {"version": "2026.11.26-1"}}
MONDAY = datetime(2026, 11, 23, 8)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """No model is needed here."""
    return from_environment({}, home=tmp_path)


@pytest.fixture
def weekly(engine: Engine) -> WeeklyCounts:
    return WeeklyCounts(engine, now=lambda: MONDAY)


def test_counts_of_several_processes_add_up_by_week(engine: Engine, weekly: WeeklyCounts) -> None:
    other = WeeklyCounts(engine, now=lambda: MONDAY)
    for counts in (weekly, other, other):
        counts.count(ANSWER, unknown=3, words=100)
        counts.close()
    (period,) = read_periods(engine)
    assert (period.name, period.model) == ("2026-W48", "2026.11.26-1")
    assert period.verdicts() == {"scored": 3}
    assert period.unknown_words == pytest.approx(0.03)
    assert period.histogram("ai_training") == [0] * 9 + [3]
    assert period.share("raised", "ai_training") == 1.0


def test_another_week_or_model_is_another_period(engine: Engine, weekly: WeeklyCounts) -> None:
    weekly.count(ANSWER, unknown=0, words=1)
    weekly.count(ANSWER | {"model": {"version": "2026.11.26-2"}}, unknown=0, words=1)
    weekly.flush()
    later = WeeklyCounts(engine, now=lambda: datetime(2027, 1, 1))
    later.count(ANSWER | {"verdict": "not_article", "flags": []}, unknown=0, words=0)
    later.close()
    found = [(period.name, period.model[-1]) for period in read_periods(engine)]
    assert found == [("2026-W48", "1"), ("2026-W48", "2"), ("2026-W53", "1")]


def test_counts_wait_while_the_database_is_away(engine: Engine, weekly: WeeklyCounts) -> None:
    weekly.count(ANSWER, unknown=0, words=1)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE weekly_counts RENAME TO away"))
    weekly.flush()
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO weekly_counts"))
    assert read_periods(engine) == []
    weekly.close()
    assert read_periods(engine)[0].scored == 1


def test_they_are_written_by_themselves_and_not_with_each_request(engine: Engine) -> None:
    weekly = WeeklyCounts(engine, seconds=0.5, now=lambda: MONDAY)
    for _ in range(20):
        weekly.count(ANSWER, unknown=0, words=1)
    timer = weekly._timer
    assert timer is not None
    assert read_periods(engine) == []
    timer.join(timeout=20)
    assert read_periods(engine)[0].scored == 20


def test_the_table_holds_numbers_and_names_of_ours_alone(engine: Engine) -> None:
    weekly = WeeklyCounts(engine, now=lambda: MONDAY)
    secret = {"title": "Secret", "text": "Secret words", "url": "https://secret.example"}
    weekly.count(ANSWER | {"article": secret}, unknown=1, words=2)
    weekly.close()
    with engine.connect() as connection:
        rows = str(connection.execute(text("SELECT * FROM weekly_counts")).all())
    assert "ecret" not in rows


def test_a_scored_request_is_counted(app, monkeypatch: pytest.MonkeyPatch) -> None:
    unfamiliar = SimpleNamespace(unfamiliar=lambda text: (1, len(text.split())))
    monkeypatch.setattr(api, "champion", lambda: SimpleNamespace(model=unfamiliar))
    answer = ANSWER | {"article": {"text": "one two"}}
    monkeypatch.setattr(api, "score", lambda *_, **__: answer)
    with app.app_context():
        assert "text" not in score_one(Document(text="x"), include_text=False)["article"]
        services = Services.of(app)
        services.weekly.flush()
        (period,) = read_periods(services.engine)
    assert (period.scored, period.unknown_words) == (1, 0.5)


def test_the_command_line_draws_the_weeks_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPTFLAG_HOME", str(tmp_path))
    page = tmp_path / "drift.html"
    command = ["report", "--drift", "--output", str(page)]
    empty = CliRunner().invoke(main, command)
    assert empty.exit_code == 1
    assert "Nothing was counted yet" in empty.output
    engine = open_database(from_environment({}, home=tmp_path).database_url)
    weekly = WeeklyCounts(engine, now=lambda: MONDAY)
    weekly.count(ANSWER, unknown=1, words=2)
    weekly.close()
    engine.dispose()
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert "Too few to tell" in done.output
    assert "2026-W48" in page.read_text(encoding="utf-8")


def test_after_a_rollback_the_model_at_work_is_compared_not_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPTFLAG_HOME", str(tmp_path))
    monkeypatch.setattr("classifier.registry.Registry.champion", lambda _: "2026.11.26-1")
    engine = open_database(from_environment({}, home=tmp_path).database_url)
    newer = ANSWER | {"model": {"version": "2026.11.26-2"}}
    for day, answers in ((MONDAY - timedelta(7), [ANSWER]), (MONDAY, [ANSWER, newer])):
        weekly = WeeklyCounts(engine, now=lambda day=day: day)
        for answer in answers * ENOUGH:
            weekly.count(answer, unknown=0, words=1)
        weekly.close()
    engine.dispose()
    done = CliRunner().invoke(main, ["report", "--drift", "--output", str(tmp_path / "d.html")])
    assert "Model 2026.11.26-1: 2026-W48 (200 articles) beside 2026-W47 (200)." in done.output
