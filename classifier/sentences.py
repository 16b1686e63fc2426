"""Sentences of plain text, with their place in it."""

import re
from dataclasses import dataclass

# An end mark, any closing quotes or brackets, then space and something that can open a sentence;
# or the end of a line. Possessive, and only from the first mark of a row, so that a page of nothing
# but full stops takes no longer than another.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s++[\"'“‘(\[]*+[A-Z0-9£$€])|\n++")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"'])(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|St|Nos?|Arts?|Sec|paras?|vs|v|cf"
    r"|e\.g|i\.e|Inc|Ltd|Corp|Co|Jr|Sr|approx|Fig|Rs|Hon|[A-Z])\.$"
)
# "U.S." or "B.N." ends a sentence only before a word that hardly follows one inside a sentence.
_INITIALS = re.compile(r"(?:^|[^A-Za-z])(?:[A-Za-z]\.){2,}$")
_OPENING = re.compile(
    r"\s+(?:The|It|In|But|They|He|She|We|This|That|These|Those|A|An|And|At|On|For|If|When|As|Its"
    r"|Their|Under|After|However|Last)\s"
)
_LONGEST_ABBREVIATION = 12  # characters looked at before the full stop


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` is characters `start` to `end` (exclusive) of the whole."""

    text: str
    start: int
    end: int


def split(text: str) -> list[Sentence]:
    """The sentences of `text` in order; no sentence crosses a line, none is empty."""
    sentences: list[Sentence] = []
    start = 0
    for end in _END.finditer(text):
        if _is_abbreviation(text, end):
            continue
        sentences += _trimmed(text, start, end.end())
        start = end.end()
    return sentences + _trimmed(text, start, len(text))


def _is_abbreviation(text: str, end: re.Match[str]) -> bool:
    first = max(0, end.start() - _LONGEST_ABBREVIATION)
    stop = end.start() + 1
    if text[end.start()] != ".":
        return False
    if _INITIALS.search(text[first:stop]):
        return not _OPENING.match(text, end.end()) and "\n" not in text[stop : end.end() + 1]
    return bool(_ABBREVIATION.search(text[first:stop]))


def _trimmed(text: str, start: int, end: int) -> list[Sentence]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return [Sentence(piece, start, start + len(piece))] if piece else []
