"""The kernel's levels of years and suffixes, beside slow and plain ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcheck.matching.compare import born_level, suffix_level
from rollcheck.matching.compiled import Bytes, entry
from rollcheck.matching.forms import look_alike
from rollcheck.matching.levels import FIELDS
from rollcheck.matching.records import SUFFIXES

years = st.one_of(st.just(0), st.integers(1900, 2010))


@entry
def _born(a: int, b: int) -> int:
    return born_level(a, b)


@entry
def _suffix(a: int, b: int) -> int:
    return suffix_level(a, b)


@entry
def _look_alike(a: Bytes, b: Bytes) -> bool:
    return look_alike(a, 0, len(a), b, 0, len(b))


def slow_born(a: int, b: int) -> str:
    """One digit is wrong, or two neighbours are swapped."""
    if 0 in (a, b):
        return "missing"
    one, other = str(a), str(b)
    if one == other:
        return "exact"
    swaps = {one[:i] + one[i + 1] + one[i] + one[i + 2 :] for i in range(3)}
    wrong = sum(x != y for x, y in zip(one, other, strict=True))
    return "one_digit" if wrong == 1 or other in swaps else "different"


def slow_suffix(a: str, b: str) -> str:
    """The line's suffix, then the roll's."""
    if a == b:
        return "exact" if a else "missing"
    if not a:
        return "unsaid"
    return "different" if b else "unrecorded"


@settings(max_examples=300)
@given(a=years, b=years)
def test_years_of_birth(a: int, b: int) -> None:
    assert FIELDS["birth_year"][_born(a, b)] == slow_born(a, b)


def test_every_pair_of_suffixes() -> None:
    for i, one in enumerate(SUFFIXES):
        for j, other in enumerate(SUFFIXES):
            assert FIELDS["suffix"][_suffix(i, j)] == slow_suffix(one, other)


@pytest.mark.parametrize(
    ("line", "roll", "wanted"),
    [
        ("LIAM", "LJOM", True),  # I, J and L look alike; one letter does not
        ("HEV", "NENRY", False),  # cut short, and V is no N
        ("NEU", "HEVIN", True),  # cut short: H reads as N, U as V
        ("J", "LAURA", True),
        ("J", "STEVEN", False),
        ("A", "B", False),  # nothing is left of a single letter that is another
        ("JANNES", "JAMES", True),
        ("SOMMY", "SAM", False),
        ("STEVEN", "STE", False),  # the roll's name is not cut short
    ],
)
def test_first_names_look_alike(line: str, roll: str, wanted: bool) -> None:
    a, b = (np.frombuffer(name.encode(), np.uint8).copy() for name in (line, roll))
    assert _look_alike(a, b) is wanted
