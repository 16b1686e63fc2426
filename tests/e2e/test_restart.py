"""After the browser was closed and started again.

Chromium only: Firefox removes an extension that is loaded for a test when it ends.
"""

from pathlib import Path
from typing import Any

from .chromium import Chromium
from .conftest import ALL_SITES, pair
from .driver import settled
from .network import Network
from .server import Server

ARTICLE = "http://news.test/article.html"


def test_settings_stay_results_do_not_and_badges_are_right(
    play: Any, network: Network, server: Server, tmp_path: Path
) -> None:
    first = Chromium(play, tmp_path, network.port)
    pair(first, server)
    first.grant(ALL_SITES)
    first.worker(
        "const { settings } = await chrome.storage.local.get('settings');"
        "await chrome.storage.local.set({ settings: { ...settings, mode: 'everywhere' } })"
    )
    first.goto(ARTICLE)
    assert settled(first).text == "3"
    first.close()
    second = Chromium(play, tmp_path, network.port)
    kept = second.worker("return Object.keys(await chrome.storage.session.get())")
    assert [key for key in kept if key.startswith(("tab:", "answers", "history"))] == []
    assert second.badge().text == ""
    network.requests.clear()
    second.goto("http://news.test/calm.html")
    assert settled(second).text == "✓"
    assert len(network.scored()) == 1
    second.close()
