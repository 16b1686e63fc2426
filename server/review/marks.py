"""What a maintainer says of an article: flags, and the sentences that carry each of them.

In the form a flag is its name, a marked sentence the flag's name and the sentence's number:
`ai_training`, `ai_training:3`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from classifier.corpus import Span
from classifier.labels import FLAG_TITLES, FLAGS
from classifier.sentences import Sentence
from server.queue import Label
from server.queue.suggestion import marks_of


class NotOfThisForm(ValueError):
    """A value that the form cannot have sent."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Flags that are ticked, and (flag, number of a sentence) pairs."""

    flags: frozenset[str]
    evidence: frozenset[tuple[str, int]]

    @property
    def values(self) -> list[str]:
        """As the form sends them."""
        return sorted(self.flags) + [f"{flag}:{n}" for flag, n in sorted(self.evidence)]

    @property
    def labels(self) -> tuple[str, ...]:
        """The flags in the order of FLAGS."""
        return tuple(flag for flag in FLAGS if flag in self.flags)

    @property
    def fault(self) -> str | None:
        """Why this cannot become a corpus line, and what to do; None when it can."""
        marked = {flag for flag, _ in self.evidence}
        for flag in FLAGS:
            title = FLAG_TITLES[flag]
            if flag in self.flags - marked:
                return (
                    f"{title} is ticked, but no sentence is marked for it. "
                    "Mark the sentences that say it, or untick the flag."
                )
            if flag in marked - self.flags:
                return (
                    f"Sentences are marked for {title}, but the flag is not ticked. "
                    "Tick the flag, or unmark the sentences."
                )
        return None

    def spans(self, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
        """The evidence as spans of the article's text, in the order of the text."""
        pairs = sorted(self.evidence, key=lambda pair: (pair[1], FLAGS.index(pair[0])))
        return tuple(Span(flag, sentences[n].start, sentences[n].end) for flag, n in pairs)


def read(values: Iterable[str], sentences: Sequence[Sentence]) -> Marks:
    """The marks that a form sent. Raises NotOfThisForm."""
    flags, evidence = set(), set()
    for value in values:
        flag, colon, number = value.partition(":")
        if flag not in FLAGS or (colon and not _is_number(number, len(sentences))):
            raise NotOfThisForm(value)
        if colon:
            evidence.add((flag, int(number)))
        else:
            flags.add(flag)
    return Marks(frozenset(flags), frozenset(evidence))


def _is_number(text: str, count: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9 and int(text) < count


def guessed(evidence: Mapping[str, Collection[int]], count: int) -> Marks:
    """What the model says: raised flags and their sentences, of the first `count`."""
    pairs = {(flag, number) for flag, numbers in evidence.items() for number in numbers}
    return Marks(frozenset(evidence), frozenset(pair for pair in pairs if pair[1] < count))


def labelled(label: Label, sentences: list[Sentence]) -> Marks:
    """What a label says."""
    return guessed(marks_of(label, sentences), len(sentences))
