"""Pictures as inline SVG whose places along the line are percentages.

Such a picture has no fixed width: it stretches from a phone to a printed page while its text
keeps its size. Text that could grow long stands beside it as HTML, where it wraps; inside stand
only short labels at a mark, each in a row of its own, on the side that has the room, so that no
two can overlap at any proportion. Colours come from the style sheet by class, and every kind of
bar has its own pattern as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

LEAST_VISIBLE = Decimal("0.4")
"""Percent of the track: what is there at all is never drawn narrower than this."""

BAR_HEIGHT = 34
TRACK_BAR = 20
ROW_HEIGHT = 22
LABEL_GAP = 7


@dataclass(frozen=True, slots=True)
class Axis:
    """The numbers at the left and the right end of a track; ``right`` is the greater."""

    left: int
    right: int

    def place(self, value: int) -> Decimal:
        """Return where ``value`` lies, in percent from the left, kept within the track."""
        if self.right <= self.left:
            return Decimal(0)
        share = Decimal(value - self.left) * 100 / Decimal(self.right - self.left)
        return min(max(share, Decimal(0)), Decimal(100)).quantize(Decimal("0.001"))


@dataclass(frozen=True, slots=True)
class Span:
    """A bar from one number to another; ``kind`` names its colour and pattern."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """An upright line at a number."""

    at: int
    kind: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark at a number: ``shape`` is circle, ring or diamond."""

    at: int
    shape: str


@dataclass(frozen=True, slots=True)
class Label:
    """A short text at a number, with an upright line down to the bar."""

    at: int
    text: str
    kind: str


Mark = Span | Line | Dot

ZONES = frozenset({"between"})
"""Kinds of span that fill the height of the row, as ground behind the marks."""

WHISKERS = frozenset({"interval"})
"""Kinds of span drawn as a thin bar, through which a mark is still seen."""

WHISKER = 4


def track(axis: Axis, marks: Iterable[Mark]) -> Markup:
    """Draw marks along one track; decoration only: the text beside it says the same."""
    drawn = Markup("").join(_drawn(axis, mark) for mark in marks)
    return Markup('<svg class="track" aria-hidden="true" focusable="false">{}</svg>').format(drawn)


def labelled_rows(axis: Axis, labels: Sequence[Label]) -> Markup:
    """Draw each label in a row of its own, with its line going on to the bottom."""
    return Markup("").join(
        _label(axis, label, row, len(labels)) for row, label in enumerate(in_order(axis, labels))
    )


def ruler(axis: Axis, labels: Sequence[Label]) -> Markup:
    """Draw the head of a chart: what the upright lines below it are; decoration only."""
    height = len(labels) * ROW_HEIGHT
    return Markup(
        '<svg class="ruler" height="{}" aria-hidden="true" focusable="false">{}</svg>'
    ).format(height, labelled_rows(axis, labels))


def overview(
    axis: Axis, spans: Sequence[Span], labels: Sequence[Label], *, title: str, description: str
) -> Markup:
    """Draw the one bar that shows it all, with its labels above it, as a picture with a text."""
    top = len(labels) * ROW_HEIGHT
    bars = Markup("").join(_span(axis, span, y=top + 4, height=BAR_HEIGHT) for span in spans)
    lines = Markup("").join(
        Markup('<line class="line {}" x1="{x}%" x2="{x}%" y1="{}" y2="{}"/>').format(
            label.kind, top, top + BAR_HEIGHT + 8, x=axis.place(label.at)
        )
        for label in labels
    )
    return Markup(
        '<svg class="overview" height="{}" role="img" aria-labelledby="overview-title"'
        ' aria-describedby="overview-text"><title id="overview-title">{}</title>'
        '<desc id="overview-text">{}</desc>{}{}{}</svg>'
    ).format(top + BAR_HEIGHT + 8, title, description, bars, lines, labelled_rows(axis, labels))


def in_order(axis: Axis, labels: Iterable[Label]) -> tuple[Label, ...]:
    """Order labels so that the line of one never runs through the text of another on its side.

    Text left of its line: the rightmost on top. Text right of its line: the leftmost on top.
    """
    return tuple(
        sorted(
            labels,
            key=lambda label: (
                _reads_left(axis, label),
                -axis.place(label.at) if _reads_left(axis, label) else axis.place(label.at),
            ),
        )
    )


def _reads_left(axis: Axis, label: Label) -> bool:
    """Whether the text stands left of its line: where more than half of the width is."""
    return axis.place(label.at) > 50


def _label(axis: Axis, label: Label, row: int, rows: int) -> Markup:
    place, top = axis.place(label.at), row * ROW_HEIGHT
    left = _reads_left(axis, label)
    return Markup(
        '<line class="line {kind}" x1="{x}%" x2="{x}%" y1="{top}" y2="{bottom}"/>'
        '<text class="label" x="{x}%" y="{base}" dx="{dx}" text-anchor="{anchor}">{text}</text>'
    ).format(
        kind=label.kind,
        x=place,
        top=top,
        bottom=rows * ROW_HEIGHT,
        base=top + 15,
        dx=-LABEL_GAP if left else LABEL_GAP,
        anchor="end" if left else "start",
        text=label.text,
    )


def _drawn(axis: Axis, mark: Mark) -> Markup:
    match mark:
        case Span():
            return _bar(axis, mark)
        case Line():
            return Markup('<line class="line {}" x1="{x}%" x2="{x}%" y1="0" y2="100%"/>').format(
                mark.kind, x=axis.place(mark.at)
            )
        case Dot():
            return Markup('<svg x="{}%" y="50%" overflow="visible">{}</svg>').format(
                axis.place(mark.at), _SHAPES[mark.shape]
            )


def _bar(axis: Axis, span: Span) -> Markup:
    if span.kind in ZONES:
        return _span(axis, span, y=0, height="100%")
    thick = WHISKER if span.kind in WHISKERS else TRACK_BAR
    bar = _span(axis, span, y=-thick // 2, height=thick)
    # Placed from the middle, so that a row whose words wrap has a bar no thicker than others.
    return Markup('<svg y="50%" overflow="visible">{}</svg>').format(bar)


def _span(axis: Axis, span: Span, *, y: object, height: object) -> Markup:
    start, end = axis.place(span.start), axis.place(span.end)
    if span.end <= span.start:
        return Markup("")
    width = max(end - start, LEAST_VISIBLE)
    return Markup('<rect class="{}" x="{}%" width="{}%" y="{}" height="{}"/>').format(
        escape(span.kind), min(start, 100 - width), width, y, height
    )


_SHAPES = {
    "circle": Markup('<circle class="dot" r="7"/>'),
    "ring": Markup('<circle class="ring" r="6"/>'),
    "diamond": Markup('<path class="dot" d="M0-9 9 0 0 9-9 0Z"/>'),
}
