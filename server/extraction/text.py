"""A tree as paragraphs of plain text, each with its links."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from server.extraction.article import Link

SCHEMES = frozenset(("http", "https", "mailto"))
BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav
    ol p pre section summary table tbody tfoot thead tr ul
    """.split()  # noqa: SIM905 - a list of strings would take forty lines
)
CELLS = frozenset(("td", "th"))
# What these hold is not shown, or is not text.
SILENT = frozenset(
    """
    audio button canvas datalist iframe input map noscript object option script select style
    svg template textarea title video
    """.split()  # noqa: SIM905
)
_SPECIAL = BLOCKS | CELLS | SILENT | {"a", "br"}  # of all others only what is inside counts
PARAGRAPH_BREAK = "\n\n"

# Blocks that say nothing on their text; inside a list item or a quote it stays one.
PLAIN = frozenset(("article", "body", "center", "div", "html", "main", "p", "section", "tbody"))

# Gaps between words, by width: the widest one asked for is written.
_NONE, _SPACE, _LINE, _PARAGRAPH = range(4)
_GAPS = ("", " ", "\n")


HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SENTENCE_END = re.compile(r"[.!?…:;。！？؟।]['\"”’»」』)\]]*$")


def is_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does."""
    return bool(_SENTENCE_END.search(text))


def is_link(anchor: HtmlElement) -> bool:
    """Whether `a` leads somewhere; the extension leaves out where, outside of an article's text."""
    return anchor.get("href") is not None or anchor.get("name") is None


@dataclass(slots=True)
class Paragraph:
    """One block of text; `tag` names the block, links are offsets into `text`, not yet resolved."""

    tag: str
    text: str
    links: list[Link]

    @property
    def link_density(self) -> float:
        """The part of the text that is links, 0 to 1."""
        return sum(link.end - link.start for link in self.links) / len(self.text)


def join(paragraphs: Sequence[Paragraph], base: str | None) -> tuple[str, tuple[Link, ...]]:
    """The text of all paragraphs, and the links in it resolved against `base`.

    Links to anything but http, https and mailto are left out, and so are relative ones when
    there is no base.
    """
    links, start = [], 0
    for paragraph in paragraphs:
        for link in paragraph.links:
            url = _resolve(link.url, base)
            if url is not None:
                links.append(Link(link.start + start, link.end + start, url))
        start += len(paragraph.text) + len(PARAGRAPH_BREAK)
    return PARAGRAPH_BREAK.join(paragraph.text for paragraph in paragraphs), tuple(links)


def _resolve(href: str, base: str | None) -> str | None:
    if not href or (not base and ":" not in href):
        return None
    if href.startswith(("https://", "http://")) and "[" not in href:
        return href.strip()
    try:
        url = urljoin(base or "", href.strip())
        return url if urlsplit(url).scheme in SCHEMES else None
    except ValueError:  # "http://[http://" and its kind
        return None


class Renderer:
    """Walks a tree into paragraphs, its spaces folded as a browser does.

    A gap is held back until a word follows it, so no paragraph begins or ends with one.
    """

    def __init__(self) -> None:
        self._paragraphs: list[Paragraph] = []
        self._gap = _PARAGRAPH
        self._block = "p"  # the block that is being walked
        self._start_paragraph()
        self._href: str | None = None  # of the link that is being walked
        self._link_start: int | None = None  # in the current paragraph

    def render(self, node: HtmlElement) -> list[Paragraph]:
        """The paragraphs of `node`, in document order."""
        self._walk(node, self._add)
        self._end_paragraph()
        return self._paragraphs

    def _walk(self, node: HtmlElement, add: Callable[[str], None]) -> None:
        tag = node.tag
        if tag in BLOCKS:
            self._walk_block(node, add)
        elif tag == "a" and is_link(node):
            self._walk_link(node, add)
        elif tag == "br":
            self._gap = _PARAGRAPH if self._gap >= _LINE else _LINE
        elif tag not in SILENT:
            if tag in CELLS:
                self._gap = max(self._gap, _SPACE)
            self._walk_inside(node, add)

    def _walk_block(self, node: HtmlElement, add: Callable[[str], None]) -> None:
        outer = self._block
        if node.tag not in PLAIN or outer in PLAIN:
            self._block = node.tag
        self._gap = _PARAGRAPH
        self._walk_inside(node, self._add_lines if node.tag == "pre" else add)
        self._gap = _PARAGRAPH
        self._block = outer

    def _walk_link(self, node: HtmlElement, add: Callable[[str], None]) -> None:
        outer, self._href = self._href, node.get("href", "")
        self._walk_inside(node, add)
        self._end_link()
        self._href = outer

    def _walk_inside(self, node: HtmlElement, add: Callable[[str], None]) -> None:
        if text := node.text:
            add(text)
        for child in node:
            if child.tag in _SPECIAL:
                self._walk(child, add)
            else:
                self._walk_inside(child, add)
            if tail := child.tail:
                add(tail)

    def _add(self, text: str) -> None:
        words = " ".join(text.split())
        if not words:
            self._gap = self._gap or _SPACE
            return
        if text[0].isspace():
            self._gap = self._gap or _SPACE
        self._write(words)
        if text[-1].isspace():
            self._gap = _SPACE

    def _add_lines(self, text: str) -> None:
        first, *others = text.split("\n")
        self._add(first)
        for line in others:
            self._gap = max(self._gap, _LINE)
            self._add(line)

    def _write(self, words: str) -> None:
        if self._gap == _PARAGRAPH:
            self._end_paragraph()
        elif self._gap and self._length:
            self._pieces.append(_GAPS[self._gap])
            self._length += 1
        self._gap = _NONE
        if self._href is not None and self._link_start is None:
            self._link_start = self._length
        self._pieces.append(words)
        self._length += len(words)

    def _end_link(self) -> None:
        if self._link_start is not None and self._href is not None:
            self._links.append(Link(self._link_start, self._length, self._href))
        self._link_start = None

    def _end_paragraph(self) -> None:
        self._end_link()
        if self._pieces:
            self._paragraphs.append(Paragraph(self._tag, "".join(self._pieces), self._links))
        self._start_paragraph()

    def _start_paragraph(self) -> None:
        self._tag = self._block
        self._pieces: list[str] = []
        self._length = 0
        self._links: list[Link] = []
