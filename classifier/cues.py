"""Cues: the concepts that a labeller looks for (cues.txt), found in the words of a sentence."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

ANY_WORD = "_"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One word of a phrase: exact words, beginnings of words, or (both empty) any word."""

    words: frozenset[str]
    beginnings: tuple[str, ...]

    def fits(self, word: str) -> bool:
        if word in self.words:
            return True
        return word.startswith(self.beginnings) if self.beginnings else not self.words


@dataclass(frozen=True, slots=True)
class _Entry:
    """A word or phrase that stands for a concept: what follows its first word."""

    concept: int
    rest: tuple[_Pattern, ...]


@dataclass(frozen=True, slots=True)
class _Begins:
    """What a word stands for alone, and the phrases that it may begin.

    exact: by the word that must follow; others: those that are less particular.
    """

    alone: tuple[int, ...]
    exact: dict[str, list[_Entry]]
    others: list[_Entry]


class Lexicon:
    """Concepts and their words.

    names: concepts in the order of the file. pairable: whether a concept is counted in pairs.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.names: list[str] = []
        self.pairable: list[bool] = []
        self._by_word: defaultdict[str, list[_Entry]] = defaultdict(list)
        self._by_beginning: defaultdict[str, list[_Entry]] = defaultdict(list)
        for line in lines:
            if line.strip() and not line.startswith("#"):
                self._read(line)
        self._longest = max(map(len, (*self._by_word, *self._by_beginning)), default=0)
        self._known: dict[str, _Begins] = {}

    def _read(self, line: str) -> None:
        name, items = line.split(":", 1)
        self.names.append(name.removeprefix("~"))
        self.pairable.append(not name.startswith("~"))
        for item in items.split(","):
            first, *rest = (_pattern(word) for word in item.split())
            entry = _Entry(len(self.names) - 1, tuple(rest))
            for word in first.words:
                self._by_word[word].append(entry)
            for beginning in first.beginnings:
                self._by_beginning[beginning].append(entry)

    def concepts(self, words: Sequence[str]) -> tuple[int, ...]:
        """Numbers of the concepts in a sentence, ascending. words: lower case, in order."""
        found: set[int] = set()
        known = self._known
        for place, word in enumerate(words, 1):
            begins = known.get(word) or self._begins(word)
            if begins is _NOTHING:  # three words of four
                continue
            found.update(begins.alone)
            if place < len(words):
                for entry in (*begins.exact.get(words[place], ()), *begins.others):
                    if entry.concept not in found and _follows(entry.rest, words, place):
                        found.add(entry.concept)
        return tuple(sorted(found))

    def _begins(self, word: str) -> _Begins:
        """Concepts of the word alone, and the phrases that it may begin; remembered."""
        # More letters tell nothing more, and a "word" may be as long as its page.
        word = word[: self._longest + 1]
        known = self._known.get(word)
        if known is None:
            fitting = list(self._by_word.get(word, ()))
            for end in range(1, len(word) + 1):
                fitting += self._by_beginning.get(word[:end], ())
            known = _sorted(fitting) if fitting else _NOTHING
            if len(self._known) < _REMEMBERED_WORDS:
                self._known[word] = known
        return known


def _sorted(entries: Sequence[_Entry]) -> _Begins:
    begins = _Begins(tuple(entry.concept for entry in entries if not entry.rest), {}, [])
    for entry in entries:
        if entry.rest and entry.rest[0].words and not entry.rest[0].beginnings:
            for word in entry.rest[0].words:
                begins.exact.setdefault(word, []).append(entry)
        elif entry.rest:
            begins.others.append(entry)
    return begins


def _follows(rest: tuple[_Pattern, ...], words: Sequence[str], place: int) -> bool:
    """Whether the words from `place` on fit the rest of a phrase."""
    following = words[place : place + len(rest)]
    return len(following) == len(rest) and all(
        pattern.fits(word) for pattern, word in zip(rest, following, strict=True)
    )


_NOTHING = _Begins((), {}, [])
_REMEMBERED_WORDS = 20_000  # a long-lived server meets many more that it hardly meets again


def _pattern(word: str) -> _Pattern:
    if word == ANY_WORD:
        return _Pattern(frozenset(), ())
    alternatives = word.split("|")
    return _Pattern(
        frozenset(each for each in alternatives if not each.endswith("*")),
        tuple(each[:-1] for each in alternatives if each.endswith("*")),
    )


@lru_cache
def lexicon() -> Lexicon:
    """The lexicon that ships with Optflag."""
    return Lexicon((files("classifier") / "cues.txt").read_text(encoding="utf-8").splitlines())
