"""Estimates with their intervals as a picture: SVG for a page, characters for a terminal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

LABEL, PLOT, MARGIN, ROW = 190, 470, 70, 34


@dataclass(frozen=True, slots=True)
class Span:
    """One row: a label, a point and the interval around it."""

    label: str
    point: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that all rows are held against, such as the required one."""

    label: str
    value: float


def span_svg(title: str, spans: Sequence[Span], marks: Sequence[Mark]) -> str:
    """Return the rows under each other on one scale, marks as labelled lines through them all."""
    low, high = _range(spans, marks)

    def x(value: float) -> float:
        return LABEL + PLOT * (value - low) / (high - low)

    top = 20 * len(marks) + 10
    height = top + ROW * len(spans) + 26
    parts = [
        _mark(mark, x(mark.value), 14 + 20 * place, height) for place, mark in enumerate(marks)
    ]
    parts += [_row(span, x, top + ROW * place + ROW / 2) for place, span in enumerate(spans)]
    base = height - 18
    parts.append(f'<path d="M{LABEL} {base}H{LABEL + PLOT}" stroke="#4f5b69"/>')
    for value in (low, high):
        parts.append(_text(x(value), height - 3, f"{value:,.0f}", "middle"))
    words = "; ".join(
        f"{one.label} {one.point:,.0f}, {one.low:,.0f} to {one.high:,.0f}" for one in spans
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{LABEL + PLOT + MARGIN}" '
        f'height="{height}" viewBox="0 0 {LABEL + PLOT + MARGIN} {height}" font-size="12" '
        f'font-family="system-ui, Arial, sans-serif" fill="#16202c"><title>{escape(title)}</title>'
        f"<desc>{escape(words)}</desc>{''.join(parts)}</svg>"
    )


def _mark(mark: Mark, x: float, y: float, height: float) -> str:
    words = f"{mark.label} {mark.value:,.0f}"
    anchor = "end" if x > LABEL + PLOT * 0.6 else "start"
    text = _text(x + (-5 if anchor == "end" else 5), y, words, anchor, colour="#a1341f")
    line = f"M{x:.1f} {y - 10:.1f}V{height - 18}"
    return f'<path d="{line}" stroke="#a1341f" stroke-dasharray="5 3"/>{text}'


def _row(span: Span, x: Callable[[float], float], y: float) -> str:
    low, point, high = x(span.low), x(span.point), x(span.high)
    return (
        _text(0, y + 4, span.label)
        + f'<path d="M{low:.1f} {y}H{high:.1f}M{low:.1f} {y - 6}v12M{high:.1f} {y - 6}v12" '
        f'stroke="#1f5c95" stroke-width="2" fill="none"/>'
        f'<circle cx="{point:.1f}" cy="{y}" r="5" fill="#1f5c95"/>'
        + _text(point, y - 9, f"{span.point:,.0f}", "middle")
    )


def _text(x: float, y: float, words: str, anchor: str = "start", *, colour: str = "#16202c") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(words)}</text>"
    )


def span_text(spans: Sequence[Span], marks: Sequence[Mark], width: int = 78) -> list[str]:
    """Return the rows as lines of characters, at most ``width`` wide.

    A row has its interval as ``|---o---|`` and each mark as ``!``; the last line is the scale.
    """
    label = max(len(span.label) for span in spans) + 2
    low, high = _range(spans, marks)
    plot = width - label

    def column(value: float) -> int:
        return round((plot - 1) * (value - low) / (high - low))

    lines = []
    for span in spans:
        cells = [" "] * plot
        start, end = column(span.low), column(span.high)
        cells[start : end + 1] = "-" * (end + 1 - start)
        cells[start] = cells[end] = "|"
        for mark in marks:
            cells[column(mark.value)] = "!"
        cells[column(span.point)] = "o"
        lines.append((span.label.ljust(label) + "".join(cells)).rstrip())
    ends = f"{low:,.0f}", f"{high:,.0f}"
    lines.append(" " * label + ends[0] + ends[1].rjust(plot - len(ends[0])))
    return lines


def _range(spans: Sequence[Span], marks: Sequence[Mark]) -> tuple[float, float]:
    """Return the ends of the scale: all that is shown and a little more."""
    values = [value for span in spans for value in (span.low, span.point, span.high)]
    values += [mark.value for mark in marks]
    low, high = min(values), max(values)
    room = (high - low) * 0.04 or 1.0
    return low - room, high + room
