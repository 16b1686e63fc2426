"""From HTML to the article in it."""

from server.extraction.article import (
    Article,
    ExtractionError,
    Link,
    NotAnArticle,
    TooComplex,
    TooLarge,
    TooSlow,
)
from server.extraction.metadata import find_base, find_language, find_title
from server.extraction.parsing import parse
from server.extraction.readable import ReadableDocument
from server.extraction.text import Renderer

__all__ = [
    "Article",
    "ExtractionError",
    "Link",
    "NotAnArticle",
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
    title, language, base = find_title(root), find_language(root), find_base(root, url)
    node = ReadableDocument(root).article()
    text, links = Renderer(base).render([] if node is None else [node])
    if not text:
        raise NotAnArticle("No article was found on the page.")
    return Article(title, text, language, links)
