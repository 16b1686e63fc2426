"""From the node with the best score to the one that holds the whole article.

readability-lxml gives a paragraph's score to its parent and grandparent, so an article in several
boxes has its best score in one of them.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lxml.html import HtmlElement

from server.extraction import names
from server.extraction.measures import Measures
from server.extraction.metadata import letters

_TABLE = frozenset(("table", "tbody", "td", "th", "thead", "tr"))
_PROSE_TAGS = ("p", "li", "pre", "dd", "td")
_PROSE_LENGTH = 80  # in characters: over most captions, labels and teasers
_PROSE_DENSITY = 0.3
# A wider frame must bring this much more prose, as a share of the chosen and in characters …
_GAIN, _LEAST_GAIN = 0.05, 150
# … most of what it brings must be prose, and at most so many headings may lead elsewhere.
_GAIN_PURITY, _GAIN_HEADINGS = 0.6, 2


class Content(NamedTuple):
    """Characters of prose, and teasers (headings that are links, other articles), by node."""

    prose: Counter[HtmlElement]
    teasers: Counter[HtmlElement]


def widen(node: HtmlElement, measures: Measures, root: HtmlElement) -> HtmlElement:
    """`node`, or the frame round it that holds more of the same article."""
    node = _leave_table(node)
    if _is_whole(node):
        return node
    content, chosen = _survey(root, measures), node
    for frame in _frames(node):
        if content.teasers[frame] - content.teasers[chosen] > _GAIN_HEADINGS:
            break
        gain = content.prose[frame] - content.prose[chosen]
        added = measures.length(frame) - measures.length(chosen)
        least = max(_LEAST_GAIN, _GAIN * content.prose[chosen])
        if gain > least and gain > _GAIN_PURITY * added:
            chosen = frame
        if _is_whole(frame):
            break
    return chosen


def _is_whole(node: HtmlElement) -> bool:
    """Whether `node` is marked as the text of an article, and no other part of it is so too."""
    if not names.is_body(node):
        return False
    article = next(node.iterancestors("article"), None)
    return article is None or not any(
        names.is_body(part)
        and part not in node.iterancestors()
        and node not in part.iterancestors()
        for part in article.iter("div")
        if part is not node
    )


def headed_by(title: str, root: HtmlElement) -> HtmlElement | None:
    """The `article` whose heading is the title of the page, or None."""
    wanted = letters(title)
    for heading in root.iter("h1", "h2"):
        if wanted and letters(heading.text_content()) == wanted:
            return next(heading.iterancestors("article"), None)
    return None


def _leave_table(node: HtmlElement) -> HtmlElement:
    """The frame of a table of data; a cell of a table that lays out the page stays itself."""
    row = node.getparent()
    if node.tag not in _TABLE or row is None or row.find(".//th") is None:
        return node
    return next((frame for frame in _frames(node) if frame.tag not in _TABLE), node)


def _frames(node: HtmlElement) -> Iterator[HtmlElement]:
    for frame in node.iterancestors():
        if frame.tag in ("body", "html"):
            return
        if frame.tag not in _TABLE:
            yield frame


def _survey(root: HtmlElement, measures: Measures) -> Content:
    content = Content(Counter(), Counter())
    for node in root.iter(*_PROSE_TAGS):
        if _is_prose(node, measures):
            length = measures.length(node)
            content.prose[node] += length
            for frame in node.iterancestors():
                content.prose[frame] += length
    for node in root.iter("article", "h2", "h3", "h4"):
        if node.tag == "article" or _is_teaser(node, measures):
            content.teasers.update(node.iterancestors())
    return content


def _is_prose(node: HtmlElement, measures: Measures) -> bool:
    return (
        measures.length(node) >= _PROSE_LENGTH
        and measures.density(node) <= _PROSE_DENSITY
        and (node.tag in ("p", "pre") or node.find(".//p") is None)
    )


def _is_teaser(heading: HtmlElement, measures: Measures) -> bool:
    if measures.length(heading) < 12 or measures.density(heading) <= 0.5:
        return False
    link = heading.find(".//a")
    return link is None or not link.get("href", "").startswith("#")
