from pathlib import Path

import pytest
from flask import Flask

from server.services import Services
from server.settings import Settings, from_environment
from tests.server.conftest import ApiClient, kept_reports
from tests.server.test_errors import assert_problem


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """The same tests on SQLite and on PostgreSQL; nothing here asks for a model."""
    return from_environment({}, home=tmp_path, database_url=database_url)


REPORT = {
    "key": "4d3c2b1a-0000-4000-8000-000000000001",
    "flag": "ai_training",
    "verdict": "wrong",
    "raised": True,
    "probability": 0.97,
    "model": "2026.11.26-1",
}


def test_a_report_is_acknowledged_once_it_is_kept(client: ApiClient, app: Flask) -> None:
    answer = client.post("/api/v1/feedback", json=REPORT | {"note": "It is about courses."})
    assert (answer.status_code, answer.json) == (201, {"key": REPORT["key"]})
    (row,) = kept_reports(Services.of(app).engine)
    assert row["note"] == "It is about courses."
    assert row["item_id"] is None


def test_a_retry_changes_nothing(client: ApiClient, app: Flask) -> None:
    codes = [client.post("/api/v1/feedback", json=REPORT).status_code for _ in range(3)]
    assert codes == [201, 200, 200]
    assert len(kept_reports(Services.of(app).engine)) == 1


def test_a_key_is_good_for_one_report(client: ApiClient) -> None:
    client.post("/api/v1/feedback", json=REPORT)
    answer = client.post("/api/v1/feedback", json=REPORT | {"verdict": "right"})
    assert answer.status_code == 409
    assert_problem(answer, "key-reused")


def test_too_many_reports_have_to_wait(client: ApiClient, app: Flask) -> None:
    Services.of(app).feedback._per_minute = 1
    client.post("/api/v1/feedback", json=REPORT)
    answer = client.post("/api/v1/feedback", json=REPORT | {"key": "another-key"})
    assert answer.status_code == 429
    assert_problem(answer, "too-many-attempts")
    assert int(answer.headers["Retry-After"]) > 0


def test_a_token_whose_texts_wait_may_send_no_more_of_them(client: ApiClient, app: Flask) -> None:
    Services.of(app).feedback._waiting = 1
    article = {"title": "T", "text": "A text."}
    client.post("/api/v1/feedback", json=REPORT | {"article": article})
    another = REPORT | {"key": "another-key"}
    answer = client.post("/api/v1/feedback", json=another | {"article": article})
    assert_problem(answer, "too-many-attempts")
    assert client.post("/api/v1/feedback", json=another).status_code == 201


@pytest.mark.parametrize(
    "change",
    [
        {"key": "short"},
        {"key": "with space"},
        {"key": "a" * 64 + "\n"},
        {"note": "NUL \0"},
        {"note": "half a pair \ud800"},
        {"flag": "other"},
        {"verdict": "perhaps"},
        {"probability": 1.5},
        {"note": "x" * 2001},
        {"article": {"title": "no text"}},
        {"article": {"title": "t", "text": "x" * 200_001}},
        {"url": "https://page.test/"},
    ],
)
def test_a_report_that_does_not_fit_is_refused(client: ApiClient, change: dict) -> None:
    answer = client.post("/api/v1/feedback", json=REPORT | change)
    assert answer.status_code == 422
    assert_problem(answer, "invalid-request")


def test_feedback_needs_a_token(client: ApiClient) -> None:
    answer = client.post("/api/v1/feedback", json=REPORT, headers={"Authorization": "Bearer "})
    assert answer.status_code == 401
