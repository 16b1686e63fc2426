"""Every state that can go wrong says what it is and how it is mended."""

import time

import pytest

from .conftest import set_mode
from .driver import Browser, ExtensionPage, settled, until
from .network import PAGES, Network

ARTICLE = "http://news.test/article.html"


def popup_of(browser: Browser) -> ExtensionPage:
    return browser.open("popup/popup.html?tab={tab}")


def title_becomes(popup: ExtensionPage, title: str) -> None:
    until(lambda: popup.text("#view h2"), title.__eq__)


def test_a_token_that_the_server_does_not_know(browser: Browser) -> None:
    set_mode(browser, token="wrong")
    browser.goto(ARTICLE)
    browser.click_icon()
    assert settled(browser).text == "!"
    popup = popup_of(browser)
    title_becomes(popup, "The server does not know this browser")
    assert popup.text(".command code") == ".venv/bin/optflag token code"
    assert popup.text(".actions button") == "Set up"


def test_another_program_at_the_servers_address(browser: Browser, network: Network) -> None:
    set_mode(browser, address=f"http://127.0.0.1:{network.port}")
    browser.goto(ARTICLE)
    browser.click_icon()
    assert settled(browser).text == "!"
    title_becomes(popup_of(browser), "Extension and server do not fit")


def test_a_page_of_the_browser_itself(browser: Browser) -> None:
    browser.goto("about:license" if browser.name == "firefox" else "chrome://version/")
    browser.worker(
        f"await chrome.runtime.sendMessage({{ name: 'check', tabId: {browser.tab_id} }})"
    )
    assert settled(browser).text == "–"
    said = ("This page cannot be read", "No permission for this page")
    popup = popup_of(browser)
    until(lambda: popup.text("#view h2"), said.__contains__)


def test_a_page_that_nobody_clicked_on_is_not_read(browser: Browser, network: Network) -> None:
    browser.goto(ARTICLE)
    browser.worker(
        f"await chrome.runtime.sendMessage({{ name: 'check', tabId: {browser.tab_id} }})"
    )
    assert settled(browser).text == "–"
    title_becomes(popup_of(browser), "No permission for this page")
    assert network.to_server() == []


def test_a_page_that_is_too_large(browser: Browser, network: Network) -> None:
    network.extra["large.html"] = "<!doctype html><title>L</title>" + _paragraphs(50, 40_000)
    browser.goto("http://news.test/large.html")
    browser.click_icon()
    until(browser.badge, lambda badge: badge.text == "–", seconds=30)
    title_becomes(popup_of(browser), "This page is too large")
    assert network.to_server() == []


def test_a_page_with_more_elements_than_any_article(browser: Browser, network: Network) -> None:
    network.extra["many.html"] = "<!doctype html><title>M</title>" + _paragraphs(70_000, 1)
    browser.goto("http://news.test/many.html")
    browser.click_icon()
    until(browser.badge, lambda badge: badge.text == "–", seconds=30)
    title_becomes(popup_of(browser), "This page is too large")
    assert network.to_server() == []


def _paragraphs(count: int, words: int) -> str:
    return f"<p>{'word ' * words}</p>" * count


def test_a_worker_that_died_while_reading(browser: Browser) -> None:
    browser.goto(ARTICLE)
    browser.worker(
        f"await chrome.storage.session.set({{ 'tab:{browser.tab_id}': {{ name: 'reading',"
        f" url: '{ARTICLE}', check: 'lost', at: Date.now() - 60000 }} }})"
    )
    browser.click_icon()
    assert settled(browser).text == "3"


def test_what_a_worker_left_when_it_died_is_taken_up(everywhere: Browser, network: Network) -> None:
    with network.holding("/score"):
        everywhere.goto(ARTICLE)
        until(network.scored, bool)
        everywhere.kill_worker()
    everywhere.open("popup/popup.html?tab={tab}").close()  # any event wakes the next one
    assert settled(everywhere).text == "3"


def test_a_hostile_page_cannot_speak_through_the_popup(browser: Browser, network: Network) -> None:
    network.extra["hostile.html"] = _hostile()
    browser.goto("http://news.test/hostile.html")
    browser.click_icon()
    assert settled(browser).text == "3"
    popup = popup_of(browser)
    assert "<img src=x" in popup.text(".hero .article")
    assert popup.run("return document.querySelectorAll('#view img, #view script').length") == 0
    assert popup.run("return document.title") == "Optflag"


def _hostile() -> str:
    title = (
        "&lt;img src=x onerror='document.title=1'&gt;&lt;script&gt;document.title=2&lt;/script&gt;"
    )
    page = (PAGES / "article.html").read_text()
    return page.replace("Tessaly Switches On AI Training for Every Member", title)


def test_a_page_cannot_hide_from_the_reading(browser: Browser, network: Network) -> None:
    """Named fields and pictures stand before what is built in, in the world of extensions too."""
    names = (
        "tagName",
        "getAttribute",
        "childNodes",
        "textContent",
        "checkVisibility",
        "shadowRoot",
    )
    form = "<form>" + "".join(f"<input name={name}>" for name in names)
    page = (PAGES / "article.html").read_text().replace("<main", f"{form}<main", 1)
    network.extra["hiding.html"] = page + "<img name=documentElement><img name=body>"
    browser.goto("http://news.test/hiding.html")
    browser.click_icon()
    assert settled(browser).text == "3"
    popup = popup_of(browser)
    popup.click("button.link")
    until(lambda: browser.page("return CSS.highlights.size"), bool)


def test_while_a_page_is_read_it_says_so(browser: Browser, network: Network) -> None:
    browser.goto(ARTICLE)
    with network.holding("/score"):
        browser.click_icon()
        until(browser.badge, lambda badge: badge.text == "…")
        popup = popup_of(browser)
        title_becomes(popup, "Reading…")
    title_becomes_flags(popup)


def title_becomes_flags(popup: ExtensionPage) -> None:
    until(lambda: popup.texts(".hero h2"), ["High consent risk"].__eq__)


def test_an_answer_for_a_page_that_went_away_is_dropped(browser: Browser, network: Network) -> None:
    browser.goto(ARTICLE)
    with network.holding("/score"):
        browser.click_icon()
        until(network.scored, bool)
        browser.goto("http://news.test/calm.html")
    browser.worker("await new Promise((resolve) => setTimeout(resolve, 700))")
    assert browser.badge().text == ""
    entry = f"return (await chrome.storage.session.get())['tab:{browser.tab_id}'] ?? null"
    assert browser.worker(entry) is None


@pytest.mark.parametrize("move", ["location.hash = 'x'", "history.replaceState({}, '', '?a=b')"])
def test_a_new_address_of_the_same_page_does_not_lose_the_answer(
    browser: Browser, network: Network, move: str
) -> None:
    browser.goto(ARTICLE)
    with network.holding("/score"):
        browser.click_icon()
        until(network.scored, bool)
        browser.page(move)
    assert settled(browser).text == "3"


def test_what_the_server_says_when_it_cannot(browser: Browser, network: Network) -> None:
    for status, title in (
        (503, "The server is busy"),
        (500, "The server met an error"),
        (400, "The server refused"),
    ):
        network.failing = status
        browser.goto(ARTICLE)
        browser.click_icon()
        until(browser.badge, lambda badge, title=title: badge.title == f"Optflag: {title}")
        popup = popup_of(browser)
        title_becomes(popup, title)
        popup.close()


def test_a_page_that_answers_nothing_is_left(allowed: Browser, network: Network) -> None:
    """In a tab that the drivers do not know: they would wait for it themselves."""
    network.extra["stuck"] = (
        "<!doctype html><title>Loaded</title><p>Text.<script>onload = () => setTimeout(() => {"
        " document.title = 'Stuck'; setTimeout(() => {"
        " const end = Date.now() + 16000; while (Date.now() < end); }, 500) })</script>"
    )
    tab = allowed.worker(
        "return (await chrome.tabs.create({ url: 'http://stuck.test/stuck', active: false })).id"
    )
    title = f"return (await chrome.tabs.get({tab})).title ?? ''"
    until(lambda: allowed.worker(title), "Stuck".__eq__)
    time.sleep(1)
    allowed.worker(f"chrome.runtime.sendMessage({{ name: 'check', tabId: {tab} }})")
    badge = f"return chrome.action.getTitle({{ tabId: {tab} }})"
    until(lambda: allowed.worker(badge), lambda words: "does not answer" in words)
    assert network.to_server() == []
    allowed.worker(f"await chrome.tabs.remove({tab})")


@pytest.mark.parametrize("document", ["paper.pdf", "feed.xml"])
def test_a_document_that_is_no_page_is_not_read(
    everywhere: Browser, network: Network, document: str
) -> None:
    everywhere.goto(f"http://news.test/{document}")
    everywhere.click_icon()
    assert settled(everywhere).text == "–"
    said = ("This page cannot be read", "No permission for this page")
    popup = popup_of(everywhere)
    until(lambda: popup.text("#view h2"), said.__contains__)
    assert network.to_server() == []
