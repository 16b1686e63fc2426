"""The picture in the README: a real Chromium window with article, badge and popup."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .chromium import Chromium
from .conftest import pair
from .driver import settled, until
from .network import Network
from .server import Server

IMAGES = Path(__file__).parents[2] / "docs" / "images"
STORE = Path(__file__).parents[2] / "extension" / "store" / "screenshots"
SIZE = "1280x800"  # what both stores want


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A screen in memory."""
    if not shutil.which("Xvfb") or not shutil.which("import"):
        pytest.fail("needs Xvfb and ImageMagick: tools/packages.sh installs them")
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{SIZE}x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as numbers:
        name = f":{numbers.readline().strip()}"
    monkeypatch.setenv("DISPLAY", name)
    yield name
    screen.terminate()
    screen.wait(timeout=10)


def pin(browser: Chromium) -> None:
    """Put the icon on the toolbar, as a reader does from the puzzle menu."""
    browser.tab.goto("chrome://extensions")
    browser.tab.evaluate(
        "(extensionId) => chrome.developerPrivate.updateExtensionConfiguration("
        "{ extensionId, pinnedToToolbar: true })",
        browser.id,
    )


def test_badge_and_popup_on_a_real_toolbar(
    display: str,
    request: pytest.FixtureRequest,
    play: Any,
    network: Network,
    server: Server,
    tmp_path: Path,
    artefacts: Path,
) -> None:
    width, height = SIZE.split("x")
    browser = Chromium(
        play,
        tmp_path / "profile",
        network.port,
        headless=False,
        no_viewport=True,
        args=[
            f"--window-size={width},{height}",
            "--window-position=0,0",
            "--test-type",
        ],
        ignore_default_args=["--enable-automation"],
        env={**os.environ, "DISPLAY": display},
    )
    try:
        pair(browser, server)
        pin(browser)
        browser.close_console()
        browser.goto("http://news.test/article.html")
        browser.click_icon()
        time.sleep(2.5)  # the popup grows while it fills
        picture = artefacts / "popup.png"
        subprocess.run(["import", "-display", display, "-window", "root", picture], check=True)
        assert settled(browser).text == "3"
    finally:
        browser.close()
    if request.config.getoption("--screenshots", default=False):
        for folder in (IMAGES, STORE):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(picture, folder / "popup.png")


def test_first_run_and_options_for_the_stores(
    request: pytest.FixtureRequest,
    play: Any,
    network: Network,
    server: Server,
    tmp_path: Path,
    artefacts: Path,
) -> None:
    browser = Chromium(play, tmp_path / "profile", network.port)
    width, height = map(int, SIZE.split("x"))
    for name in ("welcome", "options"):
        page = browser.open(f"{name}/{name}.html")
        until(lambda page=page: page.texts("h1")[0], bool)
        page.size(width, height)
        page.page.screenshot(path=artefacts / f"store-{name}.png")
        if request.config.getoption("--screenshots", default=False):
            STORE.mkdir(parents=True, exist_ok=True)
            shutil.copy(artefacts / f"store-{name}.png", STORE / f"{name}.png")
    browser.close()
