"""HTML to a tree, once, within bounds that no real page reaches."""

import re
from collections.abc import Iterator
from itertools import repeat

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from server.extraction.article import NotAnArticle, TooComplex, TooLarge

# Of 1,764 real pages the largest has 2.9 M characters, 19,629 "<" and depth 138 (p99: 32).
MAX_CHARACTERS = 4_000_000
MAX_TAGS = 60_000
MAX_DEPTH = 128
# libxml2 compares each attribute of a tag with all before it: 4,000 cost 25 ms, 100,000 9 s.
MAX_ATTRIBUTES = 4_000
# The shortest tag with more attributes than that; one pass over the lengths finds the long ones.
LONG_TAG = 2 * MAX_ATTRIBUTES

_TAG = re.compile(r"[A-Za-z][A-Za-z0-9:-]*[\s/]")  # what follows "<" in scripts rarely fits
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_CONTROLS_TO_SPACES = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
_TOO_DEEP = etree.XPath("boolean(" + "".join(repeat("/*", MAX_DEPTH + 1)) + ")")


def parse(html: str) -> HtmlElement:
    """The root of the page's tree, without comments and processing instructions.

    A fragment gets the frame (`html`, `body`) that it lacks. Raises TooLarge, TooComplex, and
    NotAnArticle when there is nothing to parse.
    """
    _check_source(html)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # lxml.html's own look-up asks a Python function for each node; none of its answers matter here.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        root = document_fromstring(_encode(html), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        if len(parser.error_log.filter_types(etree.ErrorTypes.ERR_NO_MEMORY)):
            raise MemoryError from error
        raise NotAnArticle("The page is empty.") from error
    _check_tree(root, parser)
    return root


def _encode(html: str) -> bytes:
    """The page in UTF-8 without what libxml2 stops at (NUL) or reads but lxml will not write back.

    Lone surrogates cannot be encoded.
    """
    html = html.replace("\ufffe", " ").replace("\uffff", " ")
    return html.encode("utf-8", "replace").translate(_CONTROLS_TO_SPACES)


def _check_source(html: str) -> None:
    if len(html) > MAX_CHARACTERS:
        raise TooLarge(f"The page has over {MAX_CHARACTERS:,} characters.")
    if html.count("<") > MAX_TAGS:
        raise TooComplex(f"The page has over {MAX_TAGS:,} tags.")
    if any(_count_attributes(tag) > MAX_ATTRIBUTES for tag in _long_tags(html)):
        raise TooComplex(f"A tag has over {MAX_ATTRIBUTES:,} attributes.")


def _long_tags(html: str) -> Iterator[str]:
    """The tags, without their brackets, that are longer than LONG_TAG; no ">" within counts."""
    position = 0
    while position < len(html):
        if html.find("<", position, position + LONG_TAG // 2) < 0:
            start, end = html.rfind("<", 0, position), html.find("<", position)
            end = len(html) if end < 0 else end
            close = html.find(">", start, end)
            if (end if close < 0 else close) - start > LONG_TAG:
                yield html[start + 1 : end if close < 0 else close]
            position = end
        position += LONG_TAG // 2


def _count_attributes(tag: str) -> int:
    return len(_QUOTED.sub(" ", tag).split()) if _TAG.match(tag) else 0


def _check_tree(root: HtmlElement, parser: etree.HTMLParser) -> None:
    # libxml2 cuts such a page silently; only its log tells.
    cut = parser.error_log.filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT)
    if len(cut) or _TOO_DEEP(root):
        raise TooComplex(f"The page nests deeper than {MAX_DEPTH}, or has too long a text.")
