"""How the extension looks: pictures of every page and state, and no violation that axe knows of."""

import json
from pathlib import Path
from typing import Any

import pytest

from .chromium import Chromium, ChromiumPage
from .conftest import pair
from .driver import settled, until
from .network import Network
from .server import Server

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
STATES = Path(__file__).parents[2] / "extension" / "states.js"
POPUP = "popup/popup.html?tab={tab}"
POPUP_WIDTH = 384


@pytest.fixture(scope="module", params=["light", "dark"])
def looked_at(
    request: pytest.FixtureRequest,
    play: Any,
    recorder: Network,
    server: Server,
    tmp_path_factory: pytest.TempPathFactory,
) -> Any:
    browser = Chromium(
        play, tmp_path_factory.mktemp("profile"), recorder.port, color_scheme=request.param
    )
    yield browser, request.param
    browser.close()


def look(page: ChromiumPage, path: Path, width: int = 0) -> None:
    """Take a picture, then ask axe."""
    until(lambda: page.texts("h1")[0], bool)  # the words come by script
    if width:
        page.size(width, 600)
    page.screenshot(path)
    page.run(AXE.read_text() + "; return null")
    found = page.run("return (await axe.run()).violations.map((v) => [v.id, v.nodes[0].html])")
    assert found == [], path.name


def test_the_first_run_page(looked_at: Any, artefacts: Path) -> None:
    browser, scheme = looked_at
    welcome = browser.first_page()
    look(welcome, artefacts / f"welcome-{scheme}.png", 1000)
    look(welcome, artefacts / f"welcome-narrow-{scheme}.png", 360)


def test_popup_and_options(looked_at: Any, server: Server, artefacts: Path) -> None:
    browser, scheme = looked_at
    pair(browser, server)
    for name in ("article", "calm", "shop", "short", "spanish"):
        browser.goto(f"http://news.test/{name}.html")
        browser.click_icon()
        settled(browser)
        popup = browser.open(POPUP)
        until(lambda page=popup: page.texts("#view h2"), bool)
        look(popup, artefacts / f"popup-{name}-{scheme}.png", POPUP_WIDTH)
        popup.close()
    options = browser.open("options/options.html")
    look(options, artefacts / f"options-{scheme}.png", 1000)
    options.close()


def test_every_state_of_the_table(looked_at: Any, artefacts: Path) -> None:
    browser, scheme = looked_at
    browser.goto("http://news.test/calm.html")
    popup = browser.open(POPUP)
    names = popup.run("return Object.keys((await import('../states.js')).STATES)")
    for name in names:
        if name in ("nothing", "flags", "unsure"):
            continue  # need an answer; their pictures come from real pages
        entry = json.dumps({"name": name, "url": "", "check": "", "at": 1e15})
        popup.run(f"await chrome.storage.session.set({{ 'tab:{browser.tab_id}': {entry} }})")
        popup.run("await new Promise((resolve) => setTimeout(resolve, 50))")
        assert popup.text("#view h2") != ""
        look(popup, artefacts / f"state-{name}-{scheme}.png", POPUP_WIDTH)
    popup.close()
