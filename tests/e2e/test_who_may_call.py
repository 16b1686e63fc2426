"""The table of tests/server/test_security.py again, from real browsers."""

import json
from typing import Any

import pytest

from .driver import Browser
from .network import Network
from .server import Server

BODY = json.dumps({"title": "A title", "text": "A few words."})

FETCH = """
try {{
  const answer = await fetch({url}, {options});
  return answer.type === "opaque" ? "opaque" : answer.status;
}} catch (error) {{ return "refused"; }}
"""


def fetch(url: str, **options: Any) -> str:
    return FETCH.format(url=json.dumps(url), options=json.dumps(options))


@pytest.fixture
def token(browser: Browser) -> str:
    stored = json.dumps(browser.stored)
    return stored[stored.index("optflag_") :].partition('"')[0]


def headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def refusals(server: Server, status: int) -> float:
    """How many requests to /score the server has answered with this status."""
    made = server.token()
    wanted = f'endpoint="/api/v1/score",method="POST",status="{status}"'
    lines = server.get("/metrics", made).splitlines()
    return sum(float(line.split()[-1]) for line in lines if wanted in line)


def test_the_extension_may_call_with_its_token(
    browser: Browser, server: Server, token: str
) -> None:
    url = f"{server.address}/api/v1/score"
    sent = {"method": "POST", "body": BODY}
    assert browser.worker(fetch(url, **sent, headers=headers(token))) == 200
    assert browser.worker(fetch(url, **sent, headers=headers("optflag_abc_def"))) == 401
    assert browser.worker(fetch(url, **sent, headers=headers(""))) == 401
    assert browser.worker(fetch(url, method="POST", body=BODY)) == 415


def test_a_revoked_token_is_refused(browser: Browser, server: Server) -> None:
    url = f"{server.address}/api/v1/status"
    made = server.token()
    assert browser.worker(fetch(url, headers=headers(made))) == 200
    server.revoke(made)
    assert browser.worker(fetch(url, headers=headers(made))) == 401


def test_a_web_page_gets_nothing_even_with_a_good_token(
    browser: Browser, server: Server, token: str
) -> None:
    url = f"{server.address}/api/v1/score"
    browser.goto("http://news.test/article.html")
    sent = {"method": "POST", "body": BODY}
    assert browser.page(fetch(url, **sent, headers=headers(token))) == "refused"
    assert browser.page(fetch(f"{server.address}/livez")) == "refused"


def test_a_web_page_s_blind_request_is_refused_by_the_server(
    browser: Browser, server: Server
) -> None:
    url = f"{server.address}/api/v1/score"
    before = refusals(server, 403), refusals(server, 200)
    browser.goto("http://news.test/article.html")
    assert browser.page(fetch(url, method="POST", mode="no-cors", body=BODY)) == "opaque"
    assert (refusals(server, 403), refusals(server, 200)) == (before[0] + 1, before[1])


def test_a_page_whose_name_was_rebound_to_us_is_refused(
    browser: Browser, server: Server, network: Network, token: str
) -> None:
    network.rebound = server.port
    browser.goto("http://rebound.test/livez")
    assert "invalid-host" in browser.page("return document.body.textContent")
    sent = {"method": "POST", "body": BODY, "headers": headers(token)}
    # Firefox shows JSON in a viewer of its own that lets no request out.
    asked = browser.page(fetch("http://rebound.test/api/v1/score", **sent))
    assert asked == (400 if browser.name == "chromium" else "refused")
