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


@pytest.fixture(scope="module")
def paired_look(looked_at: Any, server: Server) -> Any:
    """The same browser after the first run."""
    pair(looked_at[0], server)
    return looked_at


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


def test_popup_and_options(paired_look: Any, artefacts: Path) -> None:
    browser, scheme = paired_look
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


def test_close_to_the_line_looks_neither_safe_nor_dangerous(
    paired_look: Any, artefacts: Path
) -> None:
    browser, scheme = paired_look
    browser.goto("http://news.test/calm.html")
    browser.click_icon()
    settled(browser)
    popup = browser.open(POPUP)
    popup.run(
        f"const key = 'tab:{browser.tab_id}';"
        "const { [key]: entry } = await chrome.storage.session.get(key);"
        "Object.assign(entry.answer.flags[1], { unsure: true, probability: 0.47 });"
        "await chrome.storage.session.set({ [key]: { ...entry, name: 'unsure' } })"
    )
    until(lambda: popup.text(".hero h2"), "Close to a flag".__eq__)
    assert popup.texts(".flags .verdict") == ["Not raised", "Close", "Not raised"]
    look(popup, artefacts / f"popup-unsure-{scheme}.png", POPUP_WIDTH)
    popup.close()


@pytest.mark.parametrize("language", ["de", "fr", "es", "pt_BR"])
def test_other_languages_fit_too(paired_look: Any, artefacts: Path, language: str) -> None:
    browser, scheme = paired_look
    browser.goto("http://news.test/article.html")
    browser.click_icon()
    settled(browser)
    browser.worker(
        "const { settings } = await chrome.storage.local.get('settings');"
        f"await chrome.storage.local.set({{ settings: {{ ...settings, language: '{language}' }} }})"
    )
    for name, path in (("popup", POPUP), ("options", "options/options.html")):
        page = browser.open(path)
        until(lambda page=page: page.texts("h2"), bool)
        look(page, artefacts / f"{name}-{language}-{scheme}.png", POPUP_WIDTH)
        overflow = (
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert page.run(overflow) == 0
        page.close()
    browser.worker(
        "const { settings } = await chrome.storage.local.get('settings');"
        "await chrome.storage.local.set({ settings: { ...settings, language: '' } })"
    )


def test_the_popup_is_used_with_the_keyboard_alone(paired_look: Any) -> None:
    browser, _ = paired_look
    browser.goto("http://news.test/article.html")
    browser.click_icon()
    settled(browser)
    popup = browser.open(POPUP)
    popup.text(".hero h2")
    reached = []
    for _ in range(40):
        popup.page.keyboard.press("Tab")
        reached.append(popup.run("return document.activeElement.textContent.trim()"))
    for label in ("Options", "Show in page", "More sentences", "Is this right?", "Check again"):
        assert label in reached
    outline = "return getComputedStyle(document.activeElement).outlineStyle"
    assert popup.run(outline) != "none"
    popup.close()


@pytest.mark.parametrize("width", [192, 320])
def test_at_200_percent_and_right_to_left_nothing_is_cut_off(
    paired_look: Any, artefacts: Path, width: int
) -> None:
    browser, scheme = paired_look
    popup = browser.open(POPUP)
    popup.text("#view h2")
    popup.run("document.documentElement.dir = 'rtl'")
    popup.size(width, 600)
    popup.screenshot(artefacts / f"popup-rtl-{width}-{scheme}.png")
    overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert popup.run(overflow) <= 0
    popup.close()


def test_every_state_of_the_table(paired_look: Any, artefacts: Path) -> None:
    browser, scheme = paired_look
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
