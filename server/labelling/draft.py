"""The label that is being made of one article."""

from classifier.labels import FLAGS
from classifier.sentences import split
from server.queue import Item, Label
from server.queue.suggestion import Suggestion, make_label, marks_of


class Draft:
    """Marks on the sentences of `item`; a flag is raised when a sentence is marked for it.

    suggestion: the model's word, which the draft begins with; None for who labels blind.
    marks: flag → numbers of sentences. cursor: number of the sentence that is looked at.
    """

    def __init__(self, item: Item, suggestion: Suggestion | None) -> None:
        self.item, self.suggestion = item, suggestion
        self.sentences = suggestion.sentences if suggestion else split(item.text)
        self.marks: dict[str, frozenset[int]] = dict(suggestion.marks if suggestion else {})
        self.note: str | None = None
        self.cursor = min(self.marked, default=0)

    @property
    def flags(self) -> tuple[str, ...]:
        """The raised flags, in the order of FLAGS."""
        return tuple(flag for flag in FLAGS if self.marks.get(flag))

    @property
    def marked(self) -> list[int]:
        """Numbers of the sentences with any mark, ascending."""
        return sorted(set().union(*self.marks.values()))

    def flags_at(self, number: int) -> tuple[str, ...]:
        """The flags that a sentence is marked for."""
        return tuple(flag for flag in FLAGS if number in self.marks.get(flag, ()))

    def flip(self, flag: str) -> None:
        """Raise a flag, or take it back.

        It is raised with the sentences that speak most for it; blind, with the one at the cursor.
        """
        if self.marks.get(flag):
            self.marks[flag] = frozenset()
        elif self.suggestion:
            self.marks[flag] = self.suggestion.best(flag)
        else:
            self.marks[flag] = frozenset({self.cursor})

    def toggle(self, flag: str) -> None:
        """Mark the sentence at the cursor for a flag, or take the mark off."""
        self.marks[flag] = self.marks.get(flag, frozenset()) ^ {self.cursor}

    def next_marked(self, step: int) -> int:
        """The number of the next marked sentence after (step 1) or before (-1) the cursor."""
        ahead = [n for n in self.marked if (n - self.cursor) * step > 0]
        return (min if step > 0 else max)(ahead, default=self.cursor)

    def restore(self, label: Label) -> None:
        """Begin with what an earlier label says."""
        self.marks, self.note = marks_of(label, self.sentences), label.note

    def label(self, labeller: str) -> Label:
        """What is marked, as the label of `labeller`."""
        return make_label(self.item, self.sentences, self.marks, labeller=labeller, note=self.note)
