"""How far two labellers agree."""

from collections.abc import Iterable
from dataclasses import dataclass

from sklearn.metrics import cohen_kappa_score

from classifier.labels import FLAGS
from server.queue.items import Label


@dataclass(frozen=True, slots=True)
class FlagAgreement:
    """Counts for one flag over the items that both labelled.

    kappa: Cohen's kappa, -1 to 1; None where both said the same of every item (chance alone would
    do that, the coefficient is not defined).
    """

    flag: str
    kappa: float | None
    both: int
    neither: int
    only_first: int
    only_second: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An item of which the two said different things."""

    item_id: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of two labellers, on `items` articles that both labelled."""

    items: int
    flags: tuple[FlagAgreement, ...]
    disagreements: tuple[Disagreement, ...]


def agreement(first: Iterable[Label], second: Iterable[Label]) -> Agreement:
    """Compare the flags of two labellers; evidence is not compared."""
    theirs = {label.item_id: label.flags for label in second}
    pairs = [(label.item_id, label.flags, theirs.get(label.item_id)) for label in first]
    met = [(item_id, set(one), set(other)) for item_id, one, other in pairs if other is not None]
    return Agreement(
        items=len(met),
        flags=tuple(
            _flag_agreement(flag, [(flag in one, flag in other) for _, one, other in met])
            for flag in FLAGS
        ),
        disagreements=tuple(
            Disagreement(item_id, _ordered(one), _ordered(other))
            for item_id, one, other in met
            if one != other
        ),
    )


def _ordered(flags: set[str]) -> tuple[str, ...]:
    return tuple(flag for flag in FLAGS if flag in flags)


def _flag_agreement(flag: str, pairs: list[tuple[bool, bool]]) -> FlagAgreement:
    return FlagAgreement(
        flag=flag,
        kappa=_kappa(pairs),
        both=pairs.count((True, True)),
        neither=pairs.count((False, False)),
        only_first=pairs.count((True, False)),
        only_second=pairs.count((False, True)),
    )


def _kappa(pairs: list[tuple[bool, bool]]) -> float | None:
    if len({said for pair in pairs for said in pair}) < 2:
        return None
    first, second = zip(*pairs, strict=True)
    return float(cohen_kappa_score(first, second))
