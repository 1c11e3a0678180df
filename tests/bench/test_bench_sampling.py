"""The coverage bench judges by its bars, and its table in the docs is what it computes."""

from pathlib import Path

import pytest
from bench.sampling_coverage import (
    AT_RANDOM,
    BANDS,
    REPEATED,
    REPEATED_DRAWS,
    at_random,
    covered,
    failures,
    grid,
    in_band,
    judged,
    repeated,
    row,
)

PAGE = Path(__file__).parents[2] / "docs" / "sampling.md"


def test_the_bench_sees_an_interval_that_is_too_narrow_or_too_wide() -> None:
    cell = grid()[0]
    assert failures([(cell, 5.0, 0.93)])
    assert failures([(cell, 25.0, 0.98)])
    assert not failures([(cell, 5.0, 0.98), (cell, 25.0, 0.95)])
    often = repeated(REPEATED["fours alone"])[0]
    assert failures([(often, 25.0, 0.93)])
    assert not failures([(often, 25.0, 0.98)])


def test_chance_alone_puts_no_petition_outside_the_bars() -> None:
    """With 500 samples this petition is far below 94 %; with enough it is not."""
    cell = next(one for one in at_random(AT_RANDOM) if str(one).startswith("8,699 of 28,245"))
    assert judged(cell, 500)[1].coverage < 0.94
    ((_, _, coverage),) = covered([cell], 500)
    assert coverage >= 0.94


def test_petitions_at_random_are_many_kinds() -> None:
    cells = at_random(AT_RANDOM)
    assert cells == at_random(AT_RANDOM)
    assert min(cell.sample for cell in cells) < 20
    assert min(cell.shape.raw - cell.sample for cell in cells) < 5
    assert {cell.shape.most_copies for cell in cells} == {1, 2, 3, 4, 5, 6, 8, 12, 20, 40}


def test_the_bands_of_the_table_take_every_petition_once() -> None:
    for expected in (0.0, 0.3, 1.0, 4.0, 5.0, 19.9, 20.0, 99.0, 100.0, 1e6):
        assert sum(in_band(expected, low, high) for _, low, high in BANDS) == 1
    one, other = grid()[:2]
    found = row("x", [(one, 0.96), (other, 0.94)])
    assert found[1:] == ("2", "94.00%", "95.00%", "96.00%", str(other))


def test_the_lowest_coverage_in_the_docs_is_computed() -> None:
    """Each row names the petition with the lowest coverage; here it is simulated again."""
    text = PAGE.read_text(encoding="utf-8")
    named = {str(cell): cell for cell in grid()}
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if "% pairs |" in line]
    rows = [cells for cells in rows if cells[0] != "made at random"]
    assert [cells[0] for cells in rows] == [name for name, _, _ in BANDS]
    for _, _, lowest, _, _, where in rows:
        _, found = judged(named[where], 20_000)
        assert f"{found.coverage:.2%}" == lowest


@pytest.mark.parametrize("name", [*REPEATED, "made at random"])
def test_the_lowest_coverage_of_other_shapes_in_the_docs_is_computed(name: str) -> None:
    text = PAGE.read_text(encoding="utf-8")
    cells = repeated(REPEATED[name]) if name in REPEATED else at_random(AT_RANDOM)
    named = {str(cell): cell for cell in cells}
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if f"| {name}" in line]
    (_, _, number, lowest, _, _, where), *more = rows
    assert not more
    assert number == str(len(cells))
    _, found = judged(named[where], 20_000 // REPEATED_DRAWS)
    assert f"{found.coverage:.2%}" == lowest
