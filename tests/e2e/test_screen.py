"""What needs a screen: the browser's own questions, keys and menus; the picture in the README."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .chromium import Chromium
from .conftest import EVERYWHERE, pair
from .driver import Browser, settled, until
from .firefox import Firefox
from .network import Network
from .screen import SIZE, Screen, open_screen
from .server import Server

IMAGES = Path(__file__).parents[2] / "docs" / "images"
STORE = Path(__file__).parents[2] / "extension" / "store" / "screenshots"
ARTICLE = "http://news.test/article.html"
HAS_ACCESS = f"return chrome.permissions.contains({{ origins: {EVERYWHERE} }})"
# Where the extension's line stands in the menu of a page, counted from its end.
MENU_LINES = {"chromium": 3, "firefox": 1}
ALLOW = {"chromium": ("Tab", "Return"), "firefox": ("alt+a",)}


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with open_screen() as opened:
        yield opened


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def seen(
    request: pytest.FixtureRequest,
    screen: Screen,
    recorder: Network,
    server: Server,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Browser]:
    """Each browser on the screen, paired; it asks before it gives permissions."""
    recorder.reset()
    if request.param == "firefox":
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DISPLAY", screen.name)
            browser: Browser = Firefox(recorder.port, headless=False, prompts=True)
    else:
        play = request.getfixturevalue("play")
        browser = _chromium(play, tmp_path_factory.mktemp("profile"), recorder, screen)
    pair(browser, server)
    yield browser
    browser.close()


def _chromium(play: Any, profile: Path, recorder: Network, screen: Screen) -> Chromium:
    size = SIZE.replace("x", ",")
    return Chromium(
        play,
        profile,
        recorder.port,
        headless=False,
        no_viewport=True,
        args=[f"--window-size={size}", "--window-position=0,0", "--test-type"],
        ignore_default_args=["--enable-automation"],
        env=screen.environment(),
    )


def pin(browser: Chromium) -> None:
    """Put the icon on the toolbar, as a reader does from the puzzle menu."""
    browser.tab.goto("chrome://extensions")
    browser.tab.evaluate(
        "(extensionId) => chrome.developerPrivate.updateExtensionConfiguration("
        "{ extensionId, pinnedToToolbar: true })",
        browser.id,
    )


def test_badge_and_popup_on_a_real_toolbar(
    seen: Browser,
    network: Network,
    screen: Screen,
    artefacts: Path,
    request: pytest.FixtureRequest,
) -> None:
    if isinstance(seen, Chromium):
        pin(seen)
        seen.close_console()
    seen.goto(ARTICLE)
    seen.click_icon()
    picture = artefacts / f"screen-{seen.name}.png"
    time.sleep(2)  # the popup grows while it fills; to ask for the badge would close Chromium's
    screen.picture(picture)
    assert settled(seen).text == "3"
    screen.press("Escape")
    if seen.name == "chromium" and request.config.getoption("--screenshots", default=False):
        for folder in (IMAGES, STORE):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(picture, folder / "popup.png")


def test_the_shortcut_checks_the_page(seen: Browser, network: Network, screen: Screen) -> None:
    seen.goto("http://news.test/calm.html")
    seen.use(0)
    screen.press("alt+shift+o")
    assert settled(seen).text == "✓"
    screen.press("Escape")


def test_the_menu_checks_the_page(seen: Browser, network: Network, screen: Screen) -> None:
    seen.goto("http://news.test/spanish.html")
    seen.use(0)
    with screen.opening():
        screen.right_click(400, 500)
    screen.press(*["Up"] * MENU_LINES[seen.name], "Return")
    assert settled(seen).text == "–"
    assert len(network.scored()) == 1


def test_access_to_all_sites_is_asked_for_refused_and_given(
    seen: Browser, network: Network, screen: Screen
) -> None:
    options = seen.open("options/options.html")
    mode = "return document.querySelector('[name=mode]:checked').value"
    with screen.opening():
        options.click("[name=mode][value=everywhere]")
    screen.press("Escape")
    until(lambda: options.text("#said"), lambda words: words.startswith("The browser did not"))
    assert options.run(mode) == "click"
    assert seen.worker(HAS_ACCESS) is False
    with screen.opening():
        options.click("[name=mode][value=everywhere]")
    screen.press(*ALLOW[seen.name])
    until(lambda: options.text("#said"), "Saved".__eq__)
    options.close()
    assert seen.worker(HAS_ACCESS) is True
    seen.grant(["http://news.test/*"])  # "everywhere" is https; the pages of these tests are not
    seen.goto(ARTICLE)
    assert settled(seen).text == "3"
    seen.worker("await chrome.permissions.remove({ origins: ['http://news.test/*'] })")
    network.requests.clear()
    seen.goto("http://news.test/calm.html")
    seen.worker("await new Promise((resolve) => setTimeout(resolve, 700))")
    assert seen.badge().text == ""
    assert network.to_server() == []
