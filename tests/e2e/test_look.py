"""How the extension looks: pictures of every page and state, and no violation that axe knows of.

Chromium alone: each page is looked at in light and dark; for Firefox see test_options.py.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from .chromium import Chromium, ChromiumPage
from .driver import Browser, settled, until
from .screen import SIZE
from .test_screen import STORE

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
WORDS = json.loads((ROOT / "extension" / "_locales" / "en" / "messages.json").read_text())
POPUP = "popup/popup.html?tab={tab}"
POPUP_WIDTH = 384
OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
SCHEMES = ("light", "dark")
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
# The state is put there by the test: the worker must not put its own in its place.
MUTE = "chrome.runtime.sendMessage = async () => ({});"


pytestmark = pytest.mark.parametrize("paired", ["chromium"], indirect=True)


@pytest.fixture
def judged(browser: Chromium) -> Chromium:
    """It shows an article with three flags."""
    browser.goto("http://news.test/article.html")
    browser.click_icon()
    settled(browser)
    return browser


def look(
    page: ChromiumPage,
    folder: Path,
    name: str,
    width: int = POPUP_WIDTH,
    *,
    asked: tuple[str, ...] = SCHEMES,
) -> None:
    """Take pictures; ask axe in the schemes `asked`; nothing may be cut off at the side."""
    until(lambda: page.texts("h1")[0], bool)  # the words come by script
    page.size(width, 600)
    page.run(AXE + "; return null")
    for scheme in SCHEMES:
        page.page.emulate_media(color_scheme=scheme)
        page.screenshot(folder / f"{name}-{scheme}.png")
        if scheme in asked:
            found = page.run(
                "return (await axe.run()).violations.map((v) => [v.id, v.nodes[0].html])"
            )
            assert found == [], f"{name} {scheme}"
    assert page.run(OVERFLOW) <= 0, name


def test_the_first_run_page(browser: Chromium, artefacts: Path) -> None:
    welcome = browser.open("welcome/welcome.html")
    for name, width in (("welcome", 1000), ("welcome-narrow", 360)):
        look(welcome, artefacts, name, width)


def test_the_popup_with_its_results(browser: Chromium, artefacts: Path) -> None:
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


def test_options(browser: Chromium, artefacts: Path) -> None:
    options = browser.open("options/options.html")
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
    browser: Chromium, artefacts: Path, request: pytest.FixtureRequest
) -> None:
    for name in ("welcome", "options"):
        page = browser.open(f"{name}/{name}.html")
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


def test_every_state_of_the_table(browser: Chromium, artefacts: Path) -> None:
    browser.goto("http://news.test/calm.html")
    names = browser.worker("return Object.keys((await import('../states.js')).STATES)")
    plain = [name for name in names if name not in ("nothing", "flags", "unsure")]  # no answer
    for place, name in enumerate(plain):
        popup = put(browser, {"name": name, "url": "", "check": "", "at": 1e15})
        until(
            lambda page=popup: page.text("#view h2"), WORDS[f"state_{name}_title"]["message"].__eq__
        )
        # They are of one make: each scheme is asked about for half of them.
        look(popup, artefacts, f"state-{name}", asked=(SCHEMES[place % 2],))
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
            look(page, artefacts, f"{name}-{language}", asked=("light",))
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
