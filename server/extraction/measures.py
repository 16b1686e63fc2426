"""How much text and how many links each node of a tree holds, from one walk."""

from lxml.html import HtmlElement

# A div that holds one of these is a frame, another one a paragraph (readability-lxml's prefixes:
# "p" is also "pre" and "picture").
_BLOCK_PREFIXES = ("blockquote", "dl", "div", "img", "ol", "p", "table", "ul")


class Measures:
    """Lengths in characters, of a tree as it stood when it was measured.

    frames: the nodes that hold a block.
    A node that came later is measured when asked for.
    """

    def __init__(self, root: HtmlElement) -> None:
        self.frames: set[HtmlElement] = set()
        self._texts: dict[HtmlElement, int] = {}
        self._links: dict[HtmlElement, int] = {}
        for node in reversed(list(root.iter())):
            self._measure(node)

    def _measure(self, node: HtmlElement) -> None:
        # Every child was here before its parent, and has added itself to it.
        texts, links = self._texts, self._links
        length = texts.get(node, 0) + _length(node.text)
        texts[node] = length
        parent = node.getparent()
        if parent is None:
            return
        if node.tag == "a":
            links[node] = length
        if node in links:
            links[parent] = links.get(parent, 0) + links[node]
        texts[parent] = texts.get(parent, 0) + length + _length(node.tail)
        if node in self.frames or node.tag.startswith(_BLOCK_PREFIXES):
            self.frames.add(parent)

    def length(self, node: HtmlElement) -> int:
        """Characters of text in `node`, spaces between words of one text node included."""
        length = self._texts.get(node)
        return _length(node.text_content()) if length is None else length

    def density(self, node: HtmlElement) -> float:
        """The part of the text of `node` that is links, 0 to 1."""
        if node in self._texts:
            linked = self._links.get(node, 0)
        else:
            linked = sum(map(self.length, node.iterdescendants("a")))
        return linked / max(self.length(node), 1)


def _length(text: str | None) -> int:
    return len(" ".join(text.split())) if text else 0
