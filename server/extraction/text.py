"""The text of a tree: paragraphs, and the links in them with their offsets."""

from collections.abc import Callable, Iterable
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
    audio button canvas datalist head iframe input map noscript object option script select style
    svg template textarea title video
    """.split()  # noqa: SIM905
)

# Gaps between words, by width: the widest one asked for is written.
NONE, SPACE, LINE, PARAGRAPH = range(4)
_GAPS = ("", " ", "\n", "\n\n")


class TextBuilder:
    """Collects text so that every offset is one into the finished text.

    A gap is held back until a word follows it, so the text neither begins nor ends with one.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._gap = NONE
        self.length = 0
        self.word_start: int | None = None  # of the first word since this was set to None

    def hold(self, gap: int) -> None:
        """Ask for a gap before the next word."""
        self._gap = max(self._gap, gap)

    def break_line(self) -> None:
        """Ask for a line break; two of them make a paragraph."""
        self._gap = PARAGRAPH if self._gap >= LINE else LINE

    def add(self, text: str) -> None:
        """Append inline text, its spaces folded."""
        words = " ".join(text.split())
        if text[:1].isspace():
            self.hold(SPACE)
        if words:
            self._write(words)
        if text[-1:].isspace():
            self.hold(SPACE)

    def add_lines(self, text: str) -> None:
        """Append preformatted text: its lines are kept, blank ones and runs of spaces are not."""
        first, *others = text.split("\n")
        self.add(first)
        for line in others:
            self.hold(LINE)
            self.add(line)

    def _write(self, words: str) -> None:
        if self.length:
            self._pieces.append(_GAPS[self._gap])
            self.length += len(_GAPS[self._gap])
        if self.word_start is None:
            self.word_start = self.length
        self._gap = NONE
        self._pieces.append(words)
        self.length += len(words)

    def text(self) -> str:
        """Everything appended so far."""
        return "".join(self._pieces)


class Renderer:
    """Walks trees into one text with its links.

    base: the address that relative links are resolved against; without one they are left out.
    """

    def __init__(self, base: str | None) -> None:
        self._base = base
        self._builder = TextBuilder()
        self._links: list[Link] = []

    def render(self, nodes: Iterable[HtmlElement]) -> tuple[str, tuple[Link, ...]]:
        """The text of `nodes` in order, and its links."""
        for node in nodes:
            self._builder.hold(PARAGRAPH)
            self._walk(node, self._builder.add)
        return self._builder.text(), tuple(self._links)

    def _walk(self, node: HtmlElement, add: Callable[[str], None]) -> None:
        tag = node.tag
        if tag in SILENT:
            return
        if tag == "br":
            self._builder.break_line()
            return
        if tag == "a":
            self._walk_link(node, add)
            return
        gap = PARAGRAPH if tag in BLOCKS else SPACE if tag in CELLS else NONE
        self._builder.hold(gap)
        self._walk_inside(node, self._builder.add_lines if tag == "pre" else add)
        self._builder.hold(gap)

    def _walk_inside(self, node: HtmlElement, add: Callable[[str], None]) -> None:
        if node.text:
            add(node.text)
        for child in node:
            self._walk(child, add)
            if child.tail:
                add(child.tail)

    def _walk_link(self, node: HtmlElement, add: Callable[[str], None]) -> None:
        self._builder.word_start = None
        self._walk_inside(node, add)
        start, end = self._builder.word_start, self._builder.length
        url = self._resolve(node.get("href"))
        if start is not None and url is not None:
            self._links.append(Link(start, end, url))

    def _resolve(self, href: str | None) -> str | None:
        if not href:
            return None
        try:
            url = urljoin(self._base or "", href.strip())
            return url if urlsplit(url).scheme in SCHEMES else None
        except ValueError:  # "http://[http://" and its kind
            return None
