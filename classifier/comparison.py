"""Whether one model is better than another: the same articles, judged by both without having
seen them, and a bootstrap over events.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.changes import Learned
from classifier.corpus import SENTENCE, Article
from classifier.fitting import OutOfFold
from classifier.folds import groups
from classifier.labels import FLAGS
from classifier.metrics import INTERVAL, Flags, resampled
from classifier.model import FlagModel, document
from classifier.scoring import Floats

BETTER, WORSE, NO_TELLING = "better", "worse", "no telling"

# The bootstrap knows what other articles would change, not what another training would. Twenty
# articles more or less move average precision by .002 and F1 by .010 (docs/maintain.md): within
# twice that a difference is no news, however sure the bootstrap is of it.
MARGIN = {"average_precision": 0.005, "f1": 0.02}


@dataclass(frozen=True)
class Judged:
    """One model's view of some articles. probabilities: (n, flags); thresholds: (flags,)."""

    probabilities: Floats
    thresholds: Floats

    @property
    def raised(self) -> Flags:
        """Which flags it raises, shape (n, flags)."""
        return np.asarray(self.probabilities >= self.thresholds)


@dataclass(frozen=True)
class Difference:
    """One measure before and after; low to high is the 95 % interval of after minus before."""

    before: float
    after: float
    low: float
    high: float


@dataclass(frozen=True)
class FlagComparison:
    """verdict: worse when any measure is surely worse, better when one is and none is worse."""

    flag: str
    verdict: str
    measures: dict[str, Difference]


@dataclass(frozen=True)
class ChangedVerdict:
    """An article in which a flag is now raised, or no longer raised."""

    id: str
    title: str
    flag: str
    labelled: bool
    before: float
    after: float
    raised: bool


@dataclass(frozen=True)
class Comparison:
    """articles: how many both were compared on; left_out: whose texts the older one cannot judge.

    changed: the greatest changes of probability first.
    """

    articles: int
    left_out: int
    flags: list[FlagComparison]
    changed: list[ChangedVerdict]

    def worse(self) -> list[str]:
        """The flags that are surely worse."""
        return [each.flag for each in self.flags if each.verdict == WORSE]

    def as_json(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


@dataclass(frozen=True)
class Version:
    """A model and what it learned from each article, by id."""

    model: FlagModel
    learned: Mapping[str, Learned]


def compare(before: Version, after: Version, articles: Sequence[Article]) -> Comparison:
    """Both on the articles that `after` has learned from.

    articles: the corpus of `after`, as far as it is at hand. Where `before` learned from an
    article, what it said of it in cross-validation counts; where it did not, it judges it now: it
    has not seen it, though perhaps others on the same event, which favours `before` a little. An
    article whose text has changed is left out.
    """
    found = after.model.out_of_fold_
    texts = {a.id: a for a in articles if a.genre != SENTENCE}
    old = _views(before, after, texts)
    rows = [row for row, id_ in enumerate(found.ids) if id_ in old]
    ids = [found.ids[row] for row in rows]
    first = Judged(np.array([old[id_] for id_ in ids]), before.model.thresholds_)
    second = Judged(found.probabilities[rows], after.model.thresholds_)
    labels = found.labels[rows] == 1
    weights = resampled(_events(ids, texts))
    flags = [_compare_flag(i, labels, first, second, weights) for i in range(len(FLAGS))]
    titles = {id_: article.title for id_, article in texts.items()}
    changed = _changed(ids, titles, labels, first, second)
    return Comparison(len(rows), len(found.ids) - len(rows), flags, changed)


def _views(before: Version, after: Version, texts: Mapping[str, Article]) -> dict[str, Floats]:
    """What `before` says, by id, of the articles of `after` without having learned from them."""
    found: OutOfFold = before.model.out_of_fold_
    kept = dict(zip(found.ids, found.probabilities, strict=True))
    views, unseen = {}, []
    for id_ in after.model.out_of_fold_.ids:
        mine, wanted = before.learned.get(id_), after.learned.get(id_)
        if id_ in kept:
            if _same_text(mine, wanted):
                views[id_] = kept[id_]
        elif id_ in texts and _same_text(Learned.of(texts[id_]), wanted):
            unseen.append(id_)
    if not unseen:
        return views
    documents = [document(texts[id_].title, texts[id_].text) for id_ in unseen]
    return views | dict(zip(unseen, before.model.predict_proba(documents), strict=True))


def _same_text(one: Learned | None, other: Learned | None) -> bool:
    """Whether nothing speaks against it: not every version tells what it learned."""
    return one is None or other is None or one.text == other.text


def _events(ids: Sequence[str], texts: Mapping[str, Article]) -> NDArray[np.intp]:
    """Group numbers of the articles; one whose text is gone is an event of its own."""
    known = [id_ for id_ in ids if id_ in texts]
    number = dict(zip(known, groups([texts[id_] for id_ in known]), strict=True))
    return np.array([number.get(id_, len(ids) + place) for place, id_ in enumerate(ids)])


def _compare_flag(
    index: int, labels: Flags, before: Judged, after: Judged, weights: NDArray[np.int_]
) -> FlagComparison:
    truth = labels[:, index]
    measures: dict[str, Callable[[Judged], Floats]] = {
        "average_precision": lambda j: average_precisions(
            weights, truth, j.probabilities[:, index]
        ),
        "f1": lambda j: f1_scores(weights, truth, j.raised[:, index]),
    }
    found = {
        name: _difference(measure(before), measure(after)) for name, measure in measures.items()
    }
    return FlagComparison(FLAGS[index], _verdict(found), found)


def _difference(before: Floats, after: Floats) -> Difference:
    low, high = np.percentile((after - before)[1:], INTERVAL)
    return Difference(*(round(float(x), 4) for x in (before[0], after[0], low, high)))


def _verdict(measures: Mapping[str, Difference]) -> str:
    if any(found.high < -MARGIN[name] for name, found in measures.items()):
        return WORSE
    if any(found.low > MARGIN[name] for name, found in measures.items()):
        return BETTER
    return NO_TELLING


def average_precisions(weights: NDArray[np.int_], labels: Flags, scores: Floats) -> Floats:
    """Average precision under each row of weights, shape (len(weights),). labels, scores: (n,)."""
    order = np.argsort(-scores, kind="stable")
    drawn, right = weights[:, order], labels[order]
    hits = drawn * right
    precision = np.cumsum(hits, axis=1) / np.maximum(np.cumsum(drawn, axis=1), 1)
    return np.asarray((precision * hits).sum(axis=1) / np.maximum(hits.sum(axis=1), 1))


def f1_scores(weights: NDArray[np.int_], labels: Flags, raised: Flags) -> Floats:
    """F1 under each row of weights, shape (len(weights),). labels, raised: (n,)."""
    both = weights @ (labels & raised)
    return np.asarray(2 * both / np.maximum(weights @ labels + weights @ raised, 1))


def _changed(
    ids: Sequence[str], titles: Mapping[str, str], labels: Flags, before: Judged, after: Judged
) -> list[ChangedVerdict]:
    rows, columns = np.nonzero(before.raised != after.raised)
    found = [
        ChangedVerdict(
            id=ids[int(row)],
            title=titles.get(ids[int(row)], ""),
            flag=FLAGS[column],
            labelled=bool(labels[row, column]),
            before=round(float(before.probabilities[row, column]), 4),
            after=round(float(after.probabilities[row, column]), 4),
            raised=bool(after.raised[row, column]),
        )
        for row, column in zip(rows, columns, strict=True)
    ]
    return sorted(found, key=lambda change: (-abs(change.after - change.before), change.id))
