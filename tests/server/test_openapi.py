from pathlib import Path

from server.openapi import document
from tests.server.conftest import ApiClient

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_committed_document_is_that_of_the_code() -> None:
    assert COMMITTED.read_text("utf-8") == document(), (
        "run `make openapi` and commit docs/openapi.json"
    )


def test_errors_are_described_as_problem_json(client: ApiClient) -> None:
    for response in client.get("/openapi.json").json["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]


def test_the_documentation_loads_nothing_from_elsewhere(client: ApiClient) -> None:
    page = client.get("/docs/").text
    assert "http://" not in page.replace("http://localhost", "")
    assert "https://" not in page
    assert '"validatorUrl": null' in page
    assert "default-src 'self'" in client.get("/docs/").headers["Content-Security-Policy"]
    for name in ("swagger-ui-bundle.js", "swagger-ui.css"):
        with client.get(f"/docs/{name}") as answer:
            assert answer.status_code == 200


def test_status_tells_what_is_stored_and_logged(client: ApiClient) -> None:
    status = client.get("/api/v1/status").json
    assert status["api"] == "v1"
    assert status["stores"]
    assert status["logs"]
    assert status["model"]["version"] == client.get("/api/v1/model").json["version"]
