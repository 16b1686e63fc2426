"""Each tab has its own badge, in whichever window it is; frames and documents that are no pages."""

from .driver import Browser, settled, until
from .network import Network


def badge_text(browser: Browser, tab_id: int) -> str:
    text: str = browser.worker(f"return chrome.action.getBadgeText({{ tabId: {tab_id} }})")
    return text


def test_two_windows_have_their_own_badges(everywhere: Browser) -> None:
    everywhere.goto("http://news.test/article.html")
    assert settled(everywhere).text == "3"
    window, other = everywhere.worker(
        "const opened = await chrome.windows.create({ url: 'http://news.test/calm.html' });"
        "return [opened.id, opened.tabs[0].id]"
    )
    until(lambda: badge_text(everywhere, other), "✓".__eq__)
    assert everywhere.badge().text == "3"
    everywhere.worker(f"await chrome.windows.remove({window})")
    assert everywhere.badge().text == "3"


def test_an_article_in_a_frame_is_not_the_page(everywhere: Browser, network: Network) -> None:
    network.extra["framed.html"] = "<title>Frame</title><iframe src=/article.html></iframe>"
    everywhere.goto("http://news.test/framed.html")
    everywhere.worker("await new Promise((resolve) => setTimeout(resolve, 1500))")
    assert everywhere.badge().text == ""
    assert network.to_server() == []


def test_many_tabs_at_once_each_get_theirs(everywhere: Browser) -> None:
    opened: list[int] = everywhere.worker(
        "const names = ['article', 'calm', 'article', 'calm', 'article', 'calm'];"
        "const tabs = await Promise.all(names.map((name) => chrome.tabs.create("
        "{ url: `http://news.test/${name}.html`, active: false })));"
        "return tabs.map(({ id }) => id)"
    )
    for tab_id, text in zip(opened, ["3", "✓"] * 3, strict=True):
        until(lambda tab_id=tab_id: badge_text(everywhere, tab_id), text.__eq__)
    everywhere.worker(f"await chrome.tabs.remove({opened})")
