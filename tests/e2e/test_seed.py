"""The article that the project began with, where its folder is at hand."""

import json

from tests.outside import SEED, needs

from .driver import Browser, settled
from .network import PAGES, Network


@needs(SEED)
def test_the_seed_article_in_a_site_frame_raises_all_three_flags(
    browser: Browser, network: Network
) -> None:
    post = json.loads(SEED.read_text())
    network.extra["seed.html"] = framed(post["title"]["rendered"], post["content"]["rendered"])
    browser.goto("http://news.test/seed.html")
    browser.click_icon()
    badge = settled(browser)
    assert (badge.text, badge.color) == ("3", "#b3261e")
    popup = browser.open("popup/popup.html?tab={tab}")
    assert popup.text(".hero h2") == "High consent risk"
    assert len(popup.texts(".flags > li.raised blockquote")) >= 3


def framed(title: str, content: str) -> str:
    """The content in the frame of the project's own page."""
    page = (PAGES / "article.html").read_text()
    start = page.index("<article")
    end = page.index("</article>")
    own = "Tessaly Switches On AI Training for Every Member"
    return (
        page[:start].replace(own, title)
        + f'<article class="story"><h1>{title}</h1>{content}'
        + page[end:].replace(own, title)
    )
