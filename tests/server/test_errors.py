"""Every way to get an error, and the one shape that all of them have."""

import gzip
import json
import re
from dataclasses import dataclass, field

import pytest
from flask import Flask

from classifier.registry import RegistryError
from server import extraction, tokens
from server.body import MAX_UNPACKED, MAX_WIRE
from server.services import Services
from tests.server.conftest import ApiClient

JSON = {"Content-Type": "application/json"}
GZIP = JSON | {"Content-Encoding": "gzip"}


@dataclass(frozen=True)
class Way:
    """A request, and the error that it gets."""

    slug: str
    status: int
    path: str = "/api/v1/score"
    method: str = "POST"
    data: bytes | str = b'{"text": "x"}'
    headers: dict[str, str] = field(default_factory=lambda: JSON)


BOMB = gzip.compress(b'{"text": "' + b"a" * MAX_UNPACKED + b'"}')
SMALL_BOMB = gzip.compress(b"[" + b"[]," * 5_000 + b"[]]")

WAYS = [
    Way("invalid-host", 400, headers=JSON | {"Host": "rebound.test"}),
    Way("invalid-host", 400, headers=JSON | {"Host": "[::1"}),
    Way("foreign-origin", 403, headers=JSON | {"Origin": "https://page.test"}),
    Way("foreign-origin", 403, headers=JSON | {"Origin": "null"}),
    Way("foreign-origin", 403, headers=JSON | {"Origin": "http://["}),
    Way("foreign-origin", 403, headers=JSON | {"Sec-Fetch-Site": "cross-site"}),
    Way("unsupported-media-type", 415, headers={"Content-Type": "text/plain"}),
    Way("unsupported-media-type", 415, data=b"", headers={}),
    Way("unsupported-media-type", 415, headers=JSON | {"Content-Encoding": "br"}),
    Way("too-large", 413, data=b" " * (MAX_WIRE + 1)),
    Way("too-large", 413, data=BOMB, headers=GZIP),
    Way("too-large", 413, data=json.dumps({"html": "<" * 100_000})),
    Way("too-large", 413, path="/api/v1/pair", data=b" " * 5_000),
    Way("too-large", 413, path="/api/v1/pair", data=SMALL_BOMB, headers=GZIP),
    Way("unauthorized", 401, headers=JSON | {"Authorization": ""}),
    Way("unauthorized", 401, headers=JSON | {"Authorization": "Basic YTpi"}),
    Way("unauthorized", 401, headers=JSON | {"Authorization": "Bearer optflag_0_0"}),
    Way("invalid-json", 400, data=b"{"),
    Way("invalid-json", 400, data=b"[" * 200_000),
    Way("invalid-json", 400, data=b'{"text": ' + b"1" * 5000 + b"}"),
    Way("invalid-json", 400, data=b'{"text": "\xff"}'),
    Way("invalid-json", 400, data=b"no gzip", headers=GZIP),
    Way("invalid-json", 400, data=gzip.compress(b"{}")[:-4], headers=GZIP),
    Way("invalid-json", 400, data=b""),
    Way("invalid-request", 422, data=b"[]"),
    Way("invalid-request", 422, data=b"{}"),
    Way("invalid-request", 422, data=b'{"text": 1}'),
    Way("invalid-request", 422, data=b'{"text": "a", "html": "b"}'),
    Way("invalid-request", 422, data=b'{"text": "a", "surprise": 1}'),
    Way("invalid-code", 403, path="/api/v1/pair", data=b'{"code": "AAAA-AAAA"}'),
    pytest.param(
        Way("invalid-code", 403, path="/api/v1/pair", data=b'{"code": "AAAA-AAAA"}'),
        marks=pytest.mark.on_postgresql,
    ),
    pytest.param(
        Way("unauthorized", 401, headers=JSON | {"Authorization": "Bearer optflag_0_0"}),
        marks=pytest.mark.on_postgresql,
    ),
    Way("not-found", 404, path="/api/v1/nothing", method="GET"),
    Way("method-not-allowed", 405, method="GET"),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.status}-{way.slug}")
def test_every_error_has_the_one_shape(client: ApiClient, way: Way) -> None:
    answer = client.open(way.path, method=way.method, data=way.data, headers=way.headers)
    assert answer.status_code == way.status
    assert_problem(answer, way.slug)


def assert_problem(answer, slug: str) -> None:
    assert answer.content_type == "application/problem+json"
    body = json.loads(answer.text)
    assert body["type"] == f"urn:optflag:error:{slug}"
    assert body["status"] == answer.status_code
    assert body["title"]
    assert body["detail"].rstrip().endswith(".")
    assert re.fullmatch(r"[0-9a-f]{16}", body["request_id"])
    assert answer.headers["X-Request-Id"] == body["request_id"]


def test_too_many_wrong_codes_in_a_minute_have_to_wait(client: ApiClient, monkeypatch) -> None:
    monkeypatch.setattr(tokens, "FAILURES_ALLOWED", 3)
    answers = [client.post("/api/v1/pair", json={"code": "AAAA-AAAA"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [403] * 3 + [429]
    assert_problem(answers[-1], "too-many-attempts")


def test_a_page_that_takes_too_long_is_given_up(client: ApiClient, app: Flask) -> None:
    def slow(_html: str, _url: str | None) -> extraction.Article:
        raise extraction.TooSlow("too slow")

    Services.of(app).extract = slow
    assert_problem(client.post("/api/v1/score", json={"html": "<p>x"}), "too-slow")


def test_a_server_without_a_model_is_not_ready(client: ApiClient, app: Flask, monkeypatch) -> None:
    def none() -> None:
        raise RegistryError("There is no model yet. Run `optflag train`.")

    monkeypatch.setattr(Services.of(app).models, "current", none)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert_problem(answer, "not-ready")


def test_an_unforeseen_error_tells_the_caller_and_the_log_nothing_of_the_page(
    client: ApiClient, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(html: str, _url: str | None) -> extraction.Article:
        raise RuntimeError(f"cannot read {html}")

    Services.of(app).extract = broken
    answer = client.post("/api/v1/score", json={"html": "<p>secret words"})
    assert answer.status_code == 500
    assert_problem(answer, "internal")
    assert "secret" not in answer.text
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


def test_a_405_says_what_is_allowed(client: ApiClient) -> None:
    assert "POST" in client.get("/api/v1/score").headers["Allow"]


def test_a_401_says_how_to_authenticate(client: ApiClient) -> None:
    answer = client.get("/api/v1/status", headers={"Authorization": ""})
    assert answer.headers["WWW-Authenticate"] == "Bearer"
