import gzip
import json
from pathlib import Path

import pytest

from tests.outside import PAGES, SEED, needs
from tests.server.conftest import ARTICLE, ApiClient

FRAME = (
    "<!doctype html><html lang='en'><head><title>{title} | The Site</title></head><body>"
    "<header><nav><a href='/'>Home</a> <a href='/world'>World</a></nav></header>"
    "<main><article><h1>{title}</h1>{body}</article></main>"
    "<aside><h2>Related</h2><a href='/1'>Ten things to cook on Sunday</a></aside>"
    "<footer>© The Site. We use cookies. <a href='/privacy'>Privacy</a></footer></body></html>"
)


def page(text: str, title: str = "Ferry app trains on passengers' messages") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    return FRAME.format(title=title, body=body)


def score(client: ApiClient, **body: object) -> dict:
    answer = client.post("/api/v1/score", json=body)
    assert answer.status_code == 200, answer.json
    return answer.json


def test_an_article_that_says_it_all_raises_all_three_flags(client: ApiClient) -> None:
    answer = score(client, html=page(ARTICLE))
    assert answer["verdict"] == "scored"
    assert [flag["raised"] for flag in answer["flags"]] == [True, True, True]
    assert answer["badge"]["text"] == "3"
    assert answer["badge"]["level"] == "high"


def test_evidence_is_cut_from_the_text_that_the_answer_contains(client: ApiClient) -> None:
    answer = score(client, html=page(ARTICLE), include_text=True)
    text = answer["article"]["text"]
    quotes = [evidence for flag in answer["flags"] for evidence in flag["evidence"]]
    assert quotes
    for quote in quotes:
        assert text[quote["start"] : quote["end"]] == quote["text"]


def test_text_is_returned_only_when_asked_for(client: ApiClient) -> None:
    assert "text" not in score(client, html=page(ARTICLE))["article"]


def test_html_and_plain_text_get_the_same_verdict(client: ApiClient) -> None:
    title = "Ferry app trains on passengers' messages"
    from_html = score(client, html=page(ARTICLE, title))
    from_text = score(client, title=title, text=ARTICLE)
    assert from_html["flags"] == from_text["flags"]


def test_a_gzipped_page_is_unpacked(client: ApiClient) -> None:
    body = gzip.compress(json.dumps({"html": page(ARTICLE)}).encode())
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    assert client.post("/api/v1/score", data=body, headers=headers).json["verdict"] == "scored"


def test_a_calm_article_raises_nothing(client: ApiClient) -> None:
    text = (
        "The lighthouse on the northern pier was painted white again this week. Two men hung from "
        "ropes for three days, and children brought them tea. It has to last ten winters.\n\n"
        "The harbour master says that ships no longer need the lamp, but that the town does. In "
        "June there will be a small feast with a brass band, soup and a race of rowing boats."
    )
    answer = score(client, html=page(text, "The lighthouse is white again"))
    assert answer["risk"] == 0
    assert answer["badge"]["text"] == ""
    assert not any(flag["raised"] or flag["evidence"] for flag in answer["flags"])


@pytest.mark.parametrize(
    "html",
    ["", " ", "<html></html>", "<!-- nothing -->", "<script>var a = 1</script>", "<p></p><img>"],
)
def test_a_page_without_an_article_raises_nothing(client: ApiClient, html: str) -> None:
    answer = score(client, html=html)
    assert answer["verdict"] == "not_article"
    assert answer["risk"] is None
    assert answer["flags"] == []
    assert answer["badge"]["text"] == "–"


def test_a_spanish_page_is_not_judged(client: ApiClient) -> None:
    text = (
        "La empresa anunció el lunes que usará los mensajes de sus clientes para entrenar sus "
        "modelos de inteligencia artificial, salvo que cada persona lo rechace en los ajustes. La "
        "agencia de protección de datos ha abierto una investigación y pide explicaciones.\n\n"
    ) * 3
    answer = score(client, html=page(text, "La empresa usará los mensajes"))
    assert answer["verdict"] == "unsupported_language"
    assert answer["article"]["language"] == "es"


def test_a_teaser_is_too_short_to_judge(client: ApiClient) -> None:
    text = "The firm opted everybody in. Read the whole story with a subscription, from one euro."
    assert score(client, title="Opted in", text=text)["verdict"] == "too_short"


def test_choices_name_the_menu_path_and_the_link(client: ApiClient) -> None:
    html = page(ARTICLE + "\n\n<a href='/optout?x=1'>Opt out with this form</a>")
    choices = score(client, html=html, url="https://ferry.test/news/1")["choices"]
    assert {"text": "Settings > Privacy > Improve Harbourline", "url": None} in choices
    form = {"text": "Opt out with this form", "url": "https://ferry.test/optout?x=1"}
    assert form in choices


def test_lone_surrogates_and_control_characters_break_nothing(client: ApiClient) -> None:
    body = json.dumps({"title": "a\ud800b\u0000", "text": ARTICLE + "\u0000\u202e\ud800"})
    answer = client.post("/api/v1/score", data=body, content_type="application/json")
    assert answer.json["verdict"] == "scored"


def test_the_longest_text_is_judged_by_its_beginning(client: ApiClient) -> None:
    answer = score(client, title="Long", text=ARTICLE + "\n\n" + "The sea is calm. " * 20_000)
    assert answer["verdict"] == "scored"


@needs(SEED)
def test_the_seed_article_raises_all_three_flags(client: ApiClient) -> None:
    post = json.loads(SEED.read_text("utf-8"))
    html = FRAME.format(title=post["title"]["rendered"], body=post["content"]["rendered"])
    answer = score(client, html=html)
    assert [flag["raised"] for flag in answer["flags"]] == [True, True, True]
    assert answer["badge"]["level"] == "high"


@needs(PAGES)
def test_every_real_page_gets_a_verdict(client: ApiClient) -> None:
    pages: list[Path] = sorted(PAGES.glob("*.html.gz"))
    assert len(pages) > 100
    for path in pages:
        html = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        assert "verdict" in score(client, html=html), path.name
