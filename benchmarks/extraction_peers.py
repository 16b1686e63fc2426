"""Every way to get the text of an article that ours is measured against.

A peer that is not installed is left out, and the table says so.
"""

import contextlib
import json
import logging
import subprocess
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from lxml.html import document_fromstring, fromstring

from server.extraction import NotAnArticle, extract

OURS, STOCK, PARSE, ALL_TEXT = "optflag", "readability-lxml", "lxml parse alone", "all text"
FAST = "trafilatura fast"


class Run(NamedTuple):
    """What one extractor made of one page, and the CPU seconds that it took."""

    text: str
    seconds: float


Extractor = Callable[[str, str | None], str]  # HTML and address to text


class Peer:
    """An extractor of this process."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor

    def run(self, html: str, url: str | None) -> Run:
        """The text of one page; "" where the extractor fails."""
        begun = time.process_time()
        text = ""
        with contextlib.suppress(Exception):
            text = self._extractor(html, url)
        return Run(text, time.process_time() - begun)


class NodePeer:
    """@mozilla/readability under linkedom, in a process that stays; it measures itself."""

    def __init__(self, modules: Path) -> None:
        script = Path(__file__).with_name("mozilla_readability.mjs")
        self._process = subprocess.Popen(
            ["node", str(script), str(modules)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        if self._ask({"html": "<p>ready</p>"}) is None:
            raise ImportError("linkedom or @mozilla/readability")

    def run(self, html: str, url: str | None) -> Run:
        """The text of one page; "" where the extractor fails."""
        answer = self._ask({"html": html, "url": url}) or {"text": "", "seconds": 0.0}
        return Run(answer["text"], answer["seconds"])

    def memory(self) -> float:
        """Peak resident MB of the process."""
        return float((self._ask({"memory": True}) or {"memory": 0.0})["memory"])

    def _ask(self, message: dict[str, Any]) -> dict[str, Any] | None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()
        line = self._process.stdout.readline()
        return dict(json.loads(line)) if line else None


def find_peers(
    modules: Path, only: str | None = None
) -> tuple[dict[str, Peer | NodePeer], list[str]]:
    """The extractors that are installed, by name, and the names of those that are not."""
    logging.disable(logging.CRITICAL)
    found: dict[str, Peer | NodePeer] = {}
    missing = []
    makers: dict[str, Callable[[], Peer | NodePeer]] = {
        name: partial(_make_peer, maker) for name, maker in _MAKERS.items()
    }
    makers[_MOZILLA] = lambda: NodePeer(modules)
    for name, make in makers.items():
        if only in (None, name):
            try:
                found[name] = make()
            except (ImportError, FileNotFoundError):
                missing.append(name)
    return found, missing


def _make_peer(maker: Callable[[], Extractor]) -> Peer:
    return Peer(maker())


def _ours() -> Extractor:
    def read(html: str, url: str | None) -> str:
        try:
            return extract(html, url).text
        except NotAnArticle:
            return ""

    return read


def _parse() -> Extractor:
    def read(html: str, _: str | None) -> str:
        document_fromstring(html.encode("utf-8", "replace"))
        return ""

    return read


def _all_text() -> Extractor:
    def read(html: str, _: str | None) -> str:
        root = document_fromstring(html.encode("utf-8", "replace"))
        for node in list(root.iter("script", "style", "noscript")):
            node.drop_tree()
        return " ".join(root.body.itertext())

    return read


def _readability() -> Extractor:
    document = import_module("readability").Document

    def read(html: str, _: str | None) -> str:
        return " ".join(fromstring(document(html).summary()).itertext())

    return read


def _trafilatura(**options: bool) -> Extractor:
    module = import_module("trafilatura")

    def read(html: str, _: str | None) -> str:
        return module.extract(html, include_comments=False, **options) or ""

    return read


def _resiliparse() -> Extractor:
    module = import_module("resiliparse.extract.html2text")
    off = dict.fromkeys(("alt_texts", "list_bullets", "comments", "post_meta"), False)

    def read(html: str, _: str | None) -> str:
        return str(module.extract_plain_text(html, main_content=True, **off))

    return read


def _newspaper() -> Extractor:
    article = import_module("newspaper").Article

    def read(html: str, url: str | None) -> str:
        page = article(url or "", fetch_images=False)
        page.download(input_html=html)
        page.parse()
        return str(page.text)

    return read


def _boilerpy() -> Extractor:
    extractor = import_module("boilerpy3.extractors").ArticleExtractor(raise_on_failure=False)

    def read(html: str, _: str | None) -> str:
        return str(extractor.get_content(html))

    return read


def _justext() -> Extractor:
    module = import_module("justext")
    stop_words = module.get_stoplist("English")

    def read(html: str, _: str | None) -> str:
        paragraphs = module.justext(html.encode("utf-8", "replace"), stop_words, encoding="utf-8")
        return "\n\n".join(part.text for part in paragraphs if not part.is_boilerplate)

    return read


_MOZILLA = "@mozilla/readability under linkedom"
_MAKERS: dict[str, Callable[[], Extractor]] = {
    PARSE: _parse,
    ALL_TEXT: _all_text,
    OURS: _ours,
    STOCK: _readability,
    "trafilatura": _trafilatura,
    FAST: lambda: _trafilatura(fast=True),
    "trafilatura precision": lambda: _trafilatura(favor_precision=True),
    "resiliparse": _resiliparse,
    "newspaper4k": _newspaper,
    "boilerpy3": _boilerpy,
    "justext": _justext,
}
