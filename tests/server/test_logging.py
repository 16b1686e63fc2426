import json
import logging

import pytest
from pythonjsonlogger.json import JsonFormatter

from tests.server.conftest import ARTICLE, ApiClient


def test_a_request_is_logged_without_anything_that_the_caller_wrote(
    client: ApiClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = "https://secret-page.test/diary?user=ann"
    answer = client.post("/api/v1/score?note=private", json={"html": f"<p>{ARTICLE}", "url": url})
    client.get("/api/v1/secret-path")
    lines = [JsonFormatter().format(record) for record in caplog.records]
    (line,) = [line for line in lines if answer.headers["X-Request-Id"] in line]
    assert json.loads(line)["endpoint"] == "/api/v1/score"
    for secret in ("secret", "diary", "user=ann", "private", "Harbourline", client.token):
        assert not [line for line in lines if secret in line]
