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
        self._walk(root)

    def _walk(self, root: HtmlElement) -> None:
        # Backwards, so that a node's children have added themselves to it when it comes. In one
        # loop without calls: it sees each node of each page, and was a sixth of all the time.
        texts, links, frames = self._texts, self._links, self.frames
        blocks: dict[str, bool] = {}  # by tag: whether it is one
        for node in reversed(list(root.iter())):
            length = texts.get(node, 0)
            text = node.text
            if text and not text.isspace():
                length += len(" ".join(text.split()))
            texts[node] = length
            parent = node.getparent()
            if parent is None:
                continue
            tag = node.tag
            if tag == "a":
                links[node] = length
            if node in links:
                links[parent] = links.get(parent, 0) + links[node]
            tail = node.tail
            if tail and not tail.isspace():
                length += len(" ".join(tail.split()))
            texts[parent] = texts.get(parent, 0) + length
            if tag not in blocks:
                blocks[tag] = tag.startswith(_BLOCK_PREFIXES)
            if blocks[tag] or node in frames:
                frames.add(parent)

    def length(self, node: HtmlElement) -> int:
        """Characters of text in `node`, spaces between words of one text node included."""
        length = self._texts.get(node)
        return len(" ".join(node.text_content().split())) if length is None else length

    def density(self, node: HtmlElement) -> float:
        """The part of the text of `node` that is links, 0 to 1."""
        if node in self._texts:
            linked = self._links.get(node, 0)
        else:
            linked = sum(map(self.length, node.iterdescendants("a")))
        return linked / max(self.length(node), 1)
