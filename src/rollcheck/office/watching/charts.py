"""Columns of a chart, as numbers of its picture: the table beside it has the figures."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT, MARGIN = 640, 160, 24, 48
LABELS = 12
FEWEST = 7
"""Columns that have room at least, so that one day alone is no wall."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column in the picture's own units; ``label`` stands below it, or nothing does."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of columns: its size and what is in it."""

    view_box: str
    ground: str
    top: str
    columns: tuple[Column, ...]


def columns(values: Sequence[tuple[str, float]], top: float | None = None) -> Chart:
    """Return the picture of values with their labels; ``top`` is what a full column stands for."""
    highest = top or max((value for _, value in values), default=0) or 1
    each = (WIDTH - MARGIN) / max(len(values), FEWEST)
    room = HEIGHT - FOOT
    every = -(-len(values) // LABELS)
    made = []
    for place, (label, value) in enumerate(values):
        tall = room * min(value / highest, 1)
        made.append(
            Column(
                x=f"{MARGIN + (place + 0.1) * each:.1f}",
                y=f"{room - tall:.1f}",
                width=f"{each * 0.8:.1f}",
                height=f"{tall:.1f}",
                middle=f"{MARGIN + (place + 0.5) * each:.1f}",
                label=label if place % every == 0 else "",
            )
        )
    return Chart(f"0 0 {WIDTH} {HEIGHT}", str(room), f"{highest:,.0f}", tuple(made))


def percent(part: int, whole: int) -> str:
    """Return a share in percent as a picture's number, between 0 and 100."""
    return f"{100 * part / whole:.2f}" if whole else "0"
