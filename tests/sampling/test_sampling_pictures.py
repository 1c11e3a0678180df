"""Pictures of intervals: on one scale, within their frame, safe, and the same as characters."""

import re
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from rollcheck.sampling.page import html_page, table
from rollcheck.sampling.picture import Mark, Span, span_svg, span_text

SPANS = [Span("naive", 560.0, 550.0, 570.0), Span("corrected <b>", 520.0, 500.0, 540.0)]
MARKS = [Mark("required", 566.0)]

numbers = st.integers(-(10**9), 10**9)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    low, point, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return Span("label", point, low, high)


@given(st.lists(spans(), min_size=1, max_size=5), st.lists(numbers, max_size=2))
def test_characters_stay_within_the_width_and_in_order(rows: list[Span], values: list[int]) -> None:
    lines = span_text(rows, [Mark("m", value) for value in values])
    assert len(lines) == len(rows) + 1
    assert all(len(line) <= 78 for line in lines)
    assert all("o" in line[7:] for line in lines[:-1])


def test_the_characters_show_who_is_left_of_whom() -> None:
    naive, corrected, _ = span_text(SPANS, MARKS)
    assert corrected.rindex("|") < naive.index("|") < naive.index("o") < naive.index("!")


def test_the_svg_is_well_formed_described_and_within_its_frame() -> None:
    root = ET.fromstring(span_svg("Title & more", SPANS, MARKS))
    width = float(root.attrib["width"])
    circles = root.findall("{http://www.w3.org/2000/svg}circle")
    places = [float(circle.attrib["cx"]) for circle in circles]
    assert len(places) == 2
    assert 0 < places[1] < places[0] < width
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Title & more"
    assert "corrected <b> 520, 500 to 540" in (
        root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    )


def test_a_page_escapes_what_it_is_given_and_allows_only_its_own_style() -> None:
    page = html_page("<script>", [table("<i>", ["a", "<u>"], [["<s>", "1"]])])
    assert not re.search(r"<(script|i|u|s)>", page)
    assert "default-src 'none'; style-src 'sha256-" in page
