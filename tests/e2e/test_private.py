"""Private windows are never read, in whichever mode."""

from typing import Any

from .chromium import Chromium
from .driver import Browser, settled
from .firefox import Firefox
from .network import Network

ARTICLE = "http://news.test/article.html"


def test_a_private_window_is_never_read(everywhere: Browser, network: Network) -> None:
    visit = _chromium_visit if isinstance(everywhere, Chromium) else _firefox_visit
    visit(everywhere, network)
    assert network.to_server() == []
    everywhere.goto(ARTICLE)  # the window beside it is
    assert settled(everywhere).text == "3"


def _chromium_visit(browser: Any, network: Network) -> None:
    browser.worker(f"chrome.windows.create({{ url: '{ARTICLE}', incognito: true }})")
    _loaded(browser, network)
    # The extension does not know of the window, so it can close none of it: the browser does.
    found = browser.protocol.send("Target.getTargets")["targetInfos"]
    [private] = [one for one in found if one["url"] == ARTICLE]
    assert (
        browser.worker("return (await chrome.tabs.query({ url: 'http://news.test/*' })).length")
        == 0
    )
    browser.protocol.send("Target.closeTarget", {"targetId": private["targetId"]})


def _firefox_visit(browser: Firefox, network: Network) -> None:
    known = set(browser.client.window_handles)
    handle = browser.client.open(type="window", private=True)["handle"]
    browser.client.switch_to_window(handle)
    browser.client.navigate(ARTICLE)
    _loaded(browser, network)
    assert (
        browser.worker("return (await chrome.tabs.query({ url: 'http://news.test/*' })).length")
        == 0
    )
    browser.client.switch_to_window(handle)
    browser.client.close()
    assert set(browser.client.window_handles) == known
    browser.show_tab()


def _loaded(browser: Browser, network: Network) -> None:
    """Wait as long as an article in another window would need."""
    browser.worker("await new Promise((resolve) => setTimeout(resolve, 1500))")
    assert any(request.url == ARTICLE for request in network.requests)
