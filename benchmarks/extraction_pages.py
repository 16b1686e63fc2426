"""Pages to measure extraction on: with their truth, as the extension strips them, and without."""

import gzip
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from lxml.html import HtmlElement, HTMLParser, document_fromstring, tostring

from benchmarks.shingles import compare

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"

# The rules of extension/content/strip.js, as far as a tree without a browser can follow them.
DROPPED = frozenset(
    """
    applet audio base button canvas datalist embed frame frameset iframe img input link map math
    meter noscript object picture portal progress script select source style svg template textarea
    track video
    """.split()  # noqa: SIM905
)
UNWRAPPED = frozenset(
    "abbr b big cite em font i mark s small span strong sub sup time u wbr".split()  # noqa: SIM905
)
PROSE = frozenset(("p", "li", "dd", "blockquote", "td", "figcaption"))
FURNITURE = frozenset(("nav", "header", "footer", "aside"))
ATTRIBUTES = ("id", "class", "role", "itemprop", "lang")
METAS = re.compile(r"(?:og:(?:title|type|locale)|twitter:title|title|author|language)", re.I)
HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
# A page is cut when most of its article is in one node, and little of it is left elsewhere.
HELD, LEFT = 0.8, 0.1


class Page(NamedTuple):
    """A page and the text that a human marked in it ("" when nobody did)."""

    name: str
    html: str
    text: str = ""
    url: str = "https://site.example/2026/article"


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


def strip(page: Page) -> Page:
    """The page as the extension sends it."""
    return page._replace(html="<!doctype html>" + "".join(_write(_parse(page.html), page.url)))


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


def _write(
    node: HtmlElement, url: str, prose: bool = False, furniture: bool = False, raw: bool = False
) -> Iterator[str]:
    tag = node.tag
    if tag == "meta":
        yield from _write_meta(node)
    if tag == "meta" or tag in DROPPED or _is_hidden(node):
        return
    furniture = furniture or tag in FURNITURE
    prose = not furniture and (prose or tag in PROSE)
    raw = raw or tag == "pre"
    inside = [_write_text(node.text, raw)]
    for child in node:
        inside += [*_write(child, url, prose, furniture, raw), _write_text(child.tail, raw)]
    if tag in UNWRAPPED:
        yield from inside
    elif tag in ("br", "hr"):
        yield f"<{tag}>"
    elif tag == "head" or re.search(r">[^<]*\w", ">" + "".join(inside)):
        yield _write_tag(node, url if prose else None)
        yield from inside
        yield f"</{tag}>"


def _write_meta(node: HtmlElement) -> Iterator[str]:
    if METAS.fullmatch(node.get("property") or node.get("name") or ""):
        names = (name for name in ("property", "name", "content") if node.get(name))
        yield f"<meta{''.join(_write_attribute(name, node.get(name)) for name in names)}>"


def _write_tag(node: HtmlElement, url: str | None) -> str:
    attributes = [_write_attribute(name, node.get(name)) for name in ATTRIBUTES if node.get(name)]
    if url and node.tag == "a" and (href := _resolve(url, node.get("href", ""))):
        attributes.append(_write_attribute("href", href))
    return f"<{node.tag}{''.join(attributes)}>"


def _write_attribute(name: str, value: str) -> str:
    return f' {name}="{html.escape(" ".join(value.split()))}"'


def _write_text(text: str | None, raw: bool) -> str:
    text = text or ""
    return html.escape(text if raw else re.sub(r"\s+", " ", text), quote=False)


def _resolve(url: str, href: str) -> str | None:
    try:
        resolved = urljoin(url, href)
    except ValueError:
        return None
    return resolved if href and resolved.startswith("http") else None


def _is_hidden(node: HtmlElement) -> bool:
    return node.get("hidden") is not None or bool(HIDDEN.search(node.get("style", "")))
