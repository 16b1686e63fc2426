"""What a reader can do in the popup: see evidence in the page, give an opinion, look back."""

from .driver import Browser, ExtensionPage, settled, until
from .network import PAGES, Network
from .server import Server

ARTICLE = "http://news.test/article.html"
HIGHLIGHTED = (
    "const [name] = [...CSS.highlights.keys()];"
    "return [...CSS.highlights.get(name) ?? []]"
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
    note = f"It says so in the third sentence, in {browser.name}."
    before = len(server.articles())
    popup.click(".opinion summary")
    popup.fill(".opinion textarea", note)
    popup.click(".opinion button:first-of-type")
    until(
        lambda: popup.texts(".opinion [role=status]")[0], "Thank you. The server keeps it.".__eq__
    )
    assert note in server.notes()
    assert len(server.articles()) == before
    assert popup.run("return document.activeElement.className") == "low said"


def test_the_articles_text_goes_along_only_when_ticked(
    browser: Browser, server: Server, network: Network
) -> None:
    mark = f"A reader with {browser.name} was there."
    page = (PAGES / "article.html").read_text()
    network.extra["article.html"] = page.replace(
        "Members are included", f"{mark} Members are included"
    )
    popup = checked(browser)
    popup.click(".opinion summary")
    popup.click(".opinion [type=checkbox]")
    popup.click(".opinion button:last-of-type")
    until(
        lambda: popup.texts(".opinion [role=status]")[0], "Thank you. The server keeps it.".__eq__
    )
    assert any(mark in article for article in server.articles())


def test_the_text_of_another_page_does_not_go_along(
    browser: Browser, server: Server, network: Network
) -> None:
    """The page changed while the reader was thinking: what was judged is sent, or nothing."""
    popup = checked(browser)
    before = len(server.articles())
    browser.worker(
        f"const key = 'tab:{browser.tab_id}';"
        "const { [key]: entry } = await chrome.storage.session.get(key);"
        "await chrome.storage.session.set({ [key]: { ...entry, url: 'http://news.test/other' } })"
    )
    popup.click(".opinion summary")
    popup.click(".opinion [type=checkbox]")
    popup.click(".opinion button:last-of-type")
    until(
        lambda: popup.texts(".opinion [role=status]")[0], lambda words: "did not go along" in words
    )
    assert len(server.articles()) == before


def test_an_opinion_waits_for_a_server_that_is_away_and_is_sent_once(
    browser: Browser, server: Server, network: Network
) -> None:
    note = f"Written in {browser.name} while the server was away."
    popup = checked(browser)
    network.server_away = True
    popup.click(".opinion summary")
    popup.fill(".opinion textarea", note)
    popup.click(".opinion button:first-of-type")
    until(lambda: popup.texts(".opinion [role=status]")[0], lambda words: "Kept here" in words)
    browser.kill_worker()
    network.server_away = False
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
    options = browser.open("options/options.html")
    options.click("#history")
    until(lambda: options.text("#said"), "Saved".__eq__)
    options.close()
    assert "history" not in browser.worker("return chrome.storage.session.get()")
    popup = checked(browser)
    assert popup.texts(".past") == []
