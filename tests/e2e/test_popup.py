"""What a reader can do in the popup: see evidence in the page, give an opinion, look back."""

import json

from .driver import Browser, ExtensionPage, settled, until
from .network import Network
from .server import Server

ARTICLE = "http://news.test/article.html"
HIGHLIGHTED = (
    "return [...CSS.highlights.get('optflag') ?? []]"
    ".map((range) => range.toString().replace(/\\s+/g, ' '))"
)


def checked(browser: Browser) -> ExtensionPage:
    browser.goto(ARTICLE)
    browser.click_icon()
    settled(browser)
    popup = browser.open("popup/popup.html?tab={tab}")
    popup.text(".hero h2")
    return popup


def test_evidence_is_shown_where_it_stands_and_the_page_is_not_changed(browser: Browser) -> None:
    popup = checked(browser)
    before = browser.page("return document.documentElement.outerHTML")
    popup.click("button.link")
    quotes = popup.texts(".flags > li:first-child blockquote")
    shown = until(lambda: browser.page(HIGHLIGHTED), bool)
    assert quotes[0] in shown
    assert browser.page("return document.documentElement.outerHTML") == before


def test_an_opinion_reaches_the_servers_database(browser: Browser, server: Server) -> None:
    popup = checked(browser)
    popup.click(".opinion summary")
    popup.fill(".opinion textarea", "It says so in the third sentence.")
    popup.click(".opinion button:first-of-type")
    until(
        lambda: popup.texts(".opinion [role=status]")[0], "Thank you. The server keeps it.".__eq__
    )
    assert "It says so in the third sentence." in server.notes()
    assert browser.name == "firefox" or server.articles() == []  # Chromium's tests come first


def test_the_articles_text_goes_along_only_when_ticked(browser: Browser, server: Server) -> None:
    popup = checked(browser)
    popup.click(".opinion summary")
    popup.click(".opinion [type=checkbox]")
    popup.click(".opinion button:last-of-type")
    until(
        lambda: popup.texts(".opinion [role=status]")[0], "Thank you. The server keeps it.".__eq__
    )
    [article, *_] = server.articles()
    assert "Members are included by default" in article


def test_an_opinion_waits_for_a_server_that_is_away_and_is_sent_once(
    browser: Browser, server: Server, network: Network
) -> None:
    note = f"Written in {browser.name} while the server was away."
    popup = checked(browser)
    server.stop()
    try:
        popup.click(".opinion summary")
        popup.fill(".opinion textarea", note)
        popup.click(".opinion button:first-of-type")
        until(lambda: popup.texts(".opinion [role=status]")[0], lambda words: "Kept here" in words)
        browser.kill_worker()
    finally:
        server.start()
    popup.click(".foot button")
    until(
        lambda: browser.worker("return (await chrome.storage.local.get('feedback')).feedback"),
        [].__eq__,
    )
    assert server.notes().count(note) == 1


def test_this_sessions_results_are_listed_and_can_be_left_out(browser: Browser) -> None:
    popup = checked(browser)
    popup.click(".past summary")
    assert popup.texts(".past li a") == ["Tessaly Switches On AI Training for Every Member"]
    popup.close()
    settings = json.dumps({**browser.stored["settings"], "history": False})
    browser.worker(
        "await chrome.storage.session.clear();"
        f"await chrome.storage.local.set({{ settings: {settings} }})"
    )
    popup = checked(browser)
    assert popup.texts(".past") == []
