"""What an administrator decides, in live browsers."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.outside import IN_GATE

from .chromium import Chromium
from .driver import Browser, ready, settled
from .firefox import GECKO_ID, Firefox
from .network import Network
from .server import Server

CHROMIUM_POLICIES = Path("/etc/chromium/policies/managed")
FIREFOX_STORE = Path.home() / ".mozilla" / "managed-storage"


@contextmanager
def kept_file(path: Path, content: object) -> Iterator[None]:
    """A file that is there for as long as the block lasts."""
    missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))
    except PermissionError:
        if IN_GATE:
            raise
        pytest.skip(f"only an administrator may write to {path.parent}")
    try:
        yield
    finally:
        path.unlink()
        for folder in missing:
            folder.rmdir()


@pytest.fixture
def decided(server: Server) -> dict[str, object]:
    """The administrator's settings: their server, their token, no badge for banks."""
    return {
        "address": server.address,
        "token": server.token(),
        "mode": "click",
        "muted": ["bank.test"],
        "sites": ["not a site"],  # no setting may be this
    }


@pytest.fixture(params=["chromium", "firefox"])
def managed_browser(
    request: pytest.FixtureRequest,
    decided: dict[str, object],
    network: Network,
    tmp_path: Path,
) -> Iterator[Browser]:
    if request.param == "firefox":
        manifest = {"name": GECKO_ID, "description": "", "type": "storage", "data": decided}
        with kept_file(FIREFOX_STORE / f"{GECKO_ID}.json", manifest):
            browser: Browser = Firefox(network.port)
            yield browser
            browser.close()
    else:
        play = request.getfixturevalue("play")
        with kept_file(
            CHROMIUM_POLICIES / f"optflag-test-{os.getpid()}.json", _chromium_policy(decided)
        ):
            browser = Chromium(play, tmp_path / "profile", network.port)
            yield browser
            browser.close()


def _chromium_policy(decided: dict[str, object]) -> dict[str, Any]:
    return {"3rdparty": {"extensions": {Chromium.unpacked_id(): decided}}}


def test_with_an_administrators_token_readers_only_agree(
    managed_browser: Browser, network: Network
) -> None:
    browser = managed_browser
    welcome = browser.first_page()
    ready(welcome)
    assert welcome.run("return document.querySelector('#pairing').checkVisibility()") is False
    assert "administrator" in welcome.text("#managed")
    assert network.to_server() == []
    welcome.click("[type=submit]")
    assert welcome.text("#done h2") == "Connected"
    assert browser.worker("return (await chrome.storage.local.get()).settings.token") == ""
    browser.goto("http://news.test/article.html")
    browser.click_icon()
    assert settled(browser).text == "3"
    options = browser.open("options/options.html")
    disabled = "return [...document.querySelectorAll({})].every((control) => control.disabled)"
    for controls in ("#address", "[name=mode]", "#muted input, #muted button"):
        assert options.run(disabled.format(json.dumps(controls))) is True, controls
    assert options.run(disabled.format('"#badge"')) is False
    assert options.texts("#muted .hosts span") == ["bank.test"]
    assert options.texts("#sites .hosts span") == []
