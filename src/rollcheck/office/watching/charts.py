"""Columns of a chart, as numbers of its picture: the table beside it has the figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

WIDTH, HEIGHT, HEAD, FOOT = 640, 200, 36, 36
"""Of the picture, in its own units; figures stand in the head, labels in the foot."""

LABELS = 12
FEWEST = 7
"""Columns that have room at least, so that one day alone is no wall."""

NARROW = 4
"""Labels that have room on a narrow screen, where they are larger in the picture's own units."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column in the picture's own units; ``label`` stands below it, or nothing does.

    ``figure`` is its value, as it stands above it. ``stays``: both have room on a narrow screen.
    """

    x: str
    y: str
    width: str
    height: str
    middle: str
    label: str
    figure: str
    above: str
    stays: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of columns: its size and what is in it."""

    view_box: str
    width: str
    ground: str
    columns: tuple[Column, ...]


def columns(values: Sequence[tuple[str, float]]) -> Chart:
    """Return the picture of values with their labels; the highest is as tall as there is room."""
    highest = max((value for _, value in values), default=0) or 1
    each = WIDTH / max(len(values), FEWEST)
    ground = HEIGHT - FOOT
    every = -(-len(values) // LABELS)
    every_narrow = -(-len(values) // NARROW)
    made = []
    for place, (label, value) in enumerate(values):
        tall = (ground - HEAD) * value / highest
        made.append(
            Column(
                x=f"{(place + 0.1) * each:.1f}",
                y=f"{ground - tall:.1f}",
                width=f"{each * 0.8:.1f}",
                height=f"{tall:.1f}",
                middle=f"{(place + 0.5) * each:.1f}",
                label=label if place % every == 0 else "",
                figure=number_format(round(value), force_grouping=True),
                above=f"{ground - tall - 6:.1f}",
                stays=place % every_narrow == 0,
            )
        )
    return Chart(f"0 0 {WIDTH} {HEIGHT}", str(WIDTH), str(ground), tuple(made))


def percent(part: int, whole: int) -> str:
    """Return a share in percent as a picture's number, between 0 and 100."""
    return f"{100 * part / whole:.2f}" if whole else "0"
