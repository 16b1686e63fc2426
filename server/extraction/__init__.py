"""From HTML to the article in it: `extract` is the one entry."""

from lxml.html import HtmlElement

from server.extraction.article import (
    Article,
    ExtractionError,
    Link,
    NotAnArticle,
    Origin,
    TooComplex,
    TooLarge,
    TooSlow,
)
from server.extraction.metadata import read_metadata
from server.extraction.origin import read_origin
from server.extraction.parsing import parse
from server.extraction.presence import has_prose
from server.extraction.readable import ReadableDocument
from server.extraction.text import Paragraph, Renderer, join
from server.extraction.trimming import trim

__all__ = [
    "Article",
    "ExtractionError",
    "Link",
    "NotAnArticle",
    "Origin",
    "TooComplex",
    "TooLarge",
    "TooSlow",
    "extract",
]


def extract(html: str, url: str | None = None) -> Article:
    """The article of a page, or of a fragment such as WordPress's `content.rendered`.

    html: decoded once, by the caller. url: the page's address, to resolve relative links.
    Raises NotAnArticle, TooLarge or TooComplex.
    """
    root = parse(html)
    title, language, base = read_metadata(root, url)
    origin = read_origin(root, url)  # before scripts and times are taken off
    paragraphs = _read(root, title, ruthless=True)
    if not has_prose(paragraphs):
        # The first pass used its tree up; few articles come here, and a copy for all costs more.
        paragraphs = _read(parse(html), title, ruthless=False)
    if not has_prose(paragraphs):
        raise NotAnArticle("No article was found on the page.")
    text, links = join(paragraphs, base)
    return Article(title, text, language, links, origin)


def _read(root: HtmlElement, title: str, *, ruthless: bool) -> list[Paragraph]:
    """The paragraphs of the article, [] when there is none."""
    node = ReadableDocument(root, title).article(ruthless=ruthless)
    return [] if node is None else trim(Renderer().render(node), title)
