"""Real news pages, where their folder is at hand: what was read is found again in the page."""

import re
from typing import Any

import pytest

from benchmarks.extraction_pages import Page, load_unmarked
from classifier.sentences import split
from server.extraction import ExtractionError, extract
from tests.outside import PAGES, needs

from .chromium import EXECUTABLE
from .driver import EXTENSION

SCRIPTS = {
    name: (EXTENSION / "content" / f"{name}.js").read_text() for name in ("strip", "highlight")
}
# Files that are not here would only be waited for; scripts did their work before a page was saved.
LOADED = re.compile(r"(?is)<script\b.*?</script>|<(?:link|img|iframe|video|source)\b[^>]*>")
SENTENCES = 8  # a page, spread over its article
FOUND = 0.95
SHARE = 0.15

pytestmark = needs(PAGES)


@pytest.fixture(scope="module")
def looked_up(play: Any) -> list[tuple[float, list[bool]]]:
    """For each page: the share of its bytes that is sent, and which sentences were found again."""
    browser = play.chromium.launch(executable_path=EXECUTABLE)
    tab = browser.new_page()
    seen = [_look_up(tab, page) for page in load_unmarked(PAGES)]
    browser.close()
    return seen


def _look_up(tab: Any, page: Page) -> tuple[float, list[bool]]:
    tab.set_content(LOADED.sub("", page.html), wait_until="commit")
    sent = tab.evaluate("(script) => eval(script).html", SCRIPTS["strip"])
    found = tab.evaluate(
        "([script, sentences]) => { eval(script); return optflagShow(sentences, -1); }",
        [SCRIPTS["highlight"], _sentences(sent)],
    )
    return len(sent.encode()) / len(page.html.encode()), found


def _sentences(html: str) -> list[str]:
    try:
        text = extract(html, None).text
    except ExtractionError:
        return []
    sentences = [sentence.text for sentence in split(text)]
    return sentences[:: max(1, len(sentences) // SENTENCES)]


def test_sentences_are_found_again_in_the_page(looked_up: list[tuple[float, list[bool]]]) -> None:
    found = [one for _, sentences in looked_up for one in sentences]
    assert len(found) > 500
    assert sum(found) / len(found) >= FOUND


def test_little_of_a_page_is_sent(looked_up: list[tuple[float, list[bool]]]) -> None:
    shares = sorted(share for share, _ in looked_up)
    assert shares[len(shares) // 2] <= SHARE
