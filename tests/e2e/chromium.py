"""Chromium, driven by Playwright; the icon is clicked through the browser's own protocol."""

import contextlib
import hashlib
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright

from .driver import EXTENSION, PATIENCE, Badge, ready

EXECUTABLE = "/usr/bin/chromium"
GRANT_MS = 300  # a click's permission may reach the page's process late; see extension/page.js
OTHER_TAB = "(await chrome.tabs.query({})).find(({ url }) => !url?.startsWith('chrome-')).id"


def wrapped(script: str) -> str:
    """An async function body as a function expression."""
    return f"async () => {{ {script} }}"


class ChromiumPage:
    """A page of the extension in a tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()

    def texts(self, selector: str) -> list[str]:
        return self.page.locator(selector).all_inner_texts()

    def fill(self, selector: str, value: str) -> None:
        self.page.fill(selector, value)

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def upload(self, selector: str, path: Path) -> None:
        self.page.set_input_files(selector, path)

    def run(self, script: str) -> Any:
        return self.page.evaluate(wrapped(script))

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)

    def size(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def close(self) -> None:
        self.page.close()


class Chromium:
    """One Chromium with a fresh profile."""

    name = "chromium"
    stored: dict[str, Any]

    def __init__(
        self,
        play: Playwright,
        profile: Path,
        proxy: int | None,
        extension: Path = EXTENSION,
        **options: Any,
    ) -> None:
        arguments = [f"--disable-extensions-except={extension}", f"--load-extension={extension}"]
        if proxy:
            arguments += [f"--proxy-server=127.0.0.1:{proxy}", "--proxy-bypass-list=<-loopback>"]
        self.context: BrowserContext = play.chromium.launch_persistent_context(
            profile,
            executable_path=EXECUTABLE,
            args=[*arguments, *options.pop("args", [])],
            **{"headless": True} | options,
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        workers = self.context.service_workers
        worker = workers[0] if workers else self.context.wait_for_event("serviceworker")
        self.id = worker.url.split("/")[2]
        self.tab = self.context.pages[0]
        self._open_console()
        self.tab_id: int = self.worker("return " + OTHER_TAB)
        self._tabs = [(self.tab, self.tab_id)]
        assert self.context.browser
        self.protocol = self.context.browser.new_browser_cdp_session()

    @staticmethod
    def unpacked_id(extension: Path = EXTENSION) -> str:
        """The id that Chromium gives an extension in a folder: made from the folder's path."""
        digest = hashlib.sha256(str(extension.resolve()).encode()).hexdigest()[:32]
        return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)

    def _open_console(self) -> None:
        """A page for scripts with `chrome`: it outlives the worker, and does not wake it."""
        self._console = self.context.new_page()
        self._console.goto(f"chrome-extension://{self.id}/options/options.html")

    def close_console(self) -> None:
        """Leave no tab but the one for pages; the next script opens the console again."""
        self._console.close()

    def goto(self, url: str) -> None:
        self.tab.goto(url)

    def page(self, script: str) -> Any:
        return self.tab.evaluate(wrapped(script))

    def click_icon(self) -> None:
        self.tab.bring_to_front()
        self.tab.wait_for_timeout(GRANT_MS)
        targets = self.protocol.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
        target = next(t for t in targets if t["type"] == "tab" and t["url"] == self.tab.url)
        self.protocol.send(
            "Extensions.triggerAction", {"id": self.id, "targetId": target["targetId"]}
        )

    def badge(self) -> Badge:
        text, color, title = self.worker(
            f"const tabId = {self.tab_id};"
            "return [await chrome.action.getBadgeText({tabId}),"
            " await chrome.action.getBadgeBackgroundColor({tabId}),"
            " await chrome.action.getTitle({tabId})]"
        )
        return Badge(text, "#{:02x}{:02x}{:02x}".format(*color[:3]), title)

    def open(self, path: str) -> ChromiumPage:
        page = self.context.new_page()
        page.goto(f"chrome-extension://{self.id}/{path.replace('{tab}', str(self.tab_id))}")
        opened = ChromiumPage(page)
        ready(opened)
        return opened

    def first_page(self) -> ChromiumPage:
        for page in self.context.pages:
            if "welcome" in page.url:
                return ChromiumPage(page)
        return ChromiumPage(self.context.wait_for_event("page", lambda page: "welcome" in page.url))

    def worker(self, script: str) -> Any:
        if self._console.is_closed():
            self._open_console()
        return self._console.evaluate(wrapped(script))

    def grant(self, origins: list[str]) -> None:
        """Chromium asks no more for what was allowed on its own extensions page."""
        page = self.context.new_page()
        page.goto("chrome://extensions")
        for origin in origins:
            page.evaluate(
                "([id, origin]) => chrome.developerPrivate.addHostPermission(id, origin)",
                [self.id, origin],
            )
        page.goto(f"chrome-extension://{self.id}/options/options.html")
        page.evaluate(
            "(origins) => { document.body.onclick = async () => { document.title ="
            " String(await chrome.permissions.request({ origins })); }; }",
            origins,
        )
        page.locator("h1").click()
        page.wait_for_function("['true', 'false'].includes(document.title)")
        page.close()

    def kill_worker(self) -> None:
        session = self.context.new_cdp_session(self.tab)
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
        session.detach()

    def another_tab(self) -> int:
        known = [tab_id for _, tab_id in self._tabs]
        page = self.context.new_page()
        found = self.worker(
            f"const known = {known};"
            "const isNew = ({ id, url }) => !known.includes(id) && !url?.startsWith('chrome-');"
            "return (await chrome.tabs.query({})).find(isNew).id"
        )
        self._tabs.append((page, found))
        return len(self._tabs) - 1

    def use(self, tab: int) -> None:
        self.tab, self.tab_id = self._tabs[tab]
        self.tab.bring_to_front()

    def close_others(self) -> None:
        self.tab, self.tab_id = self._tabs[0]
        del self._tabs[1:]
        for page in self.context.pages:
            if page not in (self.tab, self._console):
                page.close()

    def close(self) -> None:
        with contextlib.suppress(Error):  # the test may have closed it
            self.context.close()
