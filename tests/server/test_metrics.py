import json
import re
from pathlib import Path

import pytest

from tests.server.conftest import ARTICLE, ApiClient


def value(client: ApiClient, name: str) -> float:
    for line in client.get("/metrics").text.splitlines():
        if line.rpartition(" ")[0] == name:
            return float(line.rpartition(" ")[2])
    return 0.0


@pytest.mark.parametrize(
    "name",
    [
        'optflag_requests_total{endpoint="/api/v1/score",method="POST",status="200"}',
        'optflag_request_seconds_count{endpoint="/api/v1/score"}',
        'optflag_verdicts_total{verdict="scored"}',
        'optflag_flags_raised_total{flag="ai_training"}',
        'optflag_probability_count{flag="ai_training"}',
        "optflag_request_bytes_count",
    ],
)
def test_a_verdict_is_counted(client: ApiClient, name: str) -> None:
    before = value(client, name)
    client.post("/api/v1/score", json={"title": "Ferry app", "text": ARTICLE})
    assert value(client, name) == before + 1


DASHBOARD = Path(__file__).parents[2] / "docs" / "operate" / "grafana.json"


def test_the_dashboard_asks_only_for_metrics_that_there_are(client: ApiClient) -> None:
    panels = json.loads(DASHBOARD.read_text())["panels"]
    asked = {
        name
        for panel in panels
        for target in panel["targets"]
        for name in re.findall(r"optflag_\w+", target["expr"])
    }
    known = set(re.findall(r"^# TYPE (\w+)", client.get("/metrics").text, re.MULTILINE))
    assert len(asked) >= 8
    assert {name.removesuffix("_bucket") for name in asked} <= known


def test_a_refused_page_is_counted_by_kind(client: ApiClient) -> None:
    name = 'optflag_extraction_failures_total{reason="too_complex"}'
    before = value(client, name)
    client.post("/api/v1/score", json={"html": "<" * 100_000})
    assert value(client, name) == before + 1


def test_the_model_at_work_is_named(client: ApiClient) -> None:
    version = client.get("/api/v1/model").json["version"]
    assert 'optflag_model_info{corpus="sha256:' in client.get("/metrics").text
    assert f'version="{version}"}} 1.0' in client.get("/metrics").text


def test_metrics_need_a_token(client: ApiClient) -> None:
    assert client.get("/metrics", headers={"Authorization": ""}).status_code == 401


def test_no_made_up_path_becomes_a_label(client: ApiClient) -> None:
    client.get("/api/v1/made-up-path")
    client.open("/api/v1/score", method="MADEUP")
    assert "made-up" not in client.get("/metrics").text
    assert "MADEUP" not in client.get("/metrics").text


def test_readyz_tells_more_when_asked(client: ApiClient) -> None:
    told = client.get("/readyz?verbose").json
    assert told["model"] == client.get("/api/v1/model").json["version"]
    assert told["database"] == "sqlite"
    assert told["fault"] is None
