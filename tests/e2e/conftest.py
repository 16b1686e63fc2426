"""Real browsers, the real server, a recorded network."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, sync_playwright

from .chromium import Chromium
from .driver import Browser, until
from .firefox import Firefox
from .network import Network
from .network import start as start_network
from .screen import with_fonts
from .server import Server

ARTEFACTS = Path(__file__).parents[1] / "artefacts"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--screenshots` with test_screen.py and test_look.py renews docs/images and the stores'."""
    parser.addoption("--screenshots", action="store_true", help="write pictures to docs/images")


@pytest.fixture(scope="session")
def server(trained_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server, which tests may stop and start."""
    home = tmp_path_factory.mktemp("browsers-home")
    (home / "models").symlink_to(trained_home / "models")
    started = Server(home)
    yield started
    started.close()


@pytest.fixture(scope="session")
def recorder() -> Iterator[Network]:
    """The sites that browsers see, and what they asked for, since the session began."""
    made = Network()
    stop = start_network(made)
    yield made
    stop()


@pytest.fixture
def network(recorder: Network) -> Network:
    """The network, with nothing recorded yet."""
    recorder.reset()
    return recorder


@pytest.fixture(scope="session")
def play() -> Iterator[Playwright]:
    """Playwright."""
    with sync_playwright() as started:
        yield started


def _started(kind: str, request: pytest.FixtureRequest, profile: Path) -> Browser:
    recorder = request.getfixturevalue("recorder")
    recorder.reset()  # shared ones start before the fixture `network` of their first test
    port = recorder.port
    if kind == "firefox":
        return Firefox(port)
    return Chromium(request.getfixturevalue("play"), profile, port, env=with_fonts())


@pytest.fixture(params=["chromium", "firefox"])
def fresh(request: pytest.FixtureRequest, network: Network, tmp_path: Path) -> Iterator[Browser]:
    """Each browser as after the installation of the extension."""
    browser = _started(request.param, request, tmp_path / "profile")
    yield browser
    browser.close()


@pytest.fixture(scope="session", params=["chromium", "firefox"])
def paired(
    request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Each browser after the first run: agreed, paired, only on click. Shared by many tests."""
    browser = _started(request.param, request, tmp_path_factory.mktemp("profile"))
    pair(browser, server)
    browser.stored = browser.worker("return await chrome.storage.local.get()")
    yield browser
    browser.close()


@pytest.fixture
def browser(paired: Browser, network: Network, request: pytest.FixtureRequest) -> Browser:
    """Each browser as just after the first run."""
    paired.close_others()
    paired.goto("about:blank")
    if "allowed" not in request.fixturenames and paired.worker(HAS_ALL_SITES):
        paired.worker(f"await chrome.permissions.remove({{ origins: {json.dumps(ALL_SITES)} }})")
        paired.grant(SERVERS)
    paired.worker(
        "await chrome.storage.local.clear(); await chrome.storage.session.clear();"
        f"await chrome.storage.local.set({json.dumps(paired.stored)})"
    )
    return paired


EVERYWHERE = ["https://*/*"]
ALL_SITES = ["https://*/*", "http://*/*"]
SERVERS = ["http://127.0.0.1/*", "http://localhost/*"]
HAS_ALL_SITES = f"return chrome.permissions.contains({{ origins: {json.dumps(ALL_SITES)} }})"


def set_mode(browser: Browser, **change: object) -> None:
    """Change settings behind the extension's back."""
    settings = json.dumps({**browser.stored["settings"], **change})
    browser.worker(f"await chrome.storage.local.set({{ settings: {settings} }})")


@pytest.fixture
def allowed(browser: Browser) -> Browser:
    """Each browser with access to all sites; the next test without it takes it back."""
    if not browser.worker(HAS_ALL_SITES):
        browser.grant(ALL_SITES)
    return browser


@pytest.fixture
def everywhere(allowed: Browser) -> Browser:
    """Each browser in the mode "everywhere"."""
    set_mode(allowed, mode="everywhere")
    return allowed


def pair(browser: Browser, server: Server, **choices: Any) -> None:
    """Fill the first-run page as a reader does."""
    page = browser.first_page()
    agree(page, server.address, server.code(), **choices)
    page.text("#done h2")
    page.close()


def agree(page: Any, address: str, code: str, mode: str = "click") -> None:
    """Fill in the form of the first-run page and press the button."""
    until(lambda: page.run("return document.querySelector('[type=submit]').disabled"), False.__eq__)
    page.run("document.querySelector('#pairing details').open = true")
    page.fill("#address", address)
    page.fill("#code", code)
    page.click(f"[name=mode][value={mode}]")
    page.click("[type=submit]")


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """The folder for screenshots."""
    shutil.rmtree(ARTEFACTS, ignore_errors=True)
    ARTEFACTS.mkdir(parents=True)
    return ARTEFACTS
