"""Firefox, driven by Marionette; the icon is clicked and the worker ended through its internals."""

import base64
import json
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .driver import EXTENSION, PATIENCE, Badge, ready, until

with warnings.catch_warnings():  # its helpers call what their own libraries have deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    from marionette_driver import By, Wait
    from marionette_driver.addons import Addons
    from marionette_driver.errors import StaleElementException
    from marionette_driver.marionette import Marionette

EXECUTABLE = "/usr/bin/firefox-esr"
GECKO_ID = json.loads((EXTENSION / "manifest.json").read_text())["browser_specific_settings"][
    "gecko"
]["id"]
UUID = "0f1a9000-0000-4000-8000-000000000001"  # fixed, so that the extension's pages can be named


def preferences(proxy: int | None, *, prompts: bool = False) -> dict[str, Any]:
    """Fixed extension address, all traffic through `proxy`.

    prompts: permission requests are asked of the reader, not granted at once.
    """
    base: dict[str, Any] = {
        "extensions.webextensions.uuids": json.dumps({GECKO_ID: UUID}),
        "extensions.webextOptionalPermissionPrompts": prompts,
        "security.notification_enable_delay": 0,  # buttons of a question work at once
    }
    if proxy:
        base |= {
            "network.proxy.type": 1,
            "network.proxy.http": "127.0.0.1",
            "network.proxy.http_port": proxy,
            "network.proxy.ssl": "127.0.0.1",
            "network.proxy.ssl_port": proxy,
            "network.proxy.allow_hijacking_localhost": True,
        }
    return base


def new_client(proxy: int | None, *, headless: bool = True, prompts: bool = False) -> Marionette:
    """A Firefox that has just started."""
    with warnings.catch_warnings():  # Marionette leaves sockets open while it looks for its port
        warnings.simplefilter("ignore", ResourceWarning)
        return Marionette(
            bin=EXECUTABLE,
            headless=headless,
            port=0,
            gecko_log=str(Path(tempfile.gettempdir()) / "optflag-firefox.log"),
            app_args=["-remote-allow-system-access"],
            prefs=preferences(proxy, prompts=prompts),
        )


class FirefoxPage:
    """A page of the extension in a tab."""

    def __init__(self, browser: "Firefox", handle: str) -> None:
        self.browser = browser
        self.handle = handle

    def _in(self) -> Marionette:
        self.browser.client.switch_to_window(self.handle)
        return self.browser.client

    def _with(self, selector: str, act: Callable[[Any], object]) -> None:
        """Do something with the first match that a reader could use."""

        def is_done(client: Marionette) -> bool:
            for element in client.find_elements(By.CSS_SELECTOR, selector):
                if element.is_displayed() and element.is_enabled():
                    act(element)
                    return True
            return False

        # The page may be drawn anew between finding an element and using it.
        Wait(self._in(), timeout=PATIENCE, ignored_exceptions=StaleElementException).until(is_done)

    def text(self, selector: str) -> str:
        shown = (
            f"const shown = [...document.querySelectorAll({json.dumps(selector)})]"
            ".find((element) => element.checkVisibility());"
            "return shown ? shown.innerText : null"
        )
        return str(until(lambda: self.run(shown), lambda text: text is not None))

    def texts(self, selector: str) -> list[str]:
        found: list[str] = self.run(
            f"return Array.from(document.querySelectorAll({json.dumps(selector)}),"
            " (element) => element.innerText)"
        )
        return found

    def fill(self, selector: str, value: str) -> None:
        self._with(selector, lambda field: (field.clear(), field.send_keys(value)))

    def click(self, selector: str) -> None:
        self._with(selector, lambda element: element.click())

    def upload(self, selector: str, path: Path) -> None:
        self.run(  # a hidden field takes no keys
            f"const field = document.querySelector({json.dumps(selector)});"
            "const given = new DataTransfer();"
            f"given.items.add(new File([{json.dumps(path.read_text())}], {json.dumps(path.name)}));"
            "field.files = given.files; field.dispatchEvent(new Event('change'));"
        )

    def run(self, script: str) -> Any:
        return run(self._in(), script)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._in().screenshot(full=True)))

    def size(self, width: int, height: int) -> None:
        self._in().set_window_rect(width=width, height=height)

    def close(self) -> None:
        self._in().close()
        self.browser.show_tab()


def run(client: Marionette, script: str) -> Any:
    """The value of an async function body in the current page, with `chrome` when it is ours."""
    answer = client.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        f"(async () => {{ {script} }})()"
        ".then((value) => done(['value', value]), (error) => done(['error', String(error)]));",
        sandbox=None,
        script_timeout=20_000,
    )
    assert answer, "the page went away meanwhile"
    kind, value = answer
    assert kind == "value", value
    return value


class Firefox:
    """One Firefox with a fresh profile."""

    name = "firefox"
    stored: dict[str, Any]

    def __init__(
        self,
        proxy: int | None,
        extension: Path = EXTENSION,
        *,
        headless: bool = True,
        prompts: bool = False,
    ) -> None:
        self.client = new_client(proxy, headless=headless, prompts=prompts)
        self.client.start_session()
        self.handle = self.client.current_window_handle
        Addons(self.client).install(str(extension), temp=True)
        self._first = self._new_handle({self.handle})
        self.client.switch_to_window(self._first)
        self.tab_id = self._tab_id()
        self._tabs = [(self.handle, self.tab_id)]
        # Opened now: a tab that comes to the front later would close the popup.
        self._console = self.open("options/options.html")
        self.show_tab()

    def _new_handle(self, known: set[str]) -> str:
        wait = Wait(self.client, timeout=PATIENCE)
        handles = wait.until(lambda client: set(client.window_handles) - known)
        return str(handles.pop())

    def _tab_id(self) -> int:
        self.show_tab()
        return int(
            self._internals("return apiManager.global.tabTracker.getId(gBrowser.selectedTab)")
        )

    def _internals(self, script: str) -> Any:
        with self.client.using_context("chrome"):
            return run(
                self.client,
                "const { apiManager } = ChromeUtils.importESModule("
                "'resource://gre/modules/ExtensionParent.sys.mjs').ExtensionParent;"
                f"const {{ extension }} = WebExtensionPolicy.getByID({GECKO_ID!r});" + script,
            )

    def show_tab(self) -> None:
        """Bring the tab for web pages to the front."""
        self.client.switch_to_window(self.handle)

    def goto(self, url: str) -> None:
        self.show_tab()
        self.client.navigate(url)

    def page(self, script: str) -> Any:
        self.show_tab()
        return run(self.client, script)

    def click_icon(self) -> None:
        self.show_tab()
        self._internals(
            "for (const panel of document.querySelectorAll('panel')) panel.hidePopup();"
            "await apiManager.global.browserActionFor(extension).triggerAction(window)"
        )

    def badge(self) -> Badge:
        text, color, title = self.worker(
            f"const tabId = {self.tab_id};"
            "return [await chrome.action.getBadgeText({tabId}),"
            " await chrome.action.getBadgeBackgroundColor({tabId}),"
            " await chrome.action.getTitle({tabId})]"
        )
        return Badge(text, "#{:02x}{:02x}{:02x}".format(*color[:3]), title)

    def open(self, path: str) -> FirefoxPage:
        handle = self.client.open(type="tab", focus=True)["handle"]
        self.client.switch_to_window(handle)
        self.client.navigate(f"moz-extension://{UUID}/{path.replace('{tab}', str(self.tab_id))}")
        opened = FirefoxPage(self, handle)
        ready(opened)
        return opened

    def first_page(self) -> FirefoxPage:
        return FirefoxPage(self, self._first)

    def worker(self, script: str) -> Any:
        here = self.client.current_window_handle
        self.client.switch_to_window(self._console.handle, focus=False)
        try:
            return run(self.client, script)
        finally:
            self.client.switch_to_window(here, focus=False)

    def grant(self, origins: list[str]) -> None:
        self._internals(
            "const { ExtensionPermissions } = ChromeUtils.importESModule("
            "'resource://gre/modules/ExtensionPermissions.sys.mjs');"
            f"const origins = {json.dumps(origins)};"
            "const added = { origins, permissions: [], data_collection: [] };"
            "await ExtensionPermissions.add(extension.id, added, extension);"
        )

    def kill_worker(self) -> None:
        self._internals("await extension.terminateBackground()")

    def another_tab(self) -> int:
        self.handle = self.client.open(type="tab", focus=True)["handle"]
        self.tab_id = self._tab_id()
        self._tabs.append((self.handle, self.tab_id))
        return len(self._tabs) - 1

    def use(self, tab: int) -> None:
        self.handle, self.tab_id = self._tabs[tab]
        self.show_tab()

    def close_others(self) -> None:
        self.handle, self.tab_id = self._tabs[0]
        del self._tabs[1:]
        kept = {self.handle, self._console.handle}
        for handle in set(self.client.window_handles) - kept:
            self.client.switch_to_window(handle)
            self.client.close()
        self.show_tab()

    def close(self) -> None:
        self.client.quit(in_app=False)
        self.client.cleanup()
        time.sleep(0.1)
