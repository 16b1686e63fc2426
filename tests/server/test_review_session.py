"""Who may review: signing in, roles, and the end of a session."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from server.database import shared_key
from server.services import Services
from server.tokens import FAILURES_ALLOWED, Role
from tests.server.review_app import HERE, Pages, pages, signed_in, words

__all__ = ["pages", "signed_in"]


def cookie(pages: Pages) -> str:
    """The Set-Cookie header of a sign-in."""
    token = pages.tokens.create("Ana", role=Role.MAINTAINER)
    answer = pages.client.post("/review/sign-in", data={"token": token}, headers=HERE)
    return str(answer.headers["Set-Cookie"])


def test_a_maintainers_token_opens_the_pages(pages: Pages) -> None:
    page = pages.sign_in(f" {pages.tokens.create('Ana', role=Role.MAINTAINER)}\n")
    assert "Signed in as Ana" in words(page)
    assert pages.answer.request.path == "/review"


def test_a_paired_extension_may_not_review(pages: Pages) -> None:
    token = pages.tokens.pair(pages.tokens.create_code(), "Firefox")
    page = pages.sign_in(token)
    assert pages.answer.status_code == 403
    assert "may call the API, but not review" in words(page)
    assert "--role maintainer" in words(page)
    assert "Set-Cookie" not in pages.answer.headers


def test_a_token_is_a_clients_unless_it_is_said_otherwise(pages: Pages) -> None:
    pages.sign_in(pages.tokens.create("program"))
    assert pages.answer.status_code == 403


@pytest.mark.parametrize("token", ["", "x", "optflag_abc_def", "é" * 400, "\ud800"])
def test_a_token_that_is_not_known_opens_nothing(pages: Pages, token: str) -> None:
    page = pages.sign_in(token.encode("utf-8", "replace").decode())
    assert pages.answer.status_code == 403
    assert "not known" in words(page)


def test_guessing_has_to_wait(pages: Pages) -> None:
    for _ in range(FAILURES_ALLOWED):
        pages.tokens.identify("optflag_abc_def")
    page = pages.sign_in("optflag_abc_def")
    assert pages.answer.status_code == 429
    assert pages.answer.headers["Retry-After"]
    assert "Wait a minute" in words(page)


def test_a_bearer_token_in_a_header_is_no_session(pages: Pages) -> None:
    token = pages.tokens.create("Ana", role=Role.MAINTAINER)
    answer = pages.client.get("/review", headers={"Authorization": f"Bearer {token}"})
    assert answer.headers["Location"] == "/review/sign-in"


def test_a_session_is_no_bearer_token(signed_in: Pages) -> None:
    assert signed_in.client.get("/api/v1/status").status_code == 401


def test_every_address_but_the_way_in_wants_a_session(pages: Pages) -> None:
    item = pages.add()
    rules = [r for r in pages.app.url_map.iter_rules() if r.endpoint.startswith("review.")]
    assert len(rules) > 6
    for rule in rules:
        path = rule.rule.replace("<item_id>", item.id).replace("<path:filename>", "review.css")
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            post = {"data": {"action": "reject"}, "headers": HERE} if method == "POST" else {}
            answer = pages.client.open(path, method=method, **post)
            answer.close()
            if rule.endpoint in ("review.sign_in_page", "review.static"):
                continue
            assert (answer.status_code, answer.headers["Location"]) == (303, "/review/sign-in")
    assert pages.queue.item(item.id).state == "waiting"


def test_a_session_ends_with_its_token(signed_in: Pages) -> None:
    (token,) = signed_in.tokens.list()
    signed_in.tokens.revoke(token.id)
    signed_in.get("/review")
    assert signed_in.answer.request.path == "/review/sign-in"


def test_signing_out_ends_the_session(signed_in: Pages) -> None:
    signed_in.post("/review/sign-out")
    signed_in.get("/review")
    assert signed_in.answer.request.path == "/review/sign-in"


def test_an_idle_session_ends(signed_in: Pages) -> None:
    signed_in.app.permanent_session_lifetime = timedelta(seconds=-1)
    signed_in.get("/review")
    assert signed_in.answer.request.path == "/review/sign-in"


def test_the_cookie_is_for_the_pages_alone(pages: Pages) -> None:
    attributes = cookie(pages).split("; ")[1:]
    assert {"HttpOnly", "SameSite=Strict", "Path=/review"} <= set(attributes)
    assert "Secure" not in attributes  # http on this machine


def test_behind_https_the_cookie_stays_there(pages: Pages) -> None:
    token = pages.tokens.create("Ana", role=Role.MAINTAINER)
    https = HERE | {"Origin": "https://localhost"}
    answer = pages.client.post("/review/sign-in", data={"token": token}, headers=https)
    assert "; Secure" in answer.headers["Set-Cookie"]


def test_a_changed_cookie_is_no_session(pages: Pages) -> None:
    value = cookie(pages).partition("=")[2].partition(";")[0]
    other = "a" if value[0] != "a" else "b"  # the last letter has bits that do not count
    for forged in (other + value[1:], "", "é", value.split(".")[0]):
        pages.client.set_cookie("optflag_review", forged, path="/review")
        pages.get("/review")
        assert pages.answer.request.path == "/review/sign-in"


def test_all_processes_sign_with_one_key(engine: Engine) -> None:
    assert shared_key(engine, "review") == shared_key(engine, "review")
    assert shared_key(engine, "review") != shared_key(engine, "other")


def test_pages_run_nothing_but_their_own_script(signed_in: Pages) -> None:
    for path in ("/review", "/review/sign-in", "/review/items/0", "/review/static/review.js"):
        signed_in.get(path)
        policy = signed_in.answer.headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


def test_no_page_has_script_or_style_in_it(signed_in: Pages) -> None:
    item = signed_in.add()
    for path in ("/review", f"/review/items/{item.id}", "/review/items/0", "/review/sign-in"):
        page = signed_in.get(path)
        assert "style=" not in page
        assert "<style" not in page
        assert "onclick" not in page
        assert page.count("<script") == page.count('<script src="/review/static/review.js" defer>')


def test_reading_changes_nothing(signed_in: Pages) -> None:
    item = signed_in.add()
    queries = ("", "?action=reject", "?action=accept&mark=ai_training")
    for path in ("", "/next", f"/items/{item.id}", "/undo", "/sign-out", "/sign-in"):
        for query in queries:
            signed_in.client.get(f"/review{path}{query}")
            signed_in.client.head(f"/review{path}{query}")
    assert signed_in.queue.item(item.id).state == "waiting"
    assert signed_in.queue.labels(item.id) == []
    assert "Signed in as Ana" in words(signed_in.get("/review"))


def test_the_key_is_the_same_after_a_restart(signed_in: Pages) -> None:
    from server.app import create_app
    from server.settings import from_environment

    home = signed_in.app.extensions["optflag"].models._registry.folder.parent
    again = create_app(from_environment({}, home=home))
    assert again.secret_key == signed_in.app.secret_key
    Services.of(again).close()
