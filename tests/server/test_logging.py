import logging

import pytest

from tests.server.conftest import ARTICLE, ApiClient


def test_a_request_is_logged_without_anything_that_the_caller_wrote(
    client: ApiClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = "https://secret-page.test/diary?user=ann"
    answer = client.post("/api/v1/score?note=private", json={"html": f"<p>{ARTICLE}", "url": url})
    client.get("/api/v1/secret-path")
    assert answer.headers["X-Request-Id"] in caplog.text
    for secret in ("secret", "diary", "ann", "private", "Harbourline", client.token):
        assert secret not in caplog.text
