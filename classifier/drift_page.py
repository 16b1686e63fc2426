"""Drift as one self-contained HTML page, and as lines to print."""

import math
from collections.abc import Sequence
from html import escape

from classifier.charts import Points, line_chart
from classifier.drift import BINS, ENOUGH, Drift, Period, drift
from classifier.labels import FLAG_TITLES, FLAGS
from classifier.pages import page, table


def summary(periods: Sequence[Period]) -> list[str]:
    """The signs of drift and what to do, as lines."""
    found = drift(periods)
    return [*_compared(found), *found.signs, found.advice]


def _compared(found: Drift) -> list[str]:
    if found.before is None or found.now is None:
        return []
    first, last = found.before, found.now
    return [
        f"Model {last.model}: {last.name} ({last.scored} articles) beside {first.name} "
        f"({first.scored})."
    ]


def render(periods: Sequence[Period]) -> str:
    """The page. periods: weeks in order, as classifier/drift.py makes them."""
    words = "".join(f"<p>{escape(line)}</p>" for line in summary(periods))
    rules = (
        f"<p>Two periods of at least {ENOUGH} scored articles are compared, both under the model "
        "at work last. Only counts are kept: no page, no address, no word.</p>"
    )
    charts = [*_by_week(periods), *_histograms(drift(periods))]
    body = (
        f"<h1>Drift</h1>{words}{rules}<div class='charts'>{''.join(charts)}</div>{_weeks(periods)}"
    )
    return page("Optflag: drift", body)


def _by_week(periods: Sequence[Period]) -> list[str]:
    scored = [p for p in periods if p.scored]
    if len(scored) < 2:
        return []
    numbered = [(number / (len(scored) - 1), p) for number, p in enumerate(scored)]
    ends = scored[0].name, scored[-1].name

    def of_flags(title: str, state: str) -> str:
        lines = [(FLAG_TITLES[f], [(n, p.share(state, f)) for n, p in numbered]) for f in FLAGS]
        return _chart(lines, title=title, x_label="week", x_ends=ends)

    unknown = [("unknown words", [(n, p.unknown_words) for n, p in numbered])]
    return [
        of_flags("Flags raised", "raised"),
        of_flags("Unsure", "unsure"),
        _chart(unknown, title="Unknown words", x_label="week", x_ends=ends),
    ]


def _histograms(found: Drift) -> list[str]:
    if found.before is None or found.now is None:
        return []
    both = (found.before, found.now)
    return [
        _chart(
            [(period.name, _shares(period.histogram(flag))) for period in both],
            title=f"Probabilities: {FLAG_TITLES[flag]}",
            x_label="probability",
        )
        for flag in FLAGS
    ]


def _chart(
    series: Sequence[tuple[str, Points]],
    *,
    title: str,
    x_label: str,
    x_ends: tuple[str, str] = ("0", "1"),
) -> str:
    """Shares, with room above the highest for the names."""
    highest = max(y for _, points in series for _, y in points)
    return line_chart(
        series,
        title=title,
        x_label=x_label,
        y_label="share",
        x_ends=x_ends,
        y_top=math.ceil(20 * highest) / 20 or 0.05,
        names_on_top=True,
    )


def _shares(histogram: Sequence[int]) -> list[tuple[float, float]]:
    whole = max(sum(histogram), 1)
    return [((step + 0.5) / BINS, count / whole) for step, count in enumerate(histogram)]


def _weeks(periods: Sequence[Period]) -> str:
    head = ("week", "model", "documents", "scored", *FLAG_TITLES.values(), "unknown words")
    rows = [
        (
            period.name,
            period.model,
            str(sum(period.verdicts().values())),
            str(period.scored),
            *(f"{period.share('raised', flag):.1%}" for flag in FLAGS),
            f"{period.unknown_words:.1%}",
        )
        for period in periods
    ]
    return f"<h2>Weeks</h2><div class='numbers' tabindex='0'>{table(head, rows)}</div>"
