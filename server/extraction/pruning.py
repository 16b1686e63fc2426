"""What is taken off a tree: before anything is weighed, and inside the article that was chosen."""

from collections.abc import Iterable
from typing import cast

from lxml import etree
from lxml.html import HtmlElement
from readability.readability import REGEXES

from server.extraction import names
from server.extraction.measures import Measures

# Never text that one reads as part of an article. The head itself stays: where a page omits the
# tag of the body, libxml2 leaves `article` and `main` in it.
_REMOVED = (
    *("audio", "base", "button", "canvas", "dialog", "embed", "figcaption", "iframe", "input"),
    *("link", "map", "meta", "nav", "noscript", "object", "script", "select", "style", "svg"),
    *("template", "textarea", "title", "video"),
)
_ROLES = frozenset(
    """
    alert alertdialog banner complementary contentinfo dialog menu menubar navigation search
    status tablist toolbar tooltip
    """.split()  # noqa: SIM905
)
# Whatever these are named, they may be the article or stand in it.
_KEPT = frozenset(("article", "blockquote", "body", "code", "html", "main", "math", "pre"))
# "subheader" is no header of the page, and the id of a heading is made of its words.
_HEADINGS = frozenset(("dt", "h1", "h2", "h3", "h4", "h5", "h6"))
_KEPT_INSIDE = _KEPT | {"h1", "tbody", "td", "th", "tr"}
_HIDDEN = REGEXES["displayNoneRe"].search
_FURNITURE_SHARE = 0.3  # furniture holds less of an article than this, however it is named

_with_attributes = etree.XPath("//*[@hidden or @style or @role]")
_is_quoted_code = etree.XPath("boolean(ancestor::pre | ancestor::code)")


def prune(root: HtmlElement) -> None:
    """Take off what is hidden, runs, or is a control, a navigation or a picture."""
    etree.strip_elements(root, *_REMOVED, with_tail=False)
    marked = cast("list[HtmlElement]", _with_attributes(root))
    _drop(node for node in marked if _is_hidden(node) or _has_other_role(node))
    _drop(figure for figure in root.iter("figure") if not _has_text(figure))


def prune_unlikely(root: HtmlElement) -> None:
    """Take off what is named as no article is, as readability-lxml does.

    Kept all the same: what holds an article, what is quoted, and what holds half of the text
    (a page whose frame is named "has-sidebar" is no sidebar).
    """
    protected = _holders(root.iter("article", "main", "math"))
    most = len(root.text_content()) / 2
    unlikely = names.is_unlikely
    found = [node for node in root.iter() if unlikely(node.get("class"), node.get("id"))]
    _drop(
        node
        for node in found
        if node.tag not in _KEPT
        and node.tag not in _HEADINGS
        and node not in protected
        and len(node.text_content()) <= most
        and not _is_quoted_code(node)
    )


def prune_furniture(article: HtmlElement, measures: Measures) -> None:
    """Take off what stands in an article and is not its text: shares, captions, related links."""
    most = measures.length(article) * _FURNITURE_SHARE
    _drop(
        node
        for node in article.iter()
        if names.is_furniture(node)
        and node.tag not in _KEPT_INSIDE
        and measures.length(node) <= most
    )


def _drop(nodes: Iterable[HtmlElement]) -> None:
    for node in list(nodes):
        if node.getparent() is not None:
            node.drop_tree()


def _is_hidden(node: HtmlElement) -> bool:
    return node.get("hidden") is not None or bool(_HIDDEN(node.get("style", "")))


def _has_other_role(node: HtmlElement) -> bool:
    return node.get("role") in _ROLES and node.tag not in _KEPT


def _has_text(figure: HtmlElement) -> bool:
    return next(figure.iter("p", "blockquote", "pre", "table"), None) is not None


def _holders(nodes: Iterable[HtmlElement]) -> set[HtmlElement]:
    holders: set[HtmlElement] = set()
    for node in nodes:
        while node is not None and node not in holders:
            holders.add(node)
            node = node.getparent()
    return holders
