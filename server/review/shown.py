"""Strangers' text as the pages show it: always as text, and nothing in it that misleads the eye."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifier.sentences import Sentence, split

MAX_SENTENCES = 1_500  # three boxes each: with more of them the page is slow

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def visible(text: str) -> str:
    """`text` with control characters named: U+202E would turn round what is read."""
    return _CONTROL.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def readable(text: str) -> list[Sentence]:
    """The sentences that are shown and can be marked: the text's beginning, if it is very long."""
    return split(text)[:MAX_SENTENCES]


def hidden_length(text: str, sentences: Sequence[Sentence]) -> int:
    """How many characters of `text` are behind the last of the sentences."""
    return len(text[sentences[-1].end if sentences else 0 :].strip())


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence on the page. `opens`: it begins a paragraph."""

    number: int
    text: str
    opens: bool


def lines(text: str, sentences: Sequence[Sentence]) -> Iterator[Line]:
    """The sentences as lines, in order."""
    end = 0
    for number, sentence in enumerate(sentences):
        opens = number > 0 and "\n" in text[end : sentence.start]
        yield Line(number, sentence.text, opens)
        end = sentence.end
