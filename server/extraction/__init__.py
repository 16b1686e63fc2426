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
from server.extraction.marks import count_marks
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


def extract(html: str, url: str | None = None, *, tree: list[HtmlElement] | None = None) -> Article:
    """The article of a page, or of a fragment such as WordPress's `content.rendered`.

    html: decoded once, by the caller. url: the page's own address: relative links are resolved
    against it, and homes and forms are known by it. tree: a list that takes the nodes, so that the
    caller frees them when the answer is out; of a large page that takes a tenth of the time.
    Raises NotAnArticle, TooLarge or TooComplex.
    """
    root = parse(html)
    nodes = [] if tree is None else tree
    nodes += root.iter()  # lxml makes a node's object anew in each walk unless one keeps it
    metadata = read_metadata(root, url)
    marks = count_marks(root, metadata, url)
    origin = read_origin(root, url)  # before scripts and times are taken off
    paragraphs = _read(root, metadata.title, marks)
    if not paragraphs:
        # The first pass used its tree up; few articles come here, and a copy for all costs more.
        # What is named as no article may be one, but must prove it.
        paragraphs = _read(parse(html), metadata.title, marks - 2, ruthless=False)
    if not paragraphs:
        raise NotAnArticle("No article was found on the page.")
    text, links = join(paragraphs, metadata.base)
    return Article(metadata.title, text, metadata.language, links, origin)


def _read(root: HtmlElement, title: str, marks: int, *, ruthless: bool = True) -> list[Paragraph]:
    """The paragraphs of the article, [] when there is none."""
    document = ReadableDocument(root, title)
    node = document.article(ruthless=ruthless)
    if node is None:
        return []
    paragraphs = trim(Renderer().render(node), title)
    return paragraphs if has_prose(paragraphs, marks + document.is_marked) else []
