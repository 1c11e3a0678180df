"""How sections, sheets and pages are written and read; when counts agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.office.receiving import naming
from rollcheck.office.receiving.agreement import agreed
from rollcheck.office.receiving.naming import Scanned

NUMBERS = st.integers(1, naming.MOST_SHEETS)


@pytest.mark.parametrize(
    ("written", "kept"),
    [("0012", "12"), (" 12 ", "12"), ("000", "0"), ("a-7", "A-7"), ("007A", "007A")],
)
def test_a_section_number_is_kept_in_one_way(written: str, kept: str) -> None:
    assert naming.section_number(written) == kept
    assert naming.section_number(kept) == kept


@pytest.mark.parametrize("written", ["", "-", "a b", "1/2", "../1", "=1", "x" * 21, "١٢", "1\n"])
def test_what_is_no_section_number(written: str) -> None:
    assert naming.section_number(written) in (None, "1")
    assert naming.section_number(written + "!") is None


@given(st.sets(NUMBERS, min_size=1))
def test_ranges_are_read_back(sheets: set[int]) -> None:
    assert naming.sheet_numbers(naming.ranges(sheets), range(1, 1001)) == sorted(sheets)


@pytest.mark.parametrize("written", ["0", "5-3", "1-99999", "x", "1--2", "-1", "11"])
def test_sheets_that_are_not_there(written: str) -> None:
    assert naming.sheet_numbers(written, range(1, 11)) is None


@given(st.one_of(st.none(), NUMBERS), st.one_of(st.none(), NUMBERS), NUMBERS)
def test_what_a_page_shows_is_read_back(sheet: int | None, line: int | None, page: int) -> None:
    shows = Scanned(sheet, line if sheet else None, page)
    assert naming.scanned(str(shows)) == shows


@pytest.mark.parametrize("written", ["0", "1/", "/1", "1/0", "p0", "1 p", "1/2/3", "1 2", "one"])
def test_what_shows_nothing(written: str) -> None:
    assert naming.scanned(written) is None


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("12.pdf", ("12", 1)),
        ("0012_3.png", ("12", 3)),
        ("A-7_10.tiff", ("A-7", 10)),
        ("12_.png", None),
        ("scan 12.png", None),
        ("12", None),
        ("12.p", None),
    ],
)
def test_a_files_name_says_its_place(name: str, place: tuple[str, int] | None) -> None:
    assert naming.of_file(name) == place


def test_counts_are_read() -> None:
    assert naming.counts_of(" 10 9,-  0") == [10, 9, None, 0]
    for wrong in ("", "ten", "1.5", "501", "99999", "²"):
        assert naming.counts_of(wrong) is None


@given(st.lists(st.integers(0, 3), max_size=6), st.integers(1, 4))
def test_counts_agree_when_enough_people_counted_alike(counts: list[int], people: int) -> None:
    found = agreed(counts, people)
    enough = {lines for lines in counts if counts.count(lines) >= people}
    assert (found in enough) if enough else (found is None)
