"""Pictures stay within their track, and no label runs into another, at any proportion."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.publish.tracks import (
    LEAST_VISIBLE,
    ROW_HEIGHT,
    Axis,
    Dot,
    Label,
    Line,
    Span,
    in_order,
    overview,
    ruler,
    track,
)

NUMBERS = st.integers(0, 10**9)


class Shapes(HTMLParser):
    """Collects every element with its attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def share(text: str | None) -> float:
    return float((text or "").removesuffix("%"))


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_bars_stay_within_the_track_and_are_visible(
    left: int, right: int, start: int, end: int
) -> None:
    drawn = Shapes(track(Axis(left, right), [Span(start, end, "valid")])).of("rect")
    assert len(drawn) == (1 if end > start else 0)
    for bar in drawn:
        x, width = share(bar["x"]), share(bar["width"])
        assert x >= 0
        assert x + width <= 100.0005
        assert width >= float(LEAST_VISIBLE)


@given(st.lists(NUMBERS, max_size=6), st.integers(0, 10**9))
def test_each_label_has_a_row_of_its_own_and_the_roomier_side(at: list[int], right: int) -> None:
    axis = Axis(0, right)
    drawn = Shapes(ruler(axis, [Label(one, str(one), "certified") for one in at]))
    rows = [share(text["y"]) for text in drawn.of("text")]
    assert rows == [15 + ROW_HEIGHT * row for row in range(len(at))]
    for text in drawn.of("text"):
        # What is written starts at the line and goes where at least half of the width is.
        assert (text["text-anchor"] == "end") == (share(text["x"]) > 50)
    assert int(drawn.of("svg")[0]["height"] or 0) == ROW_HEIGHT * len(at)


@given(st.lists(NUMBERS, max_size=6))
def test_no_line_runs_through_a_label_below_it_on_its_own_side(at: list[int]) -> None:
    axis = Axis(0, 10**9)
    order = [axis.place(one.at) for one in in_order(axis, [Label(n, "", "") for n in at])]
    lefts = [place for place in order if place > 50]
    rights = [place for place in order if place <= 50]
    assert lefts == sorted(lefts, reverse=True)
    assert rights == sorted(rights)


@pytest.mark.parametrize("shape", ["circle", "ring", "diamond"])
def test_every_mark_has_a_shape(shape: str) -> None:
    drawn = Shapes(track(Axis(0, 10), [Dot(5, shape), Line(3, "cutoff")]))
    assert drawn.of("svg")[1]["x"] == "50.000%"
    assert drawn.of("line")[0]["x1"] == "30.000%"
    assert len(drawn.of("circle") + drawn.of("path")) == 1


def test_the_overview_says_in_words_what_it_shows() -> None:
    drawn = overview(
        Axis(0, 10),
        [Span(0, 4, "valid"), Span(4, 4, "waiting")],
        [Label(6, "6 <required>", "certified")],
        title="A & B",
        description="four of ten",
    )
    assert '<title id="overview-title">A &amp; B</title>' in drawn
    assert '<desc id="overview-text">four of ten</desc>' in drawn
    assert "6 &lt;required&gt;" in drawn
    assert len(re.findall("<rect", drawn)) == 1


def test_an_axis_without_length_puts_everything_at_its_left() -> None:
    assert Axis(5, 5).place(7) == 0
