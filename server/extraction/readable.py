"""The part of a page that one reads, found by readability-lxml."""

from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement
from readability import Document
from readability.readability import REGEXES

# Less text than this from the strict pass, and the lenient one is tried (in characters; the
# library's own 250 counts markup as well).
RETRY_LENGTH = 250


class ReadableDocument(Document):  # type: ignore[misc]
    """readability-lxml's choice of nodes, without its detours over markup.

    The library cleans, rewrites links, serialises and parses again for a result that one could
    show; for text none of that is needed, and it is two thirds of the time.
    """

    def __init__(self, root: HtmlElement) -> None:
        super().__init__(root)
        _strip(root)
        self._source = root

    def article(self) -> HtmlElement | None:
        """The article's node, or None. Uses up the tree."""
        strict = self._attempt(deepcopy(self._source), ruthless=True)
        if strict is not None and len(strict.text_content()) >= RETRY_LENGTH:
            return strict
        return self._attempt(self._source, ruthless=False)

    def _attempt(self, root: HtmlElement, *, ruthless: bool) -> HtmlElement | None:
        self.html = root
        if ruthless:
            self.remove_unlikely_candidates()
        self.transform_misused_divs_into_paragraphs()
        candidates = self.score_paragraphs()
        best = self.select_best_candidate(candidates)
        if best is None:
            return None
        best = self.get_semantic_article_candidate(candidates, best)
        best = self.get_semantic_main_candidate(candidates, best)
        article = self.get_article(candidates, best)
        return self.sanitize(article, candidates)

    def _html(self, force: bool = False) -> HtmlElement:
        return self.html

    def get_clean_html(self) -> HtmlElement:
        """The sanitised node itself, where the library would write markup."""
        return self.html


def _strip(root: HtmlElement) -> None:
    etree.strip_elements(root, "script", "style", "noscript", "template", "svg", with_tail=False)
    for node in root.xpath("//*[@hidden or @style]"):
        style = node.get("style")
        if node.get("hidden") is not None or (style and REGEXES["displayNoneRe"].search(style)):
            if node.getparent() is not None:
                node.drop_tree()
