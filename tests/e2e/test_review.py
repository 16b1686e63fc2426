"""Reviewing by keyboard in both browsers, and how it looks."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from .driver import until
from .review_browser import (
    ChromiumReview,
    FirefoxReview,
    ReviewBrowser,
    overflow,
    text,
    violations,
)
from .review_desk import CALM, Desk
from .server import Server

IMAGES = Path(__file__).parents[2] / "docs" / "images"


@pytest.fixture(scope="module")
def desk(trained_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("review-home")
    (home / "models").symlink_to(trained_home / "models")
    server = Server(home)
    desk = Desk(server)
    yield desk
    desk.engine.dispose()
    server.close()


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def opened(request: pytest.FixtureRequest) -> Iterator[ReviewBrowser]:
    firefox = request.param == "firefox"
    browser = FirefoxReview() if firefox else ChromiumReview(request.getfixturevalue("play"))
    yield browser
    browser.close()


@pytest.fixture
def browser(opened: ReviewBrowser, desk: Desk) -> ReviewBrowser:
    """Each browser, Ana signed in, three articles waiting, the list on screen."""
    desk.lay_out()
    opened.size(1280, 900)
    sign_in(opened, desk)
    return opened


def sign_in(browser: ReviewBrowser, desk: Desk) -> None:
    """Type the token into the field, which has the focus, and press Enter."""
    browser.goto(f"{desk.server.address}/review/sign-in")
    until(lambda: browser.run("return document.activeElement.id"), "token".__eq__)
    browser.type(desk.token)
    browser.follow("Enter")
    assert text(browser, "h1") == "Queue"


def focused(browser: ReviewBrowser) -> str:
    """The text of what has the focus."""
    words: str = browser.run("return document.activeElement.innerText.trim()")
    return words


def marked(browser: ReviewBrowser) -> list[str]:
    """The values of the ticked boxes."""
    values: list[str] = browser.run(
        "return [...document.querySelectorAll('[name=mark]:checked')].map((box) => box.value)"
    )
    return sorted(values)


def test_one_key_accepts_the_guess_and_the_next_article_follows(
    browser: ReviewBrowser, desk: Desk
) -> None:
    browser.follow("n")
    assert text(browser, "h1").startswith("Tessaly")  # a reader's "wrong" comes first
    guess = marked(browser)
    assert {"ai_training", "default_opt_in"} < set(guess)
    browser.follow("Enter")
    assert desk.item("Tessaly").state == "accepted"
    assert text(browser, "h1") not in ("", desk.item("Tessaly").title)
    assert focused(browser).startswith("Accepted, as guessed")
    (label,) = desk.queue.labels(desk.item("Tessaly").id)
    assert label.labeller == "Ana"
    assert browser.faults == []


def test_a_correction_by_keys_alone(browser: ReviewBrowser, desk: Desk) -> None:
    browser.follow("n")
    browser.press("3")  # not regulatory action, marks and all
    assert not [value for value in marked(browser) if value.startswith("regulatory")]
    here = "return [...document.querySelectorAll('.sentence')].findIndex((s) => s.matches('.here'))"
    first = browser.run(here)
    browser.press("j")
    browser.press("j")
    browser.press("k")
    assert browser.run(here) == first + 1
    before = set(marked(browser))
    browser.press("d")
    assert before ^ set(marked(browser)) == {f"default_opt_in:{first + 1}"}
    said = marked(browser)
    browser.press("n")
    browser.type("x, s, 1: only a note")
    browser.press("Escape")
    browser.follow("Enter")
    item = desk.item("Tessaly")
    assert item.state == "accepted"
    (label,) = desk.queue.labels(item.id)
    assert label.note == "x, s, 1: only a note"
    assert set(label.flags) == {value for value in said if ":" not in value}
    assert len(label.evidence) == len([value for value in said if ":" in value])


def test_reject_skip_and_undo(browser: ReviewBrowser, desk: Desk) -> None:
    browser.follow("n")
    browser.follow("x")
    assert desk.item("Tessaly").state == "rejected"
    second = text(browser, "h1")
    browser.follow("s")
    third = text(browser, "h1")
    assert third not in (second, "Queue")
    browser.follow("u")
    assert text(browser, "h1") == second
    browser.follow("u")
    assert text(browser, "h1").startswith("Tessaly")
    assert focused(browser) == "Undone. It waits again."
    assert desk.states() == ["waiting"] * 3


def test_a_key_pressed_twice_decides_one_article(browser: ReviewBrowser, desk: Desk) -> None:
    browser.follow("n")
    browser.follow("x", times=2)
    browser.follow("s")
    assert desk.states() == ["rejected", "waiting", "waiting"]


def test_flags_follow_their_marks_and_the_fitting_button_is_offered(
    browser: ReviewBrowser, desk: Desk
) -> None:
    browser.goto(f"{desk.server.address}/review/items/{desk.item(CALM).id}")
    assert marked(browser) == []
    enabled = "return [...document.querySelectorAll('.buttons button')].map((b) => !b.disabled)"
    assert browser.run(enabled)[:2] == [True, False]
    browser.press("j")
    browser.press("a")
    assert marked(browser) == ["ai_training", "ai_training:1"]
    assert browser.run(enabled)[:2] == [False, True]
    browser.press("a")
    assert marked(browser) == []
    browser.press("2")
    flag, mark = marked(browser)  # with the sentence that speaks most for it
    assert flag == "ai_training"
    assert mark.startswith("ai_training:")
    browser.press("2")
    assert marked(browser) == []
    assert browser.run(enabled)[:2] == [True, False]


def test_keys_can_be_switched_off(browser: ReviewBrowser, desk: Desk) -> None:
    browser.follow("n")
    browser.run("document.querySelector('#keys-on').click(); return null")
    browser.press("x")
    browser.press("j")
    assert desk.states() == ["waiting"] * 3
    browser.run("document.querySelector('#keys-on').click(); return null")
    browser.follow("x")
    assert desk.item("Tessaly").state == "rejected"


def test_tab_goes_from_the_message_into_the_article(browser: ReviewBrowser) -> None:
    browser.follow("n")
    browser.follow("s")
    assert focused(browser).startswith("Skipped")
    browser.press("Tab")
    inside = "return Boolean(document.activeElement.closest('.sentence.here'))"
    assert browser.run(inside)
    for _ in range(3):
        browser.press("Tab")
    assert browser.run("return document.activeElement.dataset.whole") == "default_opt_in"


def test_signing_out(browser: ReviewBrowser, desk: Desk) -> None:
    browser.run("document.querySelector('.bar form button').focus(); return null")
    browser.follow("Enter")
    browser.goto(f"{desk.server.address}/review")
    assert text(browser, "h1") == "Sign in"


def pages_to_see(desk: Desk) -> dict[str, str]:
    """Name → path of each kind of page."""
    return {
        "list": "/review",
        "article": f"/review/items/{desk.item('Tessaly').id}",
        "mixed": f"/review/items/{desk.item('שלום').id}",
        "rejected": "/review?state=rejected",
        "closed": f"/review/items/{desk.item(CALM).id}",
        "missing": "/review/items/none",
        "sign-in": "/review/sign-in",
    }


@pytest.mark.parametrize("opened", ["firefox"], indirect=True)  # Chromium: test_how_it_looks
def test_axe_finds_nothing_wrong(browser: ReviewBrowser, desk: Desk) -> None:
    desk.queue.reject(desk.item(CALM).id, "Ana", "A test.")
    for name, path in pages_to_see(desk).items():
        browser.goto(desk.server.address + path)
        assert violations(browser) == [], name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_how_it_looks(play: Playwright, desk: Desk, artefacts: Path, scheme: str) -> None:
    desk.lay_out()
    browser = ChromiumReview(play, color_scheme=scheme)
    sign_in(browser, desk)
    desk.queue.reject(desk.item(CALM).id, "Ana", "A test.")
    for name, path in pages_to_see(desk).items():
        browser.goto(desk.server.address + path)
        for width in (1280, 640, 320):  # at 200 % a window of 640 pixels is 320 wide
            browser.size(width, 900)
            assert overflow(browser) <= 0, (name, width)
            if width != 640:
                browser.screenshot(artefacts / f"review-{name}-{width}-{scheme}.png")
        assert violations(browser) == [], name
    browser.close()


def test_the_picture_in_the_manual(
    request: pytest.FixtureRequest, play: Playwright, desk: Desk, artefacts: Path
) -> None:
    desk.lay_out()
    browser = ChromiumReview(play, viewport={"width": 1280, "height": 920})
    sign_in(browser, desk)
    browser.follow("n")
    browser.screenshot(artefacts / "review.png", whole=False)
    browser.close()
    if request.config.getoption("--screenshots", default=False):
        shutil.copy(artefacts / "review.png", IMAGES / "review.png")


def test_without_script_everything_is_done_by_form(play: Playwright, desk: Desk) -> None:
    desk.lay_out()
    browser = ChromiumReview(play, java_script_enabled=False)
    page = browser.page
    page.goto(f"{desk.server.address}/review")
    page.get_by_label("Your token").fill(desk.token)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Start reviewing").click()
    page.get_by_role("checkbox", name="Regulatory action", exact=True).uncheck()
    page.get_by_role("button", name="Save correction").click()
    assert "the flag is not ticked" in page.get_by_role("alert").inner_text()
    for box in page.get_by_role("checkbox", name="Evidence for regulatory action:").all():
        box.uncheck()
    page.get_by_role("button", name="Save correction").click()
    assert "Accepted, corrected" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Undo").click()
    assert desk.states() == ["waiting"] * 3
    browser.close()


def test_another_site_cannot_send_a_form(play: Playwright, desk: Desk) -> None:
    desk.lay_out()
    browser = ChromiumReview(play)
    sign_in(browser, desk)
    target = f"{desk.server.address}/review/items/{desk.item('Tessaly').id}"
    form = (
        f'<!doctype html><form method="post" action="{target}">'
        '<input name="action" value="reject"></form>'
        "<script>document.forms[0].submit()</script>"
    )
    for site in ("http://page.test/", "http://127.0.0.1:9/"):
        browser.page.route(
            f"{site}**", lambda route: route.fulfill(content_type="text/html", body=form)
        )
        browser.goto(site)
        browser.page.wait_for_url(target)
        assert text(browser, "h1") == "Caller not allowed"
    assert desk.item("Tessaly").state == "waiting"
    browser.close()
