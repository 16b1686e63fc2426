"""What is taken off a tree: before anything is weighed, and inside the article that was chosen."""

from collections import Counter
from collections.abc import Iterable

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
# Furniture of one class holds less of an article than this.
_FURNITURE_SHARE = 0.4


def prune(root: HtmlElement, *, ruthless: bool) -> None:
    """Take off what is hidden, runs, or is a control, a navigation or a picture.

    ruthless: and what is named as no article is, as readability-lxml does.
    """
    etree.strip_elements(root, *_REMOVED, with_tail=False)
    hidden, unlikely = [], []
    for node in root.iter():
        known = node.keys()  # a third of all nodes have no attribute, few have any but two of them
        if not known:
            continue
        if _is_hidden(node, known):
            hidden.append(node)
        elif ruthless and names.is_unlikely(node.get("class"), node.get("id")):
            unlikely.append(node)
    _drop(node for node in hidden if node.get("role") not in _ROLES or node.tag not in _KEPT)
    _drop(figure for figure in root.iter("figure") if not _has_text(figure))
    if unlikely:
        _drop_unlikely(unlikely, root)


def _is_hidden(node: HtmlElement, known: Iterable[str]) -> bool:
    return (
        "hidden" in known
        or ("role" in known and node.get("role") in _ROLES)
        or ("style" in known and bool(_HIDDEN(node.get("style"))))
    )


def _drop_unlikely(nodes: Iterable[HtmlElement], root: HtmlElement) -> None:
    """Drop `nodes`, but for what holds an article or half of the text.

    A page whose frame is named "has-sidebar" is no sidebar.
    """
    protected = _holders(root.iter("article", "main", "math"))
    most = len(root.text_content()) / 2
    _drop(
        node
        for node in nodes
        if node.tag not in _KEPT
        and node.tag not in _HEADINGS
        and node not in protected
        and len(node.text_content()) <= most
    )


def prune_furniture(article: HtmlElement, measures: Measures) -> None:
    """Take off what stands in an article and is not its text: shares, captions, related links.

    Nodes of one class are judged together: each paragraph may be named "paywall".
    """
    found = [node for node in article.iter() if _is_furniture(node)]
    shares: Counter[str | None] = Counter()
    for node in found:
        shares[node.get("class")] += measures.length(node)
    whole = measures.length(article)
    _drop(node for node in found if shares[node.get("class")] <= whole * _FURNITURE_SHARE)


def _is_furniture(node: HtmlElement) -> bool:
    return names.is_furniture(node) and node.tag not in _KEPT_INSIDE


def _drop(nodes: Iterable[HtmlElement]) -> None:
    for node in list(nodes):
        if node.getparent() is not None:
            node.drop_tree()


def _has_text(figure: HtmlElement) -> bool:
    return next(figure.iter("p", "blockquote", "pre", "table"), None) is not None


def _holders(nodes: Iterable[HtmlElement]) -> set[HtmlElement]:
    holders: set[HtmlElement] = set()
    for node in nodes:
        while node is not None and node not in holders:
            holders.add(node)
            node = node.getparent()
    return holders
