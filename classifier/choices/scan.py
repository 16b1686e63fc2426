"""An article read once: its words, its sentences, and where it speaks of which matter."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from classifier.choices.words import WORDS

_MATTER = "matter "  # before its name in words.txt
_MATTERS = [name.removeprefix(_MATTER) for name in WORDS if name.startswith(_MATTER)]
_MATTER_OF: dict[str, str] = {}
for _matter in _MATTERS:
    for _word in WORDS[_MATTER + _matter]:
        _MATTER_OF.setdefault(_word, _matter)

# Words whose matter the word before decides: "turned on", "get out", "have it removed".
_AFTER = {
    "on": ("on", "turn turning turns switch switching it this them"),
    "out": (
        "refuse",
        "get getting keep keeping stay staying way ways be come take taken kept left want wants",
    ),
    "no": ("refuse", "say saying says"),
    "have": ("gone", "could would should might"),
}
_AFTER |= dict.fromkeys(
    ["want", "wish", "like", "care"], ("refuse", "not don’t don't doesn’t doesn't")
)
_AFTER |= dict.fromkeys(
    ["removed", "deleted", "erased", "excluded"],
    ("delete", "be being get taken yourself themselves"),
)
# With which a form, an address or a message begins
_OPENERS = frozenset[str]().union(
    *(words for name, words in WORDS.items() if name.startswith("begins "))
)
# "came turned on"
_STATE = WORDS["state on"]
_DECIDED = {word: (matter, frozenset(words.split())) for word, (matter, words) in _AFTER.items()}
_KNOWN = _OPENERS | _DECIDED.keys() | _MATTER_OF.keys()

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]*]*+(?=\s)|\n++")


@dataclass(frozen=True, slots=True)
class Around:
    """A place's sentence (`start` to `end`), and how far its neighbours reach."""

    before: int
    start: int
    end: int
    after: int


class Scan:
    """`words[i]` (lower case) starts at `starts[i]`; `ends` are bounds of sentences, in order.

    openers: the words with which a form, an address or a message may begin, and their places.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.openers: list[tuple[str, int]] = []
        self._places: dict[str, list[int]] = {matter: [] for matter in [*_MATTERS, "on"]}
        self.ends = [0, *(match.end() for match in _END.finditer(text)), len(text)]
        self._read()

    def _read(self) -> None:
        previous = ""
        for match in _WORD.finditer(self.text):
            word, start = match.group().lower(), match.start()
            self.words.append(word)
            self.starts.append(start)
            if word in _KNOWN:
                self._note(word, start, previous)
            previous = word

    def _note(self, word: str, start: int, previous: str) -> None:
        if word in _OPENERS:
            self.openers.append((word, start))
        if word in _DECIDED:
            matter, after = _DECIDED[word]
            if previous in after:
                self._places[matter].append(start)
            elif word == "on" and previous in _STATE:
                self._places["default"].append(start)
        elif word in _MATTER_OF:
            self._places[_MATTER_OF[word]].append(start)

    def count(self, matter: str, start: int = 0, end: int | None = None) -> int:
        """How often `matter` is spoken of from `start` to `end` (exclusive)."""
        places = self._places[matter]
        last = len(places) if end is None else bisect_left(places, end)
        return max(0, last - bisect_left(places, start))

    def speaks(self, matters: tuple[str, ...], start: int, end: int) -> bool:
        """Whether any of `matters` is spoken of there."""
        return any(self.count(matter, start, end) for matter in matters)

    def sentences(self, matters: tuple[str, ...]) -> set[int]:
        """Which sentences speak of any of `matters`: number n is `ends[n]` to `ends[n + 1]`."""
        places = (place for matter in matters for place in self._places[matter])
        return {bisect_right(self.ends, place) - 1 for place in places}

    def around(self, start: int, end: int) -> Around:
        """The sentence (or sentences) that a piece of the text stands in."""
        first = max(0, bisect_right(self.ends, start) - 1)
        last = min(max(bisect_left(self.ends, end), first + 1), len(self.ends) - 1)
        return Around(
            self.ends[max(0, first - 1)],
            self.ends[first],
            self.ends[last],
            self.ends[min(last + 1, len(self.ends) - 1)],
        )

    def before(self, place: int) -> int:
        """The index of the first word that starts at or after `place`."""
        return bisect_left(self.starts, place)

    def words_in(self, start: int, end: int) -> set[str]:
        """The words that start there, hyphened ones also by their parts."""
        found = self.words[self.before(start) : self.before(end)]
        return {part for word in found for part in (word, *word.split("-"))}
