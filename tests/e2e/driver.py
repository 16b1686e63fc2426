"""What the tests ask of a browser, the same of Chromium and of Firefox."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

EXTENSION = Path(__file__).parents[2] / "extension"
PATIENCE = 20.0  # seconds: the tests run on small machines that do other work as well
T = TypeVar("T")
READY = "return document.documentElement.dir !== '' && document.body.ariaBusy !== 'true'"


@dataclass(frozen=True)
class Badge:
    """What the toolbar shows for a tab; `color` as #rrggbb."""

    text: str
    color: str
    title: str


class ExtensionPage(Protocol):
    """A page of the extension, opened in a tab."""

    def text(self, selector: str) -> str:
        """The visible text of the first match; waits for it."""

    def texts(self, selector: str) -> list[str]:
        """The texts of all matches, at once."""

    def fill(self, selector: str, value: str) -> None:
        """Type into a field."""

    def click(self, selector: str) -> None:
        """A real click."""

    def upload(self, selector: str, path: Path) -> None:
        """Choose a file."""

    def run(self, script: str) -> Any:
        """The value of an async function body run in the page."""

    def screenshot(self, path: Path) -> None:
        """A picture of the whole page."""

    def size(self, width: int, height: int) -> None:
        """Give the window's content this size in CSS pixels."""

    def close(self) -> None:
        """Close its tab."""


class Browser(Protocol):
    """A browser with the extension and one tab for pages of the web."""

    name: str
    tab_id: int
    stored: dict[str, Any]  # the extension's storage after the first run, see conftest.paired

    def goto(self, url: str) -> None:
        """Load a page in the tab and wait for its load event."""

    def page(self, script: str) -> Any:
        """The value of an async function body run in the web page."""

    def click_icon(self) -> None:
        """Click the extension's icon as a reader does: the popup opens."""

    def badge(self) -> Badge:
        """The badge of the tab now."""

    def open(self, path: str) -> ExtensionPage:
        """Open a page of the extension in another tab; `{tab}` in the path becomes the tab's id."""

    def first_page(self) -> ExtensionPage:
        """The page that the extension opened itself when it was installed."""

    def worker(self, script: str) -> Any:
        """The value of an async function body that may use `chrome`."""

    def grant(self, origins: list[str]) -> None:
        """Give the extension access to sites, as a reader does who says yes."""

    def kill_worker(self) -> None:
        """End the background worker, as the browser does with an idle one."""

    def another_tab(self) -> int:
        """Open one more tab for pages of the web; returns its number, the first tab has 0."""

    def use(self, tab: int) -> None:
        """Bring a tab to the front: what follows is about it."""

    def close_others(self) -> None:
        """Close all tabs that tests opened."""

    def close(self) -> None:
        """End the browser."""


def until(look: Callable[[], T], good: Callable[[T], bool], seconds: float = PATIENCE) -> T:
    """The first value of `look` that is good; AssertionError with the last one when none comes."""
    end = time.monotonic() + seconds
    while not good(value := look()):
        assert time.monotonic() < end, f"still {value!r} after {seconds} s"
        time.sleep(0.05)
    return value


def ready(page: "ExtensionPage") -> None:
    """Wait until the page shows what it has to show and answers its buttons."""
    until(lambda: page.run(READY), True.__eq__)


def settled(browser: Browser) -> Badge:
    """The badge when it is there and no longer says that the page is being read."""
    return until(browser.badge, lambda badge: badge.text not in ("", "…"))
