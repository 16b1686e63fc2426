"""The badge is never wrong or stale, whatever happens in whatever order.

WALK_STEPS=1000 in the environment makes the walk longer; WALK_SEED makes it another one.
"""

import os
import random
import time
from dataclasses import dataclass, field

from .driver import Browser, until
from .network import Network

STEPS = int(os.environ.get("WALK_STEPS", "60"))
SEED = int(os.environ.get("WALK_SEED", "20261126"))
PAGES = {"article": "3", "calm": "✓", "spanish": "–", "shop": ""}  # no article: not checked


@dataclass
class World:
    """What the badges of the tabs may say, and what that depends on."""

    pages: list[str]
    right: list[set[str]]
    answered: set[str] = field(
        default_factory=set
    )  # answers are remembered: they outlive the server
    asked: set[str] = field(default_factory=set)  # pages that went away while they were being asked
    server_away: bool = False

    def load(self, tab: int, page: str) -> None:
        """A tab shows a page until its badge is there."""
        self.pages[tab] = page
        self.right[tab] = {PAGES[page]}
        if not self.server_away:
            self.answered.add(page)
        elif PAGES[page] and page not in self.answered:
            self.right[tab] = {"!"} | ({PAGES[page]} if page in self.asked else set())


def test_the_badge_is_right_after_every_step(everywhere: Browser, network: Network) -> None:
    browser = everywhere
    browser.another_tab()
    world = World(["", ""], [{""}, {""}])
    chance = random.Random(SEED)
    for step in range(STEPS):
        what = _step(browser, network, world, chance)
        for tab in (0, 1):
            browser.use(tab)
            _expect(browser, world.right[tab], f"step {step} of seed {SEED}: {what}")


def _step(browser: Browser, network: Network, world: World, chance: random.Random) -> str:
    tab = chance.randrange(2)
    what = chance.choice(("load", "load", "load", "hurry", "reload", "kill", "server"))
    browser.use(tab)
    if what in ("load", "hurry"):
        first, page = chance.choice(list(PAGES)), chance.choice(list(PAGES))
        if what == "hurry":  # the first page's answer comes when the second is there
            browser.goto(f"http://news.test/{first}.html")
            world.asked.add(first)
        browser.goto(f"http://news.test/{page}.html")
        world.load(tab, page)
        return f"{what} {page} in tab {tab}"
    if what == "reload" and world.pages[tab]:
        browser.page("setTimeout(() => location.reload(), 0)")
        time.sleep(0.3)
        world.load(tab, world.pages[tab])
    elif what == "kill":
        browser.kill_worker()
    elif what == "server":
        world.server_away = network.server_away = not world.server_away
    return f"{what} in tab {tab}"


def _expect(browser: Browser, right: set[str], when: str) -> None:
    def twice() -> tuple[str, str]:
        first = browser.badge().text
        time.sleep(0.05)
        return first, browser.badge().text

    try:
        until(twice, lambda texts: texts[0] == texts[1] and texts[0] in right, seconds=15)
    except AssertionError as error:
        raise AssertionError(f"{when}: expected one of {right}; {error}") from None
