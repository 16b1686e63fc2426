"""One labeller at work: from article to article, every step in the database before the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.registry import LoadedModel
from server.labelling.draft import Draft
from server.queue import Item, Queue
from server.queue.suggestion import Suggestion

LABELLED, REJECTED, SKIPPED = "labelled", "rejected", "skipped"


@dataclass(frozen=True, slots=True)
class _Step:
    """What was done with a draft, so that it can be taken back."""

    draft: Draft
    kind: str


class Session:
    """Drafts one after the other, for `labeller`.

    blind: neither the model's word nor anybody else's is shown, and a label accepts nothing by
    itself. only: ids of the items to offer, in this order; else the most informative first.
    draft: the one at hand, None when there is nothing left.
    """

    def __init__(
        self,
        queue: Queue,
        model: LoadedModel,
        *,
        labeller: str,
        blind: bool = False,
        only: Sequence[str] = (),
    ) -> None:
        self.queue, self.model = queue, model
        self.labeller, self.blind = labeller, blind
        self._only = only
        self._steps: list[_Step] = []
        self.draft = self._next()

    @property
    def labelled(self) -> int:
        """How many labels this session has saved."""
        return sum(step.kind == LABELLED for step in self._steps)

    @property
    def waiting(self) -> int:
        """How many items wait for a label."""
        return self.queue.counts()["waiting"]

    def save(self) -> None:
        """Keep the draft's label (and accept it, unless blind), then take up the next article.

        Raises LabelError when the label does not fit the corpus.
        """
        draft = self._at_hand()
        label = draft.label(self.labeller)
        (self.queue.label if self.blind else self.queue.accept)(label)
        self._step(LABELLED)

    def reject(self) -> None:
        """Take the article out of the queue, then take up the next."""
        self.queue.reject(self._at_hand().item.id, self.labeller, self._at_hand().note)
        self._step(REJECTED)

    def skip(self) -> None:
        """Leave the article for another session."""
        self._at_hand()
        self._step(SKIPPED)

    def undo(self) -> bool:
        """Take back the latest step and show its article as it was left; False without any."""
        if not self._steps:
            return False
        step = self._steps.pop()
        if step.kind != SKIPPED:
            self.queue.undo(self.labeller, item_id=step.draft.item.id)
        self.draft = step.draft
        return True

    def judge(self) -> bool:
        """Let the model judge some more of the queue; False when it has judged all."""
        return self.queue.judge(self.model) > 0

    def _at_hand(self) -> Draft:
        if self.draft is None:
            raise LookupError("There is no article at hand.")
        return self.draft

    def _step(self, kind: str) -> None:
        self._steps.append(_Step(self._at_hand(), kind))
        self.draft = self._next()

    def _next(self) -> Draft | None:
        item = self._next_item()
        if item is None:
            return None
        draft = Draft(item, None if self.blind else Suggestion(self.model.model, item))
        for label in self.queue.labels(item.id):
            if label.labeller == self.labeller:
                draft.restore(label)
        return draft

    def _next_item(self) -> Item | None:
        if self._only:
            place = len(self._steps)
            return self.queue.item(self._only[place]) if place < len(self._only) else None
        skipped = [step.draft.item.id for step in self._steps if step.kind == SKIPPED]
        return self.queue.next(self.labeller, self.model, skip=skipped, blind=self.blind)
