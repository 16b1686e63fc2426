"""The part of a page that one reads, found by readability-lxml."""

from typing import Any

from lxml.html import HtmlElement
from readability import Document
from readability.readability import REGEXES, clean

from server.extraction import names
from server.extraction.measures import Measures
from server.extraction.presence import is_listing
from server.extraction.pruning import prune, prune_furniture
from server.extraction.widening import headed_by, widen

Candidate = dict[str, Any]  # the library's: {"content_score": float, "elem": HtmlElement}
Candidates = dict[HtmlElement, Candidate]

_INLINE = frozenset(
    "a b cite code em font i small span strong sub sup u".split()  # noqa: SIM905
)
_WRAPPERS = frozenset(("div", "p", "section", "span"))
_CONTAINERS = ("aside", "div", "footer", "header", "section", "table", "ul")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# A container with a text of so many characters and few links is kept.
_TEXT_LENGTH, _TEXT_DENSITY = 80, 0.25


class ReadableDocument(Document):  # type: ignore[misc]
    """readability-lxml's choice of nodes, without its detours over markup.

    The library cleans, rewrites links, serialises and parses again for a result that one could
    show; for text none of that is needed. Its scores and its choices are used as they are, its
    walks over the tree are replaced by ones that measure each node once.
    """

    def __init__(self, root: HtmlElement, title: str) -> None:
        super().__init__(root)
        self.html = root
        self._title = title
        self.is_marked = False  # whether what `article` chose is marked as one
        self._measures: Measures
        self._leads: set[HtmlElement] = set()

    def article(self, *, ruthless: bool) -> HtmlElement | None:
        """The article's node, or None when there is none or only a list of them. Uses up the tree.

        ruthless: take off first what is named as no article is.
        """
        prune(self.html, ruthless=ruthless)
        self._measures = Measures(self.html)
        self.transform_misused_divs_into_paragraphs()
        candidates = self.score_paragraphs()
        best = self._choose(candidates)
        if best is None:
            return None
        self.is_marked = self._is_marked(best["elem"])
        return self._cut_out(best, candidates)

    def _choose(self, candidates: Candidates) -> Candidate | None:
        best = self.select_best_candidate(candidates)
        if best is None:
            return None
        best = self._prefer_headed(candidates, best)
        best = self.get_semantic_article_candidate(candidates, best)
        best = self.get_semantic_main_candidate(candidates, best)
        return self._widen(candidates, best)

    def _cut_out(self, best: Candidate, candidates: Candidates) -> HtmlElement | None:
        article = self.get_article(candidates, best)
        prune_furniture(article, self._measures)
        self._measures = Measures(article)
        if is_listing(article, self._measures):
            return None
        return self.sanitize(article, candidates)

    def _is_marked(self, node: HtmlElement) -> bool:
        """Whether an entry is round `node`, or is most of it."""
        if names.is_entry(node) or any(map(names.is_entry, node.iterancestors())):
            return True
        half = self._measures.length(node) / 2
        return any(
            self._measures.length(part) > half and names.is_entry(part)
            for part in node.iterdescendants("article", "div", "main", "section", "td")
        )

    def _prefer_headed(self, candidates: Candidates, best: Candidate) -> Candidate:
        """On a page that goes on with other articles, the one that the title names."""
        frame = headed_by(self._title, self.html)
        if frame is None or _are_nested(frame, best["elem"]):
            return best
        inside = {node: candidates[node] for node in candidates if _are_nested(frame, node)}
        if not inside:
            return best
        # The others would be joined to it for their scores.
        for node in candidates.keys() - inside.keys():
            del candidates[node]
        return max(inside.values(), key=lambda candidate: float(candidate["content_score"]))

    def _widen(self, candidates: Candidates, best: Candidate) -> Candidate:
        node = widen(best["elem"], self._measures, self.html)
        if node is not best["elem"]:
            wider = candidates.get(node) or self.score_node(node)
            score = max(wider["content_score"], best["content_score"])
            candidates[node] = {"content_score": score, "elem": node}
        return candidates[node]

    def transform_misused_divs_into_paragraphs(self) -> None:
        """Make a paragraph of each div without blocks, and of each run of text beside blocks."""
        for node in list(self.html.iter("body", "div", "article", "center", "main", "section")):
            if node.tag == "div" and node not in self._measures.frames and not names.is_body(node):
                node.tag = "p"
            else:
                self._wrap_runs(node)

    def _wrap_runs(self, div: HtmlElement) -> None:
        run = _start_run(div, div.text)
        if run is not None:
            div.text = None
            div.insert(0, run)
        for child in list(div)[0 if run is None else 1 :]:
            tail = child.tail if child.tail and child.tail.strip() else None
            if child.tag == "br" and tail is None:
                run = None
                div.remove(child)
            elif self._is_inline(child) or (child.tag == "br" and run is not None):
                if run is None:
                    run = div.makeelement("p")
                    child.addprevious(run)
                run.append(child)
            else:
                child.tail = None
                run = _start_run(div, tail)
                if run is not None:
                    child.addnext(run)

    def _is_inline(self, node: HtmlElement) -> bool:
        return node.tag in _INLINE and node not in self._measures.frames

    def score_paragraphs(self) -> Candidates:
        """The library's scores; a box round a single paragraph counts as the paragraph."""
        candidates: Candidates = {}
        for node in self.html.iter("p", "pre", "td", "blockquote", "li", "dd"):
            parent = _parent_beyond_wrappers(node)
            length = self._measures.length(node)
            if parent is None or length < self.min_text_length or self._is_bare_item(node):
                continue
            score = 2 + node.text_content().count(",") + min(length / 100, 3)
            for frame, share in ((parent, 1.0), (parent.getparent(), 0.5)):
                if frame is not None:
                    if frame not in candidates:
                        candidates[frame] = self.score_node(frame)
                    candidates[frame]["content_score"] += score * share
        for node, candidate in candidates.items():
            candidate["content_score"] *= 1 - self._measures.density(node)
        return candidates

    def sanitize(
        self, node: HtmlElement, candidates: Candidates, keep_all_images: bool = False
    ) -> HtmlElement:
        """Take off the headings and containers that are links, or named as no article is."""
        allowed = self.get_preserved_elements(node)
        for part in list(node.iter(*_HEADINGS, "p", "form", *_CONTAINERS)):
            if part.getparent() is None or part in allowed:
                continue
            if self._is_dispensable(part, candidates):
                part.drop_tree()
        return node

    def _is_dispensable(self, part: HtmlElement, candidates: Candidates) -> bool:
        density = self._measures.density(part)
        if part.tag in _HEADINGS:
            return (density > 0.33 and _leads_away(part)) or names.weigh_class(part) < 0
        if part.tag == "p":
            return density > 0.5 and bool(REGEXES["callToActionRe"].search(part.text_content()))
        if part.tag == "form":
            return True
        weight = names.weigh(part)
        score = candidates[part]["content_score"] if part in candidates else 0
        if weight + score < 0:
            return True
        if part.text_content().count(",") >= 10:
            return False
        return self._measures.length(part) < self.min_text_length or density > (
            0.5 if weight >= 25 else 0.2
        )

    def get_preserved_elements(self, node: HtmlElement) -> dict[HtmlElement, bool]:
        """The library's, and containers with a real text in them."""
        self._leads = _before_quotes(node, self.min_text_length)
        allowed: dict[HtmlElement, bool] = super().get_preserved_elements(node)
        half = self._measures.length(node) / 2
        for part in node.iter(*_CONTAINERS):
            if self._measures.length(part) > half:
                allowed[part] = True
        for text in node.iter("blockquote", "p", "li", "pre"):
            if self._is_text(text):
                self._preserve_round(text, allowed)
        return allowed

    def is_quote_lead(self, elem: HtmlElement) -> bool:
        """The library's answer; it reads all text before each quote anew for each container."""
        return elem in self._leads

    def _is_text(self, node: HtmlElement) -> bool:
        measures = self._measures
        return measures.length(node) >= _TEXT_LENGTH and measures.density(node) <= _TEXT_DENSITY

    def _is_bare_item(self, node: HtmlElement) -> bool:
        """Whether `node` is a list item that is no paragraph; the library counts none at all."""
        return node.tag in ("li", "dd") and (
            not self._is_text(node) or node.find(".//p") is not None
        )

    def _preserve_round(self, text: HtmlElement, allowed: dict[HtmlElement, bool]) -> None:
        for frame in text.iterancestors():
            if frame in allowed or (names.weigh(frame) < 0 and text.tag != "blockquote"):
                return
            allowed[frame] = True

    def get_link_density(self, elem: HtmlElement) -> float:
        """The part of the text that is links, from the measures."""
        return self._measures.density(elem)

    def class_weight(self, e: HtmlElement) -> int:
        """The library's weight, remembered by name."""
        return names.weigh(e)

    def _html(self, force: bool = False) -> HtmlElement:
        return self.html


def _start_run(div: HtmlElement, text: str | None) -> HtmlElement | None:
    if not text or not text.strip():
        return None
    run = div.makeelement("p")
    run.text = text
    return run


def _leads_away(heading: HtmlElement) -> bool:
    """Whether the link of a heading is no permalink to the heading itself."""
    return not all(link.get("href", "").startswith("#") for link in heading.iter("a"))


def _parent_beyond_wrappers(node: HtmlElement) -> HtmlElement | None:
    parent = node.getparent()
    while parent is not None and parent.tag in _WRAPPERS and _is_only_child(node):
        if names.is_body(parent):
            break
        node, parent = parent, parent.getparent()
    return parent


def _before_quotes(node: HtmlElement, least: int) -> set[HtmlElement]:
    """What ends in a colon before a frame with a quote, if `least` long, and its insides."""
    leads: set[HtmlElement] = set()
    seen: set[HtmlElement] = set()
    for quote in node.iter("blockquote"):
        for frame in quote.iterancestors():
            if frame in seen:
                break
            seen.add(frame)
            lead = frame.getprevious()
            text = lead.text_content().rstrip() if lead is not None else ""
            if text.endswith(":") and len(clean(text)) >= least:
                leads.update(lead.iter())
    return leads


def _is_only_child(node: HtmlElement) -> bool:
    return node.getnext() is None and node.getprevious() is None  # len() walks all children


def _are_nested(one: HtmlElement, other: HtmlElement) -> bool:
    return one is other or one in other.iterancestors() or other in one.iterancestors()
