from flask import Flask

from server import api
from tests.server.conftest import ARTICLE, ApiClient


def test_a_batch_gives_each_document_its_own_verdict(client: ApiClient) -> None:
    documents = [
        {"title": "Ferry app", "text": ARTICLE},
        {"html": ""},
        {"html": "<" * 100_000},
        {"title": "Ferry app", "text": ARTICLE, "include_text": True},
    ]
    answer = client.post("/api/v1/score/batch", json={"documents": documents})
    assert answer.status_code == 200
    first, empty, hostile, last = answer.json["results"]
    assert first["result"]["verdict"] == "scored"
    assert empty["result"]["verdict"] == "not_article"
    assert hostile["error"]["type"] == "urn:optflag:error:too-large"
    assert last["result"]["article"]["text"] == ARTICLE


def test_a_batch_holds_1_to_100_documents(client: ApiClient) -> None:
    for count, status in ((0, 422), (1, 200), (100, 200), (101, 422)):
        documents = [{"title": "Short", "text": "Too short."}] * count
        answer = client.post("/api/v1/score/batch", json={"documents": documents})
        assert answer.status_code == status


def test_one_wrong_document_is_named_by_its_place(client: ApiClient) -> None:
    documents = [{"text": "a"}, {"text": 1}]
    answer = client.post("/api/v1/score/batch", json={"documents": documents})
    assert answer.status_code == 422
    assert "documents.1.text" in answer.text


def test_a_batch_that_takes_too_long_is_cut(client: ApiClient, app: Flask, monkeypatch) -> None:
    monkeypatch.setattr(api, "BATCH_SECONDS", -1)
    answer = client.post("/api/v1/score/batch", json={"documents": [{"text": "a"}]})
    assert answer.json["results"][0]["error"]["type"] == "urn:optflag:error:too-slow"
