"""Drift as one self-contained HTML page, and as lines to print."""

from collections.abc import Sequence
from html import escape

from classifier.charts import line_chart
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
    numbered = [(float(n), p) for n, p in enumerate(periods) if p.scored]
    if len(numbered) < 2:
        return []
    last = float(len(periods) - 1)

    def chart(title: str, state: str) -> str:
        lines = [(FLAG_TITLES[f], [(n, p.share(state, f)) for n, p in numbered]) for f in FLAGS]
        return line_chart(
            lines, title=title, x_label="week", y_label="share of articles", x_range=(0.0, last)
        )

    unknown = [("unknown", [(n, p.unknown_words) for n, p in numbered])]
    return [
        chart("Flags raised", "raised"),
        chart("Unsure", "unsure"),
        line_chart(
            unknown,
            title="Unknown words",
            x_label="week",
            y_label="share of words",
            x_range=(0.0, last),
            y_top=0.2,
        ),
    ]


def _histograms(found: Drift) -> list[str]:
    if found.before is None or found.now is None:
        return []
    charts = []
    for flag in FLAGS:
        lines = [
            (period.name, _shares(period.histogram(flag))) for period in (found.before, found.now)
        ]
        title = f"Probabilities: {FLAG_TITLES[flag]}"
        charts.append(
            line_chart(lines, title=title, x_label="probability", y_label="share of articles")
        )
    return charts


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
    return f"<h2>Weeks</h2>{table(head, rows)}"
