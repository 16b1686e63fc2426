"""Pages as the extension sends them: its own script, run on them in Chromium."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, sync_playwright

from benchmarks.extraction_pages import Page
from tests.e2e.chromium import EXECUTABLE

SCRIPT = Path(__file__).parents[1] / "extension" / "content" / "strip.js"


def strip(pages: Sequence[Page]) -> list[Page]:
    """The pages with what the extension would send of them, and no address: it sends none.

    Nothing is fetched, and the scripts of the pages do not run; they did before the pages were
    saved. A page that the extension would not send is "".
    """
    return list(_strip(pages, SCRIPT.read_text(encoding="utf-8")))


def _strip(pages: Sequence[Page], script: str) -> Iterator[Page]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=EXECUTABLE)
        tab = browser.new_context(java_script_enabled=False).new_page()
        for page in pages:
            yield page._replace(html=_send(tab, page, script), url=None)
        browser.close()


def _send(tab: Tab, page: Page, script: str) -> str:
    def answer(route: Route) -> None:
        if route.request.is_navigation_request() and route.request.frame == tab.main_frame:
            route.fulfill(body=page.html, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    tab.route("**/*", answer)
    tab.goto(page.url or "https://site.example/2026/page", wait_until="domcontentloaded")
    sent = tab.evaluate(script)
    tab.unroute("**/*")
    return str(sent["html"]) if sent else ""
