"""Pages to measure extraction on: with their truth, and without."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml.html import HtmlElement, HTMLParser, document_fromstring, tostring

from benchmarks.shingles import compare

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"

# A page is cut when most of its article is in one node, and little of it is left elsewhere.
HELD, LEFT = 0.8, 0.1


class Page(NamedTuple):
    """A page and the text that a human marked in it ("" when nobody did)."""

    name: str
    html: str
    text: str = ""
    url: str | None = "https://site.example/2026/article"


def load_marked(folder: Path) -> list[Page]:
    """The pages of `folder`, from ground-truth.json ({id: {articleBody, url}}), html/ID.html.gz."""
    return list(iterate_marked(folder))


def iterate_marked(folder: Path) -> Iterator[Page]:
    """The same, one page in memory at a time."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, entry in truth.items():
        source = _read(folder / "html" / f"{name}.html.gz")
        yield Page(name, source, entry["articleBody"], entry["url"])


def load_unmarked(folder: Path) -> list[Page]:
    """The pages NAME.html.gz of `folder`."""
    return [Page(path.name[:-8], _read(path)) for path in sorted(folder.glob("*.html.gz"))]


def load_golden() -> list[Page]:
    """Our own pages with their text."""
    return [
        Page(
            path.name,
            (path / "source.html").read_text(encoding="utf-8"),
            (path / "expected.txt").read_text(encoding="utf-8"),
        )
        for path in sorted((GOLDEN / "articles").iterdir())
    ]


def load_others() -> list[Page]:
    """Our own pages without an article."""
    return [
        Page(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted((GOLDEN / "others").glob("*.html"))
    ]


def cut(page: Page) -> Page | None:
    """The page without its article, or None when the article does not stand in one node."""
    root = _parse(page.html)
    node = root.find("body")
    while node is not None:
        inner = next((child for child in node if _holds(child, page.text)), None)
        if inner is None:
            break
        node = inner
    if node is None or node.tag == "body" or not _holds(node, page.text):
        return None
    node.drop_tree()
    rest = compare(page.text, " ".join(root.itertext()))
    return page._replace(html=tostring(root, encoding="unicode")) if rest.recall < LEFT else None


def _read(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8", "replace")


def _parse(source: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = document_fromstring(source.encode("utf-8", "replace"), parser)
    for node in list(root.iter("script", "style", "noscript")):
        node.drop_tree()
    return root


def _holds(node: HtmlElement, text: str) -> bool:
    return isinstance(node.tag, str) and compare(text, " ".join(node.itertext())).recall >= HELD
