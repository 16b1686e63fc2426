"""Who may call, as one table, run against the live server."""

import http.client
import json
from pathlib import Path

import pytest

from server.database import open_database
from server.tokens import Tokens
from tests.conftest import LiveServer, optflag

EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
FIREFOX = "moz-extension://6f3b4f0e-4a3c-4e57-9a50-000000000000"
OK, BAD = "good token", "wrong token"
JSON, TEXT = "application/json", "text/plain"
HERE = "127.0.0.1:{port}"

# Host, Origin, Sec-Fetch-Site, Content-Type, token → status
TABLE = [
    (HERE, None, None, JSON, OK, 200),  # a program
    (HERE, EXTENSION, "none", JSON, OK, 200),  # Chromium's extension
    (HERE, FIREFOX, "same-origin", JSON, OK, 200),  # Firefox's extension
    ("localhost:{port}", None, None, JSON, OK, 200),
    ("[::1]:{port}", None, None, JSON, OK, 200),
    (HERE, "http://127.0.0.1:{port}", "same-origin", JSON, OK, 200),  # our own pages
    ("rebound.test:{port}", None, None, JSON, OK, 400),
    ("127.0.0.1.rebound.test", None, None, JSON, OK, 400),
    ("", None, None, JSON, OK, 400),
    ("rebound.test", "http://rebound.test", "same-origin", JSON, OK, 400),
    (HERE, "https://page.test", None, JSON, OK, 403),
    (HERE, "https://page.test", "cross-site", JSON, OK, 403),
    (HERE, None, "cross-site", JSON, OK, 403),  # <img>, <form> or a link on a web page
    (HERE, None, "same-site", JSON, OK, 403),  # another port of this machine
    (HERE, "http://127.0.0.1:1", None, JSON, OK, 403),
    (HERE, "null", None, JSON, OK, 403),  # a sandboxed frame or a file
    (HERE, EXTENSION, "cross-site", JSON, OK, 403),  # an extension without host permission
    (HERE, None, None, TEXT, OK, 415),  # what a form can send without asking
    (HERE, None, None, "application/x-www-form-urlencoded", OK, 415),
    (HERE, None, None, None, OK, 415),
    (HERE, None, None, JSON, None, 401),
    (HERE, None, None, JSON, BAD, 401),
    (HERE, EXTENSION, "none", JSON, BAD, 401),
    ("rebound.test", "https://page.test", "cross-site", TEXT, BAD, 400),  # the first rule wins
    (HERE, "https://page.test", "cross-site", TEXT, BAD, 403),
    (HERE, None, None, TEXT, BAD, 415),
]

BODY = json.dumps({"title": "A title", "text": "A few words."})


@pytest.fixture(scope="module")
def token(live_server: LiveServer) -> str:
    made = optflag("token", "create", "the table", home=live_server.home)
    return made.stdout.strip()


def call(server: LiveServer, method: str, path: str, body: str | None, **headers: str | None):
    port = server.url.rpartition(":")[2]
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=30)
    connection.putrequest(method, path, skip_host=True)
    for name, value in headers.items():
        if value is not None:
            connection.putheader(name.replace("_", "-"), value.format(port=port))
    connection.putheader("Content-Length", str(len(body or "")))
    connection.endheaders((body or "").encode())
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


@pytest.mark.parametrize(("host", "origin", "site", "kind", "token_kind", "status"), TABLE)
def test_who_may_call(live_server, token, host, origin, site, kind, token_kind, status) -> None:
    bearer = {OK: f"Bearer {token}", BAD: "Bearer optflag_abc_def", None: None}[token_kind]
    answer, content = call(
        live_server,
        "POST",
        "/api/v1/score",
        BODY,
        Host=host,
        Origin=origin,
        Sec_Fetch_Site=site,
        Content_Type=kind,
        Authorization=bearer,
    )
    assert answer.status == status, content
    assert not [
        name for name, _ in answer.getheaders() if name.lower().startswith("access-control")
    ]


def test_a_preflight_gets_no_permission(live_server: LiveServer) -> None:
    answer, _ = call(
        live_server,
        "OPTIONS",
        "/api/v1/score",
        None,
        Host="127.0.0.1",
        Origin="https://page.test",
        Access_Control_Request_Method="POST",
    )
    assert answer.status == 403
    assert answer.getheader("Access-Control-Allow-Origin") is None


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/openapi.json", "/docs/"])
def test_what_needs_no_token(live_server: LiveServer, path: str) -> None:
    answer, _ = call(live_server, "GET", path, None, Host="127.0.0.1")
    assert answer.status == 200


@pytest.mark.parametrize("path", ["/api/v1/status", "/api/v1/model", "/api/v1/anything", "/docsx"])
def test_what_needs_a_token(live_server: LiveServer, path: str) -> None:
    answer, _ = call(live_server, "GET", path, None, Host="127.0.0.1")
    assert answer.status == 401


def test_a_revoked_token_is_refused_at_once(live_server: LiveServer) -> None:
    token = optflag("token", "create", "short-lived", home=live_server.home).stdout.strip()
    headers = {"Host": "127.0.0.1", "Authorization": f"Bearer {token}"}
    assert call(live_server, "GET", "/api/v1/status", None, **headers)[0].status == 200
    optflag("token", "revoke", token.split("_")[1], home=live_server.home)
    assert call(live_server, "GET", "/api/v1/status", None, **headers)[0].status == 401


def test_no_token_and_no_code_is_stored_readable(home: Path) -> None:
    engine = open_database(f"sqlite:///{home / 'optflag.db'}")
    tokens = Tokens(engine)
    secrets = [tokens.create("a"), tokens.create_code(), tokens.pair(tokens.create_code(), "b")]
    engine.dispose()
    content = b"".join(path.read_bytes() for path in home.glob("optflag.db*"))
    for secret in secrets:
        assert secret.encode() not in content
        assert secret.split("_", 2)[-1].encode() not in content
        assert secret.replace("-", "").encode() not in content


def test_an_open_address_without_a_token_refuses_to_start(home: Path) -> None:
    ended = optflag("serve", "--host", "0.0.0.0", home=home, timeout=60)
    assert ended.returncode == 2
    assert "optflag token create" in ended.stderr
