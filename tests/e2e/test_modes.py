"""The three modes, and what automatic ones never read."""

import json
import time

import pytest

from .conftest import set_mode
from .driver import Browser, settled, until
from .network import PAGES, Network

ARTICLE = "http://news.test/article.html"


def nothing_is_read(browser: Browser, network: Network, seconds: float = 0.7) -> None:
    """What is against reading is found at the first look; an article may come until the third."""
    time.sleep(seconds)
    assert browser.badge().text == ""
    assert network.to_server() == []


def test_in_click_mode_nothing_is_read_even_with_access(allowed: Browser, network: Network) -> None:
    browser = allowed
    browser.goto(ARTICLE)
    nothing_is_read(browser, network)


def test_everywhere_articles_get_their_badge_by_themselves(everywhere: Browser) -> None:
    everywhere.goto(ARTICLE)
    assert settled(everywhere).text == "3"
    everywhere.goto("http://other.test/calm.html")
    until(everywhere.badge, lambda badge: badge.text == "✓")


def test_everywhere_pages_that_are_no_articles_are_not_read(
    everywhere: Browser, network: Network
) -> None:
    everywhere.goto("http://news.test/shop.html")
    nothing_is_read(everywhere, network, seconds=3.8)


def test_everywhere_pages_with_a_password_field_are_not_read(
    everywhere: Browser, network: Network
) -> None:
    page = (PAGES / "article.html").read_text()
    network.extra["login.html"] = page.replace('type="email"', 'type="password"')
    everywhere.goto("http://news.test/login.html")
    nothing_is_read(everywhere, network)


def test_everywhere_muted_sites_are_not_read(everywhere: Browser, network: Network) -> None:
    set_mode(everywhere, mode="everywhere", muted=["news.test"])
    everywhere.goto(ARTICLE)
    nothing_is_read(everywhere, network)


def test_everywhere_without_access_nothing_is_read(browser: Browser, network: Network) -> None:
    set_mode(browser, mode="everywhere")
    browser.goto(ARTICLE)
    nothing_is_read(browser, network)


def test_on_chosen_sites_only_those_are_read(allowed: Browser, network: Network) -> None:
    browser = allowed
    set_mode(browser, mode="sites", sites=["news.test"])
    browser.goto("http://other.test/article.html")
    nothing_is_read(browser, network)
    browser.goto(ARTICLE)
    assert settled(browser).text == "3"


@pytest.mark.parametrize(("mode", "kept"), [("sites", "sites"), ("everywhere", "muted")])
def test_a_site_is_chosen_or_muted_in_the_popup(allowed: Browser, mode: str, kept: str) -> None:
    browser = allowed
    browser.goto(ARTICLE)
    set_mode(browser, mode=mode)
    browser.click_icon()
    settled(browser)
    popup = browser.open("popup/popup.html?tab={tab}")
    popup.click("#view > label.site input")
    hosts = f"return (await chrome.storage.local.get('settings')).settings.{kept} ?? []"
    until(lambda: browser.worker(hosts), ["news.test"].__eq__)
    popup.click("#view > label.site input")
    until(lambda: browser.worker(hosts), [].__eq__)


def test_a_page_that_is_shown_again_is_not_sent_again(
    everywhere: Browser, network: Network
) -> None:
    everywhere.goto(ARTICLE)
    settled(everywhere)
    everywhere.goto("http://news.test/calm.html")
    until(everywhere.badge, lambda badge: badge.text == "✓")
    everywhere.page("setTimeout(() => history.back(), 0)")
    until(everywhere.badge, lambda badge: badge.text == "3")
    assert len(network.scored()) == 2


def test_an_app_that_swaps_its_article_gets_the_badge_of_what_it_shows(
    everywhere: Browser, network: Network
) -> None:
    """However long the old text stays under the new address, its badge never does."""
    network.extra["app"] = _app()
    everywhere.goto("http://news.test/app")
    everywhere.page("show('article', 0)")
    assert settled(everywhere).text == "3"
    for name, text, wait in (("calm", "✓", 0), ("article", "3", 800), ("calm", "✓", 2500)):
        before = everywhere.badge().text
        everywhere.page(f"show('{name}', {wait})")
        until(everywhere.badge, lambda badge, before=before: badge.text != before)
        seen = _badges_until(everywhere, text)
        assert set(seen) <= {"", "…", text}


def _badges_until(browser: Browser, text: str) -> list[str]:
    seen: list[str] = []
    while text not in seen and len(seen) < 200:
        seen.append(browser.badge().text)
        time.sleep(0.05)
    return seen


def test_text_that_changes_without_a_new_address_gets_its_own_badge(
    everywhere: Browser, network: Network
) -> None:
    network.extra["app"] = _app()
    everywhere.goto("http://news.test/app")
    everywhere.page("fill('article')")
    until(everywhere.badge, lambda badge: badge.text == "3")
    everywhere.page("fill('calm')")
    until(everywhere.badge, lambda badge: badge.text == "✓")


def test_an_article_that_comes_long_after_the_load_is_found(
    everywhere: Browser, network: Network
) -> None:
    network.extra["app"] = _app()
    everywhere.goto("http://news.test/app")
    everywhere.page("setTimeout(fill, 4500, 'article')")
    until(everywhere.badge, lambda badge: badge.text == "3")


def test_in_click_mode_a_badge_goes_with_the_text_that_it_is_about(
    browser: Browser, network: Network
) -> None:
    network.extra["app"] = _app()
    browser.goto("http://news.test/app")
    browser.page("fill('article')")
    browser.click_icon()
    assert settled(browser).text == "3"
    browser.page("fill('calm')")
    until(browser.badge, lambda badge: badge.text == "")
    assert len(network.scored()) == 1


def _app() -> str:
    """An empty page that swaps its article, some time after its address."""
    bodies = {}
    for name in ("article", "calm"):
        page = (PAGES / f"{name}.html").read_text()
        bodies[name] = page[page.index("<article") : page.index("</article>")] + "</article>"
    script = json.dumps(bodies).replace("</", "<\\/")
    return (
        "<!doctype html><html lang=en><title>App</title><main id=m></main><script>"
        f"const bodies = {script};"
        "globalThis.fill = (name) => { m.innerHTML = bodies[name]; };"
        "globalThis.show = (name, wait) => { history.pushState({}, '', '/' + name);"
        " setTimeout(fill, wait, name); };</script>"
    )


def test_a_page_that_is_muted_while_it_waits_for_its_turn_is_not_read(
    everywhere: Browser, network: Network
) -> None:
    page = (PAGES / "article.html").read_text()
    for name in ("one", "two", "three"):
        network.extra[name] = page.replace("Tessaly", f"Tessaly{name}")
    with network.holding("/score"):
        for name in ("one", "two", "three"):
            everywhere.worker(f"await chrome.tabs.create({{ url: 'http://other.test/{name}' }})")
        until(network.scored, lambda found: len(found) == 3)
        everywhere.goto(ARTICLE)
        until(everywhere.badge, lambda badge: badge.text == "…")
        set_mode(everywhere, mode="everywhere", muted=["news.test"])
    until(everywhere.badge, lambda badge: badge.text == "")
    assert len(network.scored()) == 3


def test_a_redirect_is_judged_by_where_it_leads(everywhere: Browser, network: Network) -> None:
    network.extra["moved"] = "http://other.test/calm.html"
    everywhere.goto("http://news.test/moved")
    assert settled(everywhere).text == "✓"
    set_mode(everywhere, mode="everywhere", muted=["other.test"])
    network.requests.clear()
    everywhere.goto("http://news.test/moved")
    nothing_is_read(everywhere, network)
