"""Risk and badge: one documented policy, replaceable in this file alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from classifier.labels import LABELS

# The least risk of each level; a lone regulatory action stays under `medium`, two flags reach it.
LEVELS = ((70, "high"), (50, "medium"), (20, "low"), (0, "none"))

# Text on these reaches 4.5 : 1 in white (WCAG 2.2, 1.4.3).
COLORS = {"high": "#b3261e", "medium": "#a84300", "low": "#7a5c00", "none": "#5f6368"}


@dataclass(frozen=True, slots=True)
class Badge:
    """What the toolbar shows. `text`: number of raised flags, empty for none, `?` for unsure."""

    level: str
    text: str
    color: str
    title: str


def risk(raised: Mapping[str, float]) -> int:
    """0 to 100: `round(100·(1 − Π(1 − w·p)))` over the raised flags.

    raised: flag → probability, raised flags only. w is the flag's weight in classifier/labels.py.
    """
    spared = 1.0
    for label in LABELS:
        spared *= 1 - label.weight * raised.get(label.name, 0.0)
    return round(100 * (1 - spared))


def level(risk: int) -> str:
    """`none`, `low`, `medium` or `high`."""
    return next(name for least, name in LEVELS if risk >= least)


def badge(raised: Mapping[str, float], unsure: Collection[str] = ()) -> Badge:
    """The badge for the raised flags (flag → probability).

    unsure: flags close to their threshold; they show as `?` where no flag is raised.
    """
    name = level(risk(raised))
    if raised:
        # A flag raised just over its threshold can leave the risk in the lowest level.
        words = "Little" if name == "none" else name.capitalize()
        title = f"{words} consent risk: {_phrases(raised)}"
        return Badge(name, str(len(raised)), COLORS[name], title)
    if unsure:
        return Badge(name, "?", COLORS[name], f"Close to the line: {_phrases(unsure)}")
    return Badge(name, "", COLORS[name], "No flag raised")


def _phrases(flags: Collection[str]) -> str:
    return ", ".join(label.phrase for label in LABELS if label.name in flags)
