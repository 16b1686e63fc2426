"""Whether there is an article on a page: prose, and not a list of teasers.

The figures were chosen on 287 real pages with their article cut out, 181 real articles, and the
golden pages; `benchmarks/extraction.py` prints how often they hold.
"""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from server.extraction.measures import Measures
from server.extraction.text import HEADINGS, Paragraph, is_link, is_sentence

# Characters of prose that make an article, by the marks of one that the page has (`marks.py`):
# a teaser before a paywall has so few, a home or a form often more.
_LEAST_PROSE = {-1: 2500, 0: 500, 1: 240}
_LEAST_SINGLE = 400  # in a single paragraph
# A paragraph of prose is so long, or shorter and ends as a sentence does.
_LONG, _SHORT = 140, 60
_PROSE_DENSITY = 0.3
_PROSE_SHARE = 0.8  # of the text of an article that has no mark of one
# Paragraphs that are all shorter than this, each with a heading, praise a product.
_BLURB_LENGTH = 200
# Scripts without spaces say as much in half the characters.
_DENSE_SCRIPT = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_CUT = re.compile(r"(?:…|\.\.\.|\[[.…]+\])\W*$")
_TEASER_LENGTH, _TEASER_DENSITY = 15, 0.8
# A list has at least so many teasers, this share of its paragraphs, one paragraph or two between
# them, and none of those longer than an excerpt (WordPress cuts after 55 words).
_LEAST_TEASERS, _TEASER_SHARE, _EXCERPTS_BETWEEN, _EXCERPT_LENGTH = 3, 0.6, 1.5, 400
_HEADING_LINKS = frozenset(("article", "div", "li", "section", "td"))
_LISTED = (
    *("article", "h1", "h2", "h3", "h4", "h5", "p", "pre", "blockquote", "li", "td", "dd", "dt"),
    "a",
)


def has_prose(paragraphs: Sequence[Paragraph], marks: int) -> bool:
    """Whether `paragraphs` hold as much prose as articles do on pages with so many marks of one."""
    prose = [paragraph for paragraph in paragraphs if _is_prose(paragraph)]
    lengths = [_weigh(paragraph) for paragraph in prose]
    if not prose or marks < min(_LEAST_PROSE) or _are_excerpts(prose):
        return False
    if marks < 1 and max(lengths) < _LONG:
        return False  # posts of a timeline, notes of a form
    headings = sum(paragraph.tag in HEADINGS for paragraph in paragraphs)
    if marks < 2 and headings >= len(prose) and max(lengths) < _BLURB_LENGTH:
        return False
    if marks == 0 and sum(lengths) < _PROSE_SHARE * sum(map(_weigh, paragraphs)):
        marks = -1  # notes between the labels of a form, words between the goods of a shop
    least = _LEAST_PROSE[min(marks, max(_LEAST_PROSE))]
    return sum(lengths) >= (least if len(prose) > 1 else max(least, _LEAST_SINGLE))


def _are_excerpts(prose: Sequence[Paragraph]) -> bool:
    """Whether they are the beginnings of several articles."""
    cut = sum(bool(_CUT.search(paragraph.text)) for paragraph in prose)
    return cut >= _LEAST_TEASERS and cut >= len(prose) / 2


def _is_prose(paragraph: Paragraph) -> bool:
    if paragraph.tag in HEADINGS or paragraph.link_density > _PROSE_DENSITY:
        return False
    weight = _weigh(paragraph)
    is_dense = weight > len(paragraph.text)
    if weight >= _LONG:
        return True
    # An item of a list is often a sentence without its full stop.
    is_complete = is_dense or paragraph.tag == "li" or is_sentence(paragraph.text)
    return weight >= _SHORT and is_complete


def _weigh(paragraph: Paragraph) -> int:
    return len(paragraph.text) + len(_DENSE_SCRIPT.findall(paragraph.text))


def is_listing(article: HtmlElement, measures: Measures) -> bool:
    """Whether `article` is a list of teasers: headings that lead elsewhere, and excerpts."""
    nested = list(article.iter("article"))
    teasers = len(nested) if len(nested) > _LEAST_TEASERS else 0
    excerpts = runs = longest = 0
    in_run = False
    for node in article.iter(*_LISTED):
        if _is_teaser(node, measures) or (teasers and node.tag == "article"):
            teasers += node.tag != "article"
            in_run = False
        elif _is_excerpt(node, measures):
            excerpts += 1
            longest = max(longest, measures.length(node))
            runs += not in_run
            in_run = True
    return (
        teasers >= max(_LEAST_TEASERS, _TEASER_SHARE * excerpts)
        and excerpts <= _EXCERPTS_BETWEEN * runs
        and longest <= _EXCERPT_LENGTH
    )


def _is_teaser(node: HtmlElement, measures: Measures) -> bool:
    if node.tag == "article" or measures.length(node) < _TEASER_LENGTH:
        return False
    if node.tag == "a":
        return node.getparent().tag in _HEADING_LINKS and _leads_elsewhere(node)
    if measures.density(node) <= _TEASER_DENSITY or _holds(node, "p", "a"):
        return False
    link = node.find(".//a")
    return link is None or _leads_elsewhere(link)


def _holds(node: HtmlElement, *tags: str) -> bool:
    """Whether a list item or a cell holds what is counted by itself."""
    return node.tag in ("li", "td") and any(node.find(tag) is not None for tag in tags)


def _is_excerpt(node: HtmlElement, measures: Measures) -> bool:
    return (
        node.tag not in ("a", "article")
        and measures.length(node) >= _SHORT
        and measures.density(node) <= _PROSE_DENSITY
        and (node.tag in ("p", "pre") or node.find(".//p") is None)
    )


def _leads_elsewhere(link: HtmlElement) -> bool:
    return is_link(link) and not link.get("href", "").startswith("#")
