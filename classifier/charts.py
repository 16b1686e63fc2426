"""Small charts as inline SVG, for a page that needs nothing from elsewhere."""

from collections.abc import Sequence
from html import escape

Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT, MARGIN = 300, 220, 38  # pixels
COLORS = ("#b3261e", "#1a5fb4", "#26734d")


def line_chart(
    series: Sequence[tuple[str, Points]],
    *,
    title: str,
    x_label: str,
    y_label: str,
    x_range: tuple[float, float] = (0.0, 1.0),
    y_top: float = 1.0,
    diagonal: bool = False,
    names_on_top: bool = False,
) -> str:
    """Lines with dots over axes; y runs from 0 to `y_top`. series: (name, points)."""
    parts = [_axes(x_label, y_label, x_range, y_top)]
    if diagonal:
        parts.append(_path([(0, 0), (1, 1)], (0, 1), "#999", dash="4 4"))
    for number, (name, points) in enumerate(series):
        color = COLORS[number % len(COLORS)]
        scaled = [(x, min(y / y_top, 1.0)) for x, y in points]
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
    parts = [_axes("probability", "share of articles", (0, 1))]
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


def _axes(x_label: str, y_label: str, x_range: tuple[float, float], y_top: float = 1.0) -> str:
    left, bottom, right, top = MARGIN, HEIGHT - MARGIN, WIDTH - MARGIN, MARGIN
    return (
        f'<path d="M{left} {top}V{bottom}H{right}" class="axis"/>'
        f'<text x="{left}" y="{bottom + 14}">{x_range[0]:g}</text>'
        f'<text x="{right}" y="{bottom + 14}" text-anchor="end">{x_range[1]:g}</text>'
        f'<text x="{(left + right) / 2}" y="{bottom + 28}" text-anchor="middle">{escape(x_label)}'
        f'</text><text x="{left - 4}" y="{top + 4}" text-anchor="end">{y_top:g}</text>'
        f'<text transform="translate(14 {(top + bottom) / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(y_label)}</text>"
    )


def _svg(title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" role="img" '
        f'aria-label="{escape(title)}"><text x="{WIDTH / 2}" y="18" text-anchor="middle" '
        f'class="title">{escape(title)}</text>{"".join(parts)}</svg>'
    )
