"""Numbers, shares, dates and codes in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.publish import words
from rollcheck.publish.schema import result_schema


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (999, "999"), (566857, "566,857"), (-46807, "−46,807")]
)
def test_counts_have_separators(number: int, written: str) -> None:
    assert words.count(number) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (520050, 566857, "91.74 %"),
        (0, 5, "0.00 %"),
        (1, 0, "–"),
        (1, 800, "0.12 %"),
        (3, 800, "0.38 %"),
        (12, 1, "1,200.00 %"),
    ],
)
def test_percent_to_two_decimals_half_to_even(part: int, whole: int, written: str) -> None:
    assert words.percent(part, whole).replace(words.NO_BREAK, " ") == written


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_percent_is_within_half_a_hundredth(part: int, whole: int) -> None:
    written = words.percent(part, whole).removesuffix(f"{words.NO_BREAK}%").replace(",", "")
    assert abs(Decimal(written) * whole - part * 100) <= Decimal("0.005") * whole


def test_dates_are_written_out() -> None:
    assert words.long_date("2022-07-06").replace(words.NO_BREAK, " ") == "6 July 2022"
    assert words.long_date("2022-13-45") == "2022-13-45"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("566857", "566,857"),
        ("-46807", "−46,807"),
        ("510171.3", "510,171.3"),
        ("0.7818", "0.7818"),
        ("-0.5", "−0.5"),
        ("insufficient", "Insufficient"),
        ("71.47 %", "71.47 %"),
        ("12\n", "12\n"),
        ("", ""),
    ],
)
def test_figures_of_steps(value: str, written: str) -> None:
    assert words.figure(value) == written


def test_every_decision_has_a_meaning() -> None:
    definitions = result_schema()["$defs"]
    assert isinstance(definitions, dict)
    assert set(words.DECISIONS) | {None} == set(definitions["decision_or_null"]["enum"])
    assert words.decision(None) == "Open"


def test_names_become_words() -> None:
    assert words.spoken("sample_size") == "Sample size"
    assert words.spoken("") == ""
    assert words.mark("R") == "read in the text of the law"
    assert words.mark("?") == "?"
