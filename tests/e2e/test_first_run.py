"""Nothing leaves the browser before the reader agreed, nor after that is taken back."""

import json

from .conftest import agree
from .driver import Browser, ExtensionPage, settled, until
from .network import Network
from .server import Server

ARTICLE = "http://news.test/article.html"
REPORT = {
    "key": "0b9cb1e6-0000-4000-8000-000000000000",
    "flag": "ai_training",
    "verdict": "wrong",
    "raised": True,
    "probability": 0.9,
    "model": "1",
}


def test_the_first_run(fresh: Browser, network: Network, server: Server) -> None:
    """One browser for all of it: to start one takes longer than the rest."""
    welcome = fresh.first_page()
    until(lambda: welcome.text("h1"), "Welcome to Optflag".__eq__)
    no_request_leaves_before_the_reader_agreed(fresh, network)
    what_is_wrong_is_explained(welcome, network, server)
    welcome.fill("#code", server.token())  # a token does instead of a code
    welcome.click("[type=submit]")
    assert welcome.text("#done h2") == "Connected"
    fresh.goto(ARTICLE)
    fresh.click_icon()
    assert settled(fresh).text == "3"


def no_request_leaves_before_the_reader_agreed(browser: Browser, network: Network) -> None:
    browser.grant(["https://*/*", "http://*/*"])
    browser.worker("await chrome.storage.local.set({ settings: { mode: 'everywhere' } })")
    browser.goto(ARTICLE)
    browser.click_icon()
    popup = browser.open("popup/popup.html?tab={tab}")
    assert popup.text("#view h2") == "Welcome to Optflag"
    for message in (
        {"name": "opened", "tabId": browser.tab_id},
        {"name": "check", "tabId": browser.tab_id},
        {"name": "report", "tabId": browser.tab_id, "report": REPORT, "withText": True},
    ):
        popup.run(f"await chrome.runtime.sendMessage({json.dumps(message)})")
    popup.run("await new Promise((resolve) => setTimeout(resolve, 500))")
    popup.close()
    assert browser.badge().text == ""
    assert network.to_server() == []
    browser.worker("await chrome.storage.local.clear()")


def what_is_wrong_is_explained(welcome: ExtensionPage, network: Network, server: Server) -> None:
    welcome.click("[type=submit]")
    assert "Paste the pairing code" in welcome.text("#problem")
    agree(welcome, "http://news.test", "ABCD-EFGH")
    assert "This address cannot be used" in welcome.text("#problem")
    assert welcome.run("return document.activeElement.id") == "address"
    assert network.to_server() == []
    welcome.fill("#address", server.address)
    welcome.click("[type=submit]")
    until(lambda: welcome.text("#problem"), lambda words: "not the one" in words)
    welcome.fill("#code", "not-a-token-that-it-knows")
    welcome.click("[type=submit]")
    until(lambda: welcome.text("#problem"), lambda words: "does not know this browser" in words)


def test_a_pairing_that_fails_changes_nothing(
    browser: Browser, network: Network, server: Server
) -> None:
    welcome = browser.open("welcome/welcome.html")
    agree(welcome, server.address.replace("127.0.0.1", "localhost"), "ABCD-EFGH", mode="sites")
    until(lambda: welcome.texts("#problem")[0], bool)
    assert browser.worker("return chrome.storage.local.get()") == browser.stored


def test_taking_the_agreement_back_stops_everything(browser: Browser, network: Network) -> None:
    browser.grant(["https://*/*"])
    browser.goto(ARTICLE)
    with network.holding("/score"):
        browser.click_icon()
        until(network.scored, bool)
        options = browser.open("options/options.html")
        options.click("#withdraw")
        until(lambda: options.text("#said"), lambda words: words.startswith("Done"))
    options.close()
    network.requests.clear()
    browser.goto(ARTICLE)
    browser.click_icon()
    popup = browser.open("popup/popup.html?tab={tab}")
    assert popup.text("#view h2") == "Welcome to Optflag"
    kept = set(browser.worker("return Object.keys(await chrome.storage.local.get())"))
    assert kept <= {"darkToolbar"}  # told by each page of ours that opens, see extension/icon.js
    assert browser.worker("return chrome.storage.session.get()") == {}
    assert network.to_server() == []
    access = browser.worker("return (await chrome.permissions.getAll()).origins")
    assert sorted(access) == ["http://127.0.0.1/*", "http://localhost/*"]
