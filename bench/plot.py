"""A plot of points joined by lines on two logarithmic axes, as SVG for a page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

LEFT, TOP, WIDTH, HEIGHT, RIGHT, BOTTOM = 70, 34, 420, 260, 150, 46
COLOURS = ("#1f5c95", "#a1341f", "#2f7d4f", "#7a5195")
INK = "#16202c"


@dataclass(frozen=True, slots=True)
class Series:
    """Points (x, y), all above 0, under one label."""

    label: str
    points: Sequence[tuple[float, float]]


def log_plot(title: str, x_title: str, y_title: str, series: Sequence[Series]) -> str:
    """Return the plot; each series has its colour, and its label at its last point."""
    xs = [x for one in series for x, _ in one.points]
    ys = [y for one in series for _, y in one.points]
    x_ends, y_ends = _ends(xs), _ends(ys)

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - x_ends[0]) / (x_ends[1] - x_ends[0])
        up = (math.log10(y) - y_ends[0]) / (y_ends[1] - y_ends[0])
        return LEFT + WIDTH * across, TOP + HEIGHT * (1 - up)

    parts = [_text(LEFT, 16, title, weight="bold")]
    for power in range(x_ends[0], x_ends[1] + 1):
        x, _ = place(10.0**power, 10.0 ** y_ends[0])
        parts.append(f'<path d="M{x:.1f} {TOP}v{HEIGHT}" stroke="#d7dde3"/>')
        parts.append(_text(x, TOP + HEIGHT + 16, _short(power), "middle"))
    for power in range(y_ends[0], y_ends[1] + 1):
        _, y = place(10.0 ** x_ends[0], 10.0**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}h{WIDTH}" stroke="#d7dde3"/>')
        parts.append(_text(LEFT - 8, y + 4, _short(power), "end"))
    parts.append(_text(LEFT + WIDTH / 2, TOP + HEIGHT + 36, x_title, "middle"))
    parts.append(_text(8, TOP - 6, y_title))
    for number, one in enumerate(series):
        parts.append(_line([place(x, y) for x, y in one.points], one.label, COLOURS[number % 4]))
    words = "; ".join(
        f"{one.label}: {', '.join(f'{x:,.0f}: {y:,.4g}' for x, y in one.points)}" for one in series
    )
    width, height = LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-size="12" font-family="system-ui, Arial, sans-serif" '
        f'fill="{INK}"><title>{escape(title)}</title><desc>{escape(words)}</desc>'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


def _ends(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten around the values."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _line(places: Sequence[tuple[float, float]], label: str, colour: str) -> str:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in places)
    x, y = places[-1]
    line = f'<path d="M{path}" stroke="{colour}" stroke-width="2" fill="none"/>'
    return line + dots + _text(x + 9, y + 4, label, colour=colour)


def _short(power: int) -> str:
    """Return a power of ten as a label."""
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"


def _text(
    x: float, y: float, words: str, anchor: str = "start", *, colour: str = INK, weight: str = ""
) -> str:
    bold = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{bold}>'
        f"{escape(words)}</text>"
    )
