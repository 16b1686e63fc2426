"""The main job: an article in the browser becomes a badge with reasons behind it."""

import gzip
import json

import pytest

from .driver import Browser, settled, until
from .network import Network

ARTICLE = "http://news.test/article.html"


def test_an_article_raises_three_flags_and_the_popup_says_why(browser: Browser) -> None:
    browser.goto(ARTICLE)
    browser.click_icon()
    badge = settled(browser)
    assert badge.text == "3"
    assert badge.color == "#b3261e"
    assert "High consent risk" in badge.title
    popup = browser.open("popup/popup.html?tab={tab}")
    assert popup.text(".hero h2") == "High consent risk"
    assert len(popup.texts(".flags > li.raised")) == 3
    assert len(popup.texts(".flags > li blockquote")) >= 3
    assert any("Help Tessaly learn" in choice for choice in popup.texts(".choices li"))
    assert "High consent risk" in popup.run("return document.querySelector('#status').textContent")


@pytest.mark.parametrize(
    ("page", "badge", "title"),
    [
        ("calm.html", "✓", "No flag raised"),
        ("shop.html", "–", "No article here"),
        ("short.html", "–", "Too short to judge"),
        ("spanish.html", "–", "Not in English"),
    ],
)
def test_other_pages_say_what_they_are(browser: Browser, page: str, badge: str, title: str) -> None:
    browser.goto(f"http://news.test/{page}")
    browser.click_icon()
    assert settled(browser).text == badge
    popup = browser.open("popup/popup.html?tab={tab}")
    assert popup.text("#view h2") == title


def is_forgotten(browser: Browser) -> None:
    """Browsers take a badge away by themselves; what it rests on must go, too."""
    entry = f"return (await chrome.storage.session.get())['tab:{browser.tab_id}'] ?? null"
    until(lambda: browser.worker(entry), lambda found: found is None)
    assert browser.badge().text == ""


def test_navigation_takes_the_badge_away(browser: Browser) -> None:
    browser.goto(ARTICLE)
    browser.click_icon()
    settled(browser)
    browser.goto("http://news.test/calm.html")
    is_forgotten(browser)
    browser.goto(ARTICLE)
    assert until(browser.badge, lambda badge: badge.text == "").title == "Optflag"


def test_a_reload_takes_the_badge_away(browser: Browser) -> None:
    browser.goto(ARTICLE)
    browser.click_icon()
    settled(browser)
    browser.page("setTimeout(() => location.reload(), 0)")
    is_forgotten(browser)


def test_a_jump_within_the_page_keeps_the_badge(browser: Browser) -> None:
    browser.goto(ARTICLE)
    browser.click_icon()
    settled(browser)
    browser.page("location.hash = 'main'; await new Promise((r) => setTimeout(r, 500))")
    assert browser.badge().text == "3"


def test_a_move_within_a_single_page_app_takes_the_badge_away(browser: Browser) -> None:
    browser.goto(ARTICLE)
    browser.click_icon()
    settled(browser)
    browser.page("history.pushState({}, '', '/another')")
    until(browser.badge, lambda badge: badge.text == "")


def test_state_survives_the_end_of_the_worker(browser: Browser) -> None:
    browser.goto(ARTICLE)
    browser.click_icon()
    settled(browser)
    browser.kill_worker()
    assert browser.badge().text == "3"
    popup = browser.open("popup/popup.html?tab={tab}")
    assert popup.text(".hero h2") == "High consent risk"
    popup.close()
    browser.goto("http://news.test/calm.html")
    until(browser.badge, lambda badge: badge.text == "")


def test_what_is_sent_is_the_visible_text_and_no_address(
    browser: Browser, network: Network
) -> None:
    browser.goto(ARTICLE)
    browser.click_icon()
    settled(browser)
    [request] = network.scored()
    sent = json.loads(gzip.decompress(request.body))
    assert list(sent) == ["html"]
    assert "Members are included by default" in sent["html"]
    own = ("typed@reader.example", "Hidden text", "window.ledger", "A comment", "<svg")
    for private in (*own, "news.test", "article.html"):
        assert private not in sent["html"]
    assert "Referer" not in request.headers
    assert "Cookie" not in request.headers


def test_the_server_away_says_so_and_how_to_mend_it(browser: Browser, network: Network) -> None:
    network.server_away = True
    browser.goto(ARTICLE)
    browser.click_icon()
    assert settled(browser).text == "!"
    [first, _] = state_of(browser)
    popup = browser.open("popup/popup.html?tab={tab}")  # asks again by itself
    until(lambda: state_of(browser), lambda state: state[0] != first and state[1] == "server_away")
    until(lambda: popup.texts("#view h2"), ["The server does not answer"].__eq__)
    assert popup.text(".command code") == "make run"
    network.server_away = False
    popup.click(".actions button")
    until(lambda: popup.texts(".hero h2"), ["High consent risk"].__eq__)


def state_of(browser: Browser) -> list[str]:
    """Which check the tab's state comes from, and the state's name."""
    entry = f"(await chrome.storage.session.get())['tab:{browser.tab_id}']"
    state: list[str] = browser.worker(f"const {{ check, name }} = {entry}; return [check, name]")
    return state
