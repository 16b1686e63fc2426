"""Who may send a form of the review pages, as one table; it goes on where test_security.py ends."""

import pytest

from server.tokens import Role
from tests.server.review_app import Pages, pages

__all__ = ["pages"]

EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
HERE, OWN = "localhost", "http://localhost"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"

# Host, Origin, Sec-Fetch-Site, Content-Type → status; 303 leads on to the queue
TABLE = [
    (HERE, OWN, "same-origin", FORM, 303),
    (HERE, OWN, None, FORM, 303),  # a browser of before 2023
    (HERE, "https://localhost", "same-origin", FORM, 303),  # behind a proxy with TLS
    (HERE, None, "same-origin", FORM, 403),  # no browser leaves Origin out of a form
    (HERE, None, None, FORM, 403),
    (HERE, "null", "same-origin", FORM, 403),
    (HERE, EXTENSION, "none", FORM, 403),  # may call the API, not review
    (HERE, "moz-extension://6f3b4f0e", "same-origin", FORM, 403),
    (HERE, "https://page.test", "cross-site", FORM, 403),
    (HERE, "http://localhost:3000", "same-site", FORM, 403),  # another program of this machine
    (HERE, "http://localhost:3000", "same-origin", FORM, 403),
    (HERE, OWN, "cross-site", FORM, 403),
    (HERE, OWN, "same-origin", JSON, 415),
    (HERE, OWN, "same-origin", "text/plain", 415),
    (HERE, OWN, "same-origin", "multipart/form-data; boundary=x", 415),
    ("rebound.test", "http://rebound.test", "same-origin", FORM, 400),
]


@pytest.mark.parametrize(("host", "origin", "site", "kind", "status"), TABLE)
def test_who_may_send_a_form(pages: Pages, host, origin, site, kind, status) -> None:
    token = pages.tokens.create("Ana", role=Role.MAINTAINER)
    sent = {"Host": host, "Origin": origin, "Sec-Fetch-Site": site, "Content-Type": kind}
    answer = pages.client.post(
        "/review/sign-in",
        data=f"token={token}",
        headers={name: value for name, value in sent.items() if value},
    )
    assert answer.status_code == status
    assert answer.headers.get("Location") == ("/review" if status == 303 else None)
    assert ("Set-Cookie" in answer.headers) == (status == 303)


@pytest.mark.parametrize(
    ("origin", "site", "status"),
    [
        (None, None, 200),
        (None, "none", 200),
        (None, "same-origin", 200),
        (None, "cross-site", 403),
        (None, "same-site", 403),
        (EXTENSION, "none", 403),
        ("https://page.test", None, 403),
    ],
)
def test_who_may_read_a_page(pages: Pages, origin, site, status) -> None:
    sent = {"Origin": origin, "Sec-Fetch-Site": site}
    headers = {name: value for name, value in sent.items() if value}
    answer = pages.client.get("/review/sign-in", headers=headers)
    assert answer.status_code == status
    assert answer.mimetype == "text/html"


def test_forms_are_for_the_pages_alone(pages: Pages) -> None:
    headers = {"Authorization": f"Bearer {pages.tokens.create('program')}", "Content-Type": FORM}
    for path in ("/api/v1/score", "/api/v1/feedback", "/api/v1/pair", "/reviewer"):
        answer = pages.client.post(path, data="text=x", headers=headers)
        assert answer.status_code == 415
