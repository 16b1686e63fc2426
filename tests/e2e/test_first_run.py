"""Nothing leaves the browser before the reader agreed, nor after that is taken back."""

from .conftest import agree
from .driver import Browser, settled, until
from .network import Network
from .server import Server

ARTICLE = "http://news.test/article.html"


def test_no_request_leaves_before_the_reader_agreed(
    fresh: Browser, network: Network, server: Server
) -> None:
    welcome = fresh.first_page()
    until(lambda: welcome.text("h1"), "Welcome to Optflag".__eq__)
    fresh.goto(ARTICLE)
    fresh.click_icon()
    popup = fresh.open("popup/popup.html?tab={tab}")
    assert popup.text("#view h2") == "Welcome to Optflag"
    popup.run("await new Promise((resolve) => setTimeout(resolve, 500))")
    assert fresh.badge().text == ""
    assert network.to_server() == []

    agree(welcome, server.address, server.code())
    assert welcome.text("#done h2") == "Connected"
    fresh.goto(ARTICLE)
    fresh.click_icon()
    assert settled(fresh).text == "3"


def test_the_first_run_explains_what_is_wrong(
    fresh: Browser, network: Network, server: Server
) -> None:
    welcome = fresh.first_page()
    welcome.click("[type=submit]")
    assert "Paste the pairing code" in welcome.text("#problem")
    agree(welcome, "http://news.test", "ABCD-EFGH")
    assert "This address cannot be used" in welcome.text("#problem")
    assert network.to_server() == []
    welcome.fill("#address", server.address)
    welcome.click("[type=submit]")
    until(lambda: welcome.text("#problem"), lambda words: "not the one" in words)
    welcome.fill("#code", server.code())
    welcome.click("[type=submit]")
    assert welcome.text("#done h2") == "Connected"


def test_a_token_does_instead_of_a_code(fresh: Browser, network: Network, server: Server) -> None:
    welcome = fresh.first_page()
    until(lambda: welcome.text("h1"), bool)
    agree(welcome, server.address, "not-a-token-that-it-knows")
    until(lambda: welcome.text("#problem"), lambda words: "does not know this browser" in words)
    welcome.fill("#code", server.token())
    welcome.click("[type=submit]")
    assert welcome.text("#done h2") == "Connected"
    fresh.goto(ARTICLE)
    fresh.click_icon()
    assert settled(fresh).text == "3"


def test_taking_the_agreement_back_stops_everything(browser: Browser, network: Network) -> None:
    browser.grant(["https://*/*"])
    options = browser.open("options/options.html")
    options.click("#withdraw")
    until(lambda: options.text("#said"), lambda words: words.startswith("Done"))
    options.close()
    browser.goto(ARTICLE)
    browser.click_icon()
    popup = browser.open("popup/popup.html?tab={tab}")
    assert popup.text("#view h2") == "Welcome to Optflag"
    assert browser.worker("return chrome.storage.local.get()") == {}
    assert network.to_server() == []
    access = browser.worker("return (await chrome.permissions.getAll()).origins")
    assert sorted(access) == ["http://127.0.0.1/*", "http://localhost/*"]
