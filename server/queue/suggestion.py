"""What the model would say of an item: flags, and the sentences that carry each of them."""

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np

from classifier.corpus import Span
from classifier.evidence import FlagResult
from classifier.labels import FLAGS
from classifier.model import FlagModel
from classifier.scoring import Floats
from classifier.sentences import Sentence, split
from server.queue.items import Item, Label

# Flag → numbers of the sentences that carry it; a flag without any is not there.
Marks = Mapping[str, frozenset[int]]


class Suggestion:
    """The verdict of `model` on an item, sentence by sentence.

    results: one for each flag, in the order of FLAGS. marks: the evidence of the raised flags.
    """

    def __init__(self, model: FlagModel, item: Item) -> None:
        self._model = model
        self.sentences = split(item.text)
        self.results: tuple[FlagResult, ...] = tuple(model.judge(item.title, item.text))
        self.marks: Marks = {
            result.flag: frozenset(
                number_at(self.sentences, evidence.start) for evidence in result.evidence
            )
            for result in self.results
            if result.raised and result.evidence
        }

    def best(self, flag: str) -> frozenset[int]:
        """The evidence of a raised flag; for another, the one sentence that speaks most for it."""
        return self.marks.get(flag) or frozenset({self._strongest(flag)})

    def _strongest(self, flag: str) -> int:
        return int(np.argmax(self._alone[:, FLAGS.index(flag)]))

    @cached_property
    def _alone(self) -> Floats:
        """Probabilities of each sentence by itself, shape (sentences, flags)."""
        return self._model.predict_proba([sentence.text for sentence in self.sentences])


def number_at(sentences: list[Sentence], place: int) -> int:
    """The number of the sentence that holds character `place` of the text."""
    return next(number for number, each in enumerate(sentences) if place < each.end)


def make_label(
    item: Item,
    sentences: list[Sentence],
    marks: Marks,
    *,
    labeller: str,
    note: str | None = None,
) -> Label:
    """The label that says what is marked: the flags are those of the evidence."""
    spans = [
        Span(flag, sentences[number].start, sentences[number].end)
        for flag in FLAGS
        for number in sorted(marks.get(flag, ()))
    ]
    flags = tuple(flag for flag in FLAGS if marks.get(flag))
    return Label(item.id, labeller, flags, tuple(spans), note)


def marks_of(label: Label, sentences: list[Sentence]) -> dict[str, frozenset[int]]:
    """The marks that an earlier label made."""
    pairs = [(span.label, number_at(sentences, span.start)) for span in label.evidence]
    return {flag: _numbers(pairs, flag) for flag in FLAGS if flag in label.flags}


def _numbers(pairs: Iterable[tuple[str, int]], wanted: str) -> frozenset[int]:
    return frozenset(number for flag, number in pairs if flag == wanted)
