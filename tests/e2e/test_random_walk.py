"""The badge is never wrong or stale, whatever happens in whatever order.

WALK_STEPS=1000 in the environment makes the walk longer; WALK_SEED makes it another one.
"""

import os
import random
import time
from dataclasses import dataclass, field

from marionette_driver.errors import JavascriptException
from playwright.sync_api import Error

from .driver import Browser, until
from .network import PAGES, Network

STEPS = int(os.environ.get("WALK_STEPS", "30"))
SEED = int(os.environ.get("WALK_SEED", "20261126"))
BADGES = {"article": "3", "calm": "✓", "spanish": "–", "shop": ""}  # no article: not checked
REMEMBERED = 20  # so many answers are surely remembered; extension/remember.js keeps 40
STEPS_OF = ("load", "load", "hurry", "reload", "swap", "kill", "server", "back")


@dataclass
class World:
    """What the badges of the tabs may say, and what that depends on.

    pages: what each tab shows, "kind-number". visited: what it showed before, oldest first.
    answered: pages whose answer is remembered, it outlives the server; each with the number of all
    before it. asked: pages that went away while they were being asked about, so that it may be.
    """

    pages: list[str]
    right: list[set[str]]
    visited: list[list[str]]
    answered: dict[str, int] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    server_away: bool = False
    count: int = 0

    def show(self, tab: int, page: str) -> None:
        """A tab shows a page until its badge is there."""
        self.pages[tab] = page
        badge = BADGES[page.split("-")[0]]
        self.right[tab] = {badge}
        if not self.server_away:
            self.count += 1
            self.answered.setdefault(page, self.count)
        elif badge and not self._is_remembered(page):
            maybe = page in self.asked or page in self.answered
            self.right[tab] = {"!"} | ({badge} if maybe else set())

    def _is_remembered(self, page: str) -> bool:
        return page in self.answered and self.count - self.answered[page] < REMEMBERED

    def swap(self, tab: int, page: str) -> None:
        """A tab shows the text of a page within another, so it may be known or not."""
        self.asked.add(page)
        self.count += 1
        self.pages[tab] = page
        badge = BADGES[page.split("-")[0]]
        self.right[tab] = {badge, "!"} if self.server_away and badge else {badge}


class Walk:
    """One browser with two tabs and the pages of one site."""

    def __init__(self, browser: Browser, network: Network, seed: int) -> None:
        self.browser, self.network = browser, network
        self.chance = random.Random(seed)
        self.world = World(["", ""], [{""}, {""}], [[], []])
        self.sources = {kind: (PAGES / f"{kind}.html").read_text() for kind in BADGES}

    def step(self) -> str:
        """Do one thing in one tab; what it was."""
        tab = self.chance.randrange(2)
        what = self.chance.choice(STEPS_OF)
        self.browser.use(tab)
        return f"{what} in tab {tab}{getattr(self, '_' + what)(tab) or ''}"

    def _page(self) -> str:
        """A page of one of the kinds; every second time one that nobody has seen."""
        kind = self.chance.choice(list(BADGES))
        page = f"{kind}-{self.chance.choice((0, len(self.network.extra)))}"
        text = f"<p>Number {page} of the Harbour Ledger, printed and bound in Vesternes."
        self.network.extra[page] = self.sources[kind].replace("</h1>", f"</h1>{text}</p>", 1)
        return page

    def _goto(self, tab: int, page: str) -> None:
        self._visit(tab, page)
        self.world.show(tab, page)

    def _visit(self, tab: int, page: str) -> None:
        self.browser.goto(f"http://news.test/{page}")
        if self.world.visited[tab][-1:] != [page]:  # the same again is no step to go back over
            self.world.visited[tab].append(page)

    def _load(self, tab: int) -> str:
        page = self._page()
        self._goto(tab, page)
        return f": {page}"

    def _hurry(self, tab: int) -> str:
        """The first page's answer comes when the second is there."""
        first = self._page()
        self._visit(tab, first)
        self.world.asked.add(first)
        self.world.count += 1
        return f": {first}, then{self._load(tab)}"

    def _back(self, tab: int) -> str | None:
        if len(self.world.visited[tab]) < 2:
            return None
        self.world.visited[tab].pop()
        page = self.world.visited[tab][-1]
        self.browser.page("setTimeout(() => history.back(), 0)")
        address = f"return (await chrome.tabs.get({self.browser.tab_id})).url"
        until(lambda: self.browser.worker(address), f"http://news.test/{page}".__eq__)
        if page in self.world.asked:  # it may come back as an app had left it
            self.world.swap(tab, page)
        else:
            self.world.show(tab, page)
        return f" to {page}"

    def _reload(self, tab: int) -> None:
        if page := self.world.pages[tab]:
            before = self._born()
            self.browser.page("setTimeout(() => location.reload(), 0)")
            until(self._born, lambda born: born not in (None, before))
            time.sleep(0.3)  # the badge of before goes
            self.world.show(tab, page)

    def _born(self) -> float | None:
        """When the document in the tab began; None while it is being replaced."""
        try:
            return float(self.browser.page("return performance.timeOrigin"))
        except (AssertionError, JavascriptException, Error):
            return None

    def _swap(self, tab: int) -> str | None:
        """An app shows another article at another address, the text later than the address."""
        if not self.world.pages[tab]:
            return None
        page = self._page()
        wait = self.chance.choice((0, 100, 600))
        before = self._checked()
        self.browser.page(
            f"history.pushState({{}}, '', '/{page}');"
            f"const answer = await fetch('/{page}'); const text = await answer.text();"
            "const next = new DOMParser().parseFromString(text, 'text/html');"
            f"await new Promise((resolve) => setTimeout(resolve, {wait}));"
            "document.documentElement.lang = next.documentElement.lang;"
            "document.body.replaceWith(next.body);"
        )
        if BADGES[page.split("-")[0]]:  # the badge of before is no end of the work
            until(self._checked, lambda run: run not in ("", before), seconds=30)
        # Going back over it would show the text of now at the address of then.
        self.world.visited[tab] = [page]
        self.world.swap(tab, page)
        return f": {page} after {wait} ms"

    def _checked(self) -> str:
        """The check that the tab's state is from; "" while there is none, or it is under way."""
        entry = f"(await chrome.storage.session.get())['tab:{self.browser.tab_id}']"
        found = self.browser.worker(f"return {entry} ?? {{ name: 'reading' }}")
        return "" if found["name"] == "reading" else str(found["check"])

    def _kill(self, _tab: int) -> None:
        self.browser.kill_worker()
        # In the midst of a check it leaves "…", until whatever happens next wakes another.
        self.browser.worker("await chrome.runtime.sendMessage({ name: 'toolbar', dark: false })")

    def _server(self, _tab: int) -> str:
        away = not self.world.server_away
        self.world.server_away = self.network.server_away = away
        if not away:  # a page that found no server may be asked about again by any event
            for tab, right in enumerate(self.world.right):
                if "!" in right:
                    right.add(BADGES[self.world.pages[tab].split("-")[0]])
        return " is away" if away else " is back"


def test_the_badge_is_right_after_every_step(everywhere: Browser, network: Network) -> None:
    everywhere.another_tab()
    walk = Walk(everywhere, network, SEED)
    for step in range(STEPS):
        what = walk.step()
        for tab in (0, 1):
            everywhere.use(tab)
            _expect(everywhere, walk.world.right[tab], f"step {step} of seed {SEED}: {what}")


def _expect(browser: Browser, right: set[str], when: str) -> None:
    def twice() -> tuple[str, str]:
        first = browser.badge().text
        time.sleep(0.05)
        return first, browser.badge().text

    try:
        until(twice, lambda texts: texts[0] == texts[1] and texts[0] in right, seconds=30)
    except AssertionError as error:
        raise AssertionError(f"{when}: expected one of {right}; {error}") from None
