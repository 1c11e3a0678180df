"""The shape: exact numbers at every scale, and the published ones at scale 1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.demo.petition_file import petition_toml, required_numbers
from rollcheck.demo.shape import LARGEST_SCALE, LINES, SMALLEST_SCALE, shape_at
from rollcheck.problems import RollcheckError


def test_the_whole_county_has_the_published_numbers() -> None:
    shape = shape_at(1)
    assert shape.raw_count == 715_833
    assert shape.lines == LINES
    assert shape.voters["active"] == 5_668_569
    other = {"not_registered", "duplicate", "different_address", "signature_mismatch", "canceled"}
    other |= {"out_of_jurisdiction", "valid"}
    assert sum(count for reason, count in LINES.items() if reason not in other) == 9_331
    assert required_numbers(shape) == (566_857, 543_840)


@given(st.floats(SMALLEST_SCALE, LARGEST_SCALE))
def test_parts_sum_to_the_whole_at_every_scale(scale: float) -> None:
    shape = shape_at(scale)
    assert shape.raw_count == round(715_833 * scale)
    assert all(abs(shape.lines[reason] - count * scale) < 1 for reason, count in LINES.items())


@pytest.mark.parametrize("scale", [0, -1, 11, float("nan")])
def test_a_scale_outside_the_bounds_is_refused(scale: float) -> None:
    with pytest.raises(RollcheckError):
        shape_at(scale)


def test_voters_and_lines_apart_from_the_scale() -> None:
    shape = shape_at(1, voters=20_000_000, lines=20_000)
    assert shape.voters["active"] == shape.registered == 20_000_000
    assert shape.raw_count == 20_000
    assert shape.lines["valid"] == round(520_050 * 20_000 / 715_833)


@pytest.mark.parametrize(
    ("voters", "lines", "columns"),
    [
        (100, None, ["voters", "lines"]),
        (100_000_000, 100, ["voters", "lines"]),
        (100_000, 50_000, ["lines"]),
    ],
)
def test_numbers_that_cannot_be(voters: int | None, lines: int | None, columns: list[str]) -> None:
    with pytest.raises(RollcheckError) as caught:
        shape_at(1, voters=voters, lines=lines)
    assert [problem.column for problem in caught.value.problems] == columns


def test_where_the_law_asks_for_ten_percent_the_petition_states_the_registration() -> None:
    assert "registered = [5668569, 5438400]" in petition_toml(shape_at(1), "seed", 500)
    assert "required = [1134, 1088]" in petition_toml(shape_at(0.002), "seed", 500)
