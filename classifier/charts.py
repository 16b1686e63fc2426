"""Small charts as inline SVG, for a page that needs nothing from elsewhere."""

from collections.abc import Sequence
from html import escape

Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT, MARGIN = 300, 220, 38  # pixels
COLORS = ("var(--red)", "var(--blue)", "var(--green)")  # of classifier/pages.py
ROOM = 1.4  # × the height, where the names stand on top


def line_chart(
    series: Sequence[tuple[str, Points]],
    *,
    title: str,
    x_label: str,
    y_label: str,
    x_range: tuple[float, float] = (0.0, 1.0),
    x_ends: tuple[str, str] = ("", ""),
    y_top: float = 1.0,
    diagonal: bool = False,
    names_on_top: bool = False,
) -> str:
    """Lines with dots over axes; y runs from 0 to `y_top`. series: (name, points).

    x_ends: what stands at both ends of the x axis instead of `x_range`.
    """
    top = y_top * ROOM if names_on_top else y_top
    parts = [_axes(x_label, y_label, x_range, x_ends), _mark(y_top, top)]
    if diagonal:
        parts.append(_path([(0, 0), (1, 1)], (0, 1), "#999", dash="4 4"))
    for number, (name, points) in enumerate(series):
        color = COLORS[number % len(COLORS)]
        scaled = [(x, min(y / top, 1.0)) for x, y in points]
        parts.append(_path(scaled, x_range, color))
        if len(series) > 1:
            height = MARGIN + 8 if names_on_top else HEIGHT - MARGIN - 10 - 15 * (len(series) - 1)
            place = f'x="{MARGIN + 8}" y="{height + 15 * number}"'
            parts.append(f'<text {place} fill="{color}">{escape(name)}</text>')
    return _svg(title, parts)


def histogram(
    groups: Sequence[tuple[str, Sequence[float]]], *, title: str, threshold: float
) -> str:
    """Twenty bars a group, back to back; heights by share of the group. Values from 0 to 1."""
    parts = [_axes("probability", "share of articles", (0, 1)), _mark(1, 1)]
    for number, (name, values) in enumerate(groups):
        color = COLORS[number % len(COLORS)]
        for place, share in enumerate(_shares(values)):
            x, y = _at(place / 20, share, (0, 1))
            width = (WIDTH - 2 * MARGIN) / 20 / len(groups) - 0.5
            x += number * (width + 0.5)
            height = HEIGHT - MARGIN - y
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
                f'fill="{color}"/>'
            )
        parts.append(
            f'<text x="{WIDTH / 2}" y="{MARGIN + 14 * number}" fill="{color}">{escape(name)}</text>'
        )
    x, _ = _at(threshold, 0, (0, 1))
    parts.append(
        f'<line x1="{x}" x2="{x}" y1="{MARGIN}" y2="{HEIGHT - MARGIN}" class="threshold"/>'
    )
    return _svg(title, parts)


def _shares(values: Sequence[float]) -> list[float]:
    counts = [0] * 20
    for value in values:
        counts[min(int(value * 20), 19)] += 1
    return [count / max(len(values), 1) for count in counts]


def _at(x: float, y: float, x_range: tuple[float, float]) -> tuple[float, float]:
    low, high = x_range
    share = (x - low) / ((high - low) or 1)
    return MARGIN + share * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - y * (HEIGHT - 2 * MARGIN)


def _path(points: Points, x_range: tuple[float, float], color: str, *, dash: str = "none") -> str:
    places = [_at(x, y, x_range) for x, y in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    few = len(places) <= 12  # dots on every point of a dense curve would hide it
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>' for x, y in places if few)
    return (
        f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="1.8" '
        f'stroke-dasharray="{dash}"/><g fill="{color}">{dots}</g>'
    )


def _mark(value: float, top: float) -> str:
    """The value beside the y axis, which ends at `top`."""
    _, y = _at(0, value / top, (0, 1))
    return f'<text x="{MARGIN - 4}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>'


def _axes(
    x_label: str, y_label: str, x_range: tuple[float, float], x_ends: tuple[str, str] = ("", "")
) -> str:
    left, bottom, right, top = MARGIN, HEIGHT - MARGIN, WIDTH - MARGIN, MARGIN
    first, last = (name or f"{x:g}" for name, x in zip(x_ends, x_range, strict=True))
    return (
        f'<path d="M{left} {top}V{bottom}H{right}" class="axis"/>'
        f'<text x="{left}" y="{bottom + 14}">{escape(first)}</text>'
        f'<text x="{right}" y="{bottom + 14}" text-anchor="end">{escape(last)}</text>'
        f'<text x="{(left + right) / 2}" y="{bottom + 28}" text-anchor="middle">{escape(x_label)}'
        f'</text><text transform="translate(14 {(top + bottom) / 2}) rotate(-90)" '
        f'text-anchor="middle">{escape(y_label)}</text>'
    )


def _svg(title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" role="img" '
        f'aria-label="{escape(title)}"><text x="{WIDTH / 2}" y="18" text-anchor="middle" '
        f'class="title">{escape(title)}</text>{"".join(parts)}</svg>'
    )
