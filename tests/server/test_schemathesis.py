"""The API against its own OpenAPI document: made-up requests, answers validated."""

import json

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from server import tokens
from server.openapi import document
from server.services import Services
from tests.server.conftest import ARTICLE, ApiClient
from tests.server.test_feedback import REPORT


@pytest.fixture
def schema(app: Flask, monkeypatch: pytest.MonkeyPatch):
    """The document of an application that does not slow its caller down."""
    Services.of(app).feedback._per_minute = 1_000_000
    monkeypatch.setattr(tokens, "FAILURES_ALLOWED", 1_000_000)
    return schemathesis.openapi.from_wsgi("/openapi.json", app)


OPERATIONS = [
    (path, method.upper())
    for path, methods in json.loads(document())["paths"].items()
    for method in methods
] + [
    pytest.param(path, "POST", marks=pytest.mark.on_postgresql)  # what they write must fit there
    for path in ("/api/v1/feedback", "/api/v1/pair")
]


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_made_up_requests_get_described_answers(
    schema, client: ApiClient, path: str, method: str, mode: GenerationMode
) -> None:
    headers = {"Authorization": f"Bearer {client.token}"}

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=HealthCheck)
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers)

    try:
        check()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # there is no wrong way to ask
        assert method == "GET"


REAL = [
    ("/api/v1/score", {"title": "Ferry app", "text": ARTICLE}),
    ("/api/v1/score", {"html": ""}),
    ("/api/v1/score/batch", {"documents": [{"text": ARTICLE}, {"html": "<" * 100_000}]}),
    ("/api/v1/feedback", REPORT),
    ("/api/v1/feedback", {}),
    ("/api/v1/pair", {"code": "AAAA-AAAA"}),
    pytest.param("/api/v1/feedback", REPORT, marks=pytest.mark.on_postgresql),
    pytest.param("/api/v1/pair", {"code": "AAAA-AAAA"}, marks=pytest.mark.on_postgresql),
]


@pytest.mark.parametrize(("path", "body"), REAL)
def test_real_answers_fit_the_document(schema, client: ApiClient, path: str, body: dict) -> None:
    case = schema[path]["POST"].Case(body=body, media_type="application/json")
    answer = case.call(headers={"Authorization": f"Bearer {client.token}"})
    schema[path]["POST"].validate_response(answer)
