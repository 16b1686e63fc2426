"""Sentences of plain text, with their place in it."""

import re
from dataclasses import dataclass

# An end mark, any closing quotes or brackets, then space and something that can open a sentence.
_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9])|\n\s*\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Art|Inc|Ltd|Co|Corp|vs|v|Sen|Rep|Gov|[A-Z]))\.$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` is characters `start` to `end` (exclusive) of the whole."""

    text: str
    start: int
    end: int


def split(text: str) -> list[Sentence]:
    """The sentences of `text` in order; no sentence crosses a blank line, none is empty."""
    sentences: list[Sentence] = []
    start = 0
    for end in _END.finditer(text):
        if _ABBREVIATION.search(text, start, end.end()):
            continue
        sentences += _trimmed(text, start, end.end())
        start = end.end()
    return sentences + _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> list[Sentence]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return [Sentence(piece, start, start + len(piece))] if piece else []
