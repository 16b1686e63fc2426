"""How the extension looks: pictures of every page and state, and no violation that axe knows of.

One Chromium for all; each page is looked at in light and dark.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .chromium import Chromium, ChromiumPage
from .conftest import pair
from .driver import Browser, settled, until
from .network import Network
from .screen import SIZE, with_fonts
from .server import Server
from .test_screen import STORE

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
WORDS = json.loads((ROOT / "extension" / "_locales" / "en" / "messages.json").read_text())
POPUP = "popup/popup.html?tab={tab}"
POPUP_WIDTH = 384
OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
# The state is put there by the test: the worker must not put its own in its place.
MUTE = "chrome.runtime.sendMessage = async () => ({});"


@pytest.fixture(scope="module")
def looked_at(
    play: Any, recorder: Network, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    recorder.reset()
    browser = Chromium(play, tmp_path_factory.mktemp("profile"), recorder.port, env=with_fonts())
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def paired_look(looked_at: Chromium, server: Server) -> Chromium:
    """The same browser after the first run, with the article's result."""
    pair(looked_at, server)
    return looked_at


@pytest.fixture
def judged(paired_look: Chromium) -> Chromium:
    """It shows an article with three flags."""
    paired_look.goto("http://news.test/article.html")
    paired_look.click_icon()
    settled(paired_look)
    return paired_look


def look(page: ChromiumPage, folder: Path, name: str, width: int = POPUP_WIDTH) -> None:
    """Take pictures, then ask axe; nothing may be cut off at the side."""
    until(lambda: page.texts("h1")[0], bool)  # the words come by script
    page.size(width, 600)
    page.run(AXE + "; return null")
    for scheme in ("light", "dark"):
        page.page.emulate_media(color_scheme=scheme)
        page.screenshot(folder / f"{name}-{scheme}.png")
        found = page.run("return (await axe.run()).violations.map((v) => [v.id, v.nodes[0].html])")
        assert found == [], f"{name} {scheme}"
    assert page.run(OVERFLOW) <= 0, name


def test_the_first_run_page(looked_at: Chromium, artefacts: Path) -> None:
    welcome = looked_at.first_page()
    for name, width in (("welcome", 1000), ("welcome-narrow", 360)):
        look(welcome, artefacts, name, width)


def test_the_popup_with_its_results(paired_look: Chromium, artefacts: Path) -> None:
    browser = paired_look
    for name in ("article", "calm", "shop", "short", "spanish"):
        browser.goto(f"http://news.test/{name}.html")
        browser.click_icon()
        settled(browser)
        popup = browser.open(POPUP)
        until(lambda page=popup: page.texts("#view h2"), bool)
        look(popup, artefacts, f"popup-{name}")
        if name == "article":
            popup.run(OPEN_ALL)
            look(popup, artefacts, "popup-article-open")
            look(popup, artefacts, "popup-article-narrow", 320)
        popup.close()


def test_options(paired_look: Chromium, artefacts: Path) -> None:
    options = paired_look.open("options/options.html")
    for host in ("bank.example", "mail.example"):
        options.fill("#muted input", host)
        options.click("#muted [type=submit]")
        until(lambda host=host: options.texts("#muted .hosts span"), lambda all_, h=host: h in all_)
    for name, width in (("options", 1000), ("options-narrow", 360)):
        look(options, artefacts, name, width)
    for _ in range(2):
        options.click("#muted .hosts button")
    options.close()


def test_first_run_and_options_for_the_stores(
    paired_look: Chromium, artefacts: Path, request: pytest.FixtureRequest
) -> None:
    for name in ("welcome", "options"):
        page = paired_look.open(f"{name}/{name}.html")
        page.size(*map(int, SIZE.split("x")))
        picture = artefacts / f"store-{name}.png"
        page.page.screenshot(path=picture)
        page.close()
        if request.config.getoption("--screenshots", default=False):
            STORE.mkdir(parents=True, exist_ok=True)
            shutil.copy(picture, STORE / f"{name}.png")


def put(browser: Chromium, entry: dict[str, Any]) -> ChromiumPage:
    """The popup with a state of the test's own."""
    key = f"tab:{browser.tab_id}"
    browser.worker(f"await chrome.storage.session.set({{ '{key}': {json.dumps(entry)} }})")
    page = browser.context.new_page()
    page.add_init_script(MUTE)
    page.goto(f"chrome-extension://{browser.id}/{POPUP.replace('{tab}', str(browser.tab_id))}")
    return ChromiumPage(page)


def test_every_state_of_the_table(paired_look: Chromium, artefacts: Path) -> None:
    browser = paired_look
    browser.goto("http://news.test/calm.html")
    names = browser.worker("return Object.keys((await import('../states.js')).STATES)")
    for name in set(names) - {"nothing", "flags", "unsure"}:  # those need an answer
        popup = put(browser, {"name": name, "url": "", "check": "", "at": 1e15})
        until(
            lambda page=popup: page.text("#view h2"), WORDS[f"state_{name}_title"]["message"].__eq__
        )
        look(popup, artefacts, f"state-{name}")
        popup.close()


def test_close_to_a_flag_looks_neither_safe_nor_dangerous(
    judged: Chromium, artefacts: Path
) -> None:
    key = f"tab:{judged.tab_id}"
    entry = judged.worker(f"return (await chrome.storage.session.get('{key}'))['{key}']")
    for flag in entry["answer"]["flags"]:
        flag.update(raised=False, probability=0.02)
    entry["answer"]["flags"][1].update(unsure=True, probability=0.47)
    entry["answer"].update(risk=0, badge={"level": "none"}, choices=[])
    popup = put(judged, {**entry, "name": "unsure"})
    until(lambda: popup.text(".hero h2"), "Close to a flag".__eq__)
    assert popup.texts(".flags .verdict") == ["Not raised", "Close", "Not raised"]
    assert popup.run("return document.querySelector('.gauge text').textContent") == "?"
    look(popup, artefacts, "popup-unsure")
    popup.close()


@pytest.mark.parametrize("language", ["de", "fr", "es", "pt_BR"])
def test_other_languages_fit_too(judged: Chromium, artefacts: Path, language: str) -> None:
    _speak(judged, language)
    try:
        for name in ("popup", "options", "welcome"):
            page = judged.open(f"{name}/{name}.html?tab={{tab}}")
            until(lambda page=page: page.texts("h2"), bool)
            page.run(OPEN_ALL)
            look(page, artefacts, f"{name}-{language}")
            page.close()
    finally:
        _speak(judged, "")


def _speak(browser: Browser, language: str) -> None:
    browser.worker(
        "const { settings } = await chrome.storage.local.get('settings');"
        f"await chrome.storage.local.set({{ settings: {{ ...settings, language: '{language}' }} }})"
    )


def test_the_popup_is_used_with_the_keyboard_alone(judged: Chromium) -> None:
    popup = judged.open(POPUP)
    popup.text(".hero h2")
    reached = []
    for _ in range(25):
        popup.page.keyboard.press("Tab")
        reached.append(popup.run("return document.activeElement.textContent.trim()"))
    for label in ("Options", "Show in page", "More sentences", "Is this right?", "Check again"):
        assert label in reached
    outline = "return getComputedStyle(document.activeElement).outlineStyle"
    assert popup.run(outline) != "none"
    popup.close()


def test_after_another_check_the_keyboard_is_where_it_was(judged: Chromium) -> None:
    popup = judged.open(POPUP)
    popup.click(".foot button")
    focused = "return document.activeElement.dataset.key ?? document.activeElement.localName"
    until(lambda: popup.run(focused), lambda name: name in ("h2", "check"))
    until(lambda: popup.texts(".hero h2"), bool)
    assert popup.run(focused) in ("h2", "check")
    popup.close()


@pytest.mark.parametrize("width", [192, 320])
def test_at_200_percent_and_right_to_left_nothing_is_cut_off(
    judged: Chromium, artefacts: Path, width: int
) -> None:
    popup = judged.open(POPUP)
    popup.text("#view h2")
    popup.run("document.documentElement.dir = 'rtl'")
    popup.size(width, 600)
    popup.screenshot(artefacts / f"popup-rtl-{width}.png")
    assert popup.run(OVERFLOW) <= 0
    popup.close()
