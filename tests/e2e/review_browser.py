"""The review pages in plain browsers, without the extension: keys, focus, pictures, axe."""

import base64
from pathlib import Path
from typing import Any, Protocol

from marionette_driver.errors import (
    JavascriptException,
    NoSuchWindowException,
    StaleElementException,
)
from playwright.sync_api import ConsoleMessage, Playwright

from .chromium import EXECUTABLE, wrapped
from .driver import until
from .firefox import By, Marionette, new_client

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SETTLED = 400  # ms; see SETTLE_MS in review.js


class ReviewBrowser(Protocol):
    """One window with one page."""

    name: str

    def goto(self, url: str) -> None:
        """Load a page."""

    def press(self, key: str) -> None:
        """Press a key."""

    def follow(self, key: str, times: int = 1) -> None:
        """Press a key that leads to another page, as one does who has seen this one."""

    def type(self, words: str) -> None:
        """Type into what has the focus."""

    def run(self, script: str) -> Any:
        """The value of an async function body run in the page."""

    def size(self, width: int, height: int) -> None:
        """Give the page this size in CSS pixels."""

    def screenshot(self, path: Path, *, whole: bool = True) -> None:
        """A picture."""

    def close(self) -> None:
        """End the browser."""


class ChromiumReview:
    """Chromium."""

    name = "chromium"

    def __init__(self, play: Playwright, **options: Any) -> None:
        self.browser = play.chromium.launch(executable_path=EXECUTABLE)
        self.page = self.browser.new_page(**options)
        self.page.set_default_timeout(15_000)
        self.faults: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.faults.append(said.text)

    def goto(self, url: str) -> None:
        self.page.goto(url)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def follow(self, key: str, times: int = 1) -> None:
        self.page.wait_for_timeout(SETTLED)
        with self.page.expect_navigation():
            for _ in range(times):
                self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def run(self, script: str) -> Any:
        return self.page.evaluate(wrapped(script))

    def size(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def screenshot(self, path: Path, *, whole: bool = True) -> None:
        self.page.screenshot(path=path, full_page=whole)

    def close(self) -> None:
        self.browser.close()


KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c"}


class FirefoxReview:
    """Firefox."""

    name = "firefox"

    def __init__(self) -> None:
        self.client: Marionette = new_client(None)
        self.client.start_session()
        self.faults: list[str] = []  # Marionette tells of none

    def goto(self, url: str) -> None:
        self.client.navigate(url)

    def press(self, key: str) -> None:
        code = KEYS.get(key, key)
        keys = self.client.actions.sequence("key", "keyboard").key_down(code).key_up(code)
        keys.perform()

    def follow(self, key: str, times: int = 1) -> None:
        self.run(f"await new Promise((resolve) => setTimeout(resolve, {SETTLED})); return null")
        old = self.client.find_element(By.CSS_SELECTOR, "html")
        for _ in range(times):
            self.press(key)
        until(lambda: self._has_left(old), bool)

    def _has_left(self, old: Any) -> bool:
        """Whether another document is there, and whole."""
        try:
            old.get_property("id")
            return False
        except (StaleElementException, NoSuchWindowException, JavascriptException):
            return bool(self.client.execute_script("return document.readyState") == "complete")

    def type(self, words: str) -> None:
        self.client.get_active_element().send_keys(words)

    def run(self, script: str) -> Any:
        # In Marionette's own sandbox: the page's policy lets no script in but its own.
        return self.client.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            f"(async () => {{ {script} }})().then(done, (error) => done(String(error)));",
            script_timeout=20_000,
        )

    def size(self, width: int, height: int) -> None:
        self.client.set_window_rect(width=width, height=height)

    def screenshot(self, path: Path, *, whole: bool = True) -> None:
        path.write_bytes(base64.b64decode(self.client.screenshot(full=whole)))

    def close(self) -> None:
        self.client.quit(in_app=False)
        self.client.cleanup()


def violations(browser: ReviewBrowser) -> list[Any]:
    """What axe finds wrong. Run by the driver, for the page's own policy lets in no script."""
    look = "return (await axe.run()).violations.map((v) => [v.id, v.nodes[0].html])"
    found: list[Any] = browser.run(f"{AXE.read_text()}; {look}")
    return found


def overflow(browser: ReviewBrowser) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = browser.run(
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def text(browser: ReviewBrowser, selector: str) -> str:
    """The visible text of the first match, '' without any."""
    found: str = browser.run(
        f"return document.querySelector({selector!r})?.innerText.replace(/\\s+/g, ' ').trim() ?? ''"
    )
    return found
