"""Determinations: what is read, and every problem by row and column."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rollcheck.petition.determinations import (
    checked_determinations,
    load_determinations,
    read_determinations,
)
from rollcheck.problems import RollcheckError

HEADER = "line_id,person,finding,reason,voter_id,duplicate_of,at"
LINES = ("L1", "L2", "L3")
REASONS = ("not_registered", "duplicate")


def write(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "determinations.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def problems_of(tmp_path: Path, *rows: str) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(RollcheckError) as caught:
        load_determinations(write(tmp_path, *rows), lines=LINES, reasons=REASONS)
    return [(problem.row, problem.column, problem.code) for problem in caught.value.problems]


def test_the_time_may_be_absent(tmp_path: Path) -> None:
    path = write(tmp_path, "L1,ann,valid,,V1,", header=HEADER.removesuffix(",at"))
    found = load_determinations(path, lines=LINES, reasons=REASONS)
    assert [(one.person, one.at) for one in found["L1"]] == [("ann", None)]


def test_reads_by_line(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "L1,ann,valid,,V1,,2022-07-08T14:30:00Z",
        "L2,ann,invalid,duplicate,,L1,2022-07-08",
        "L1,bo,invalid,not_registered,,,",
    )
    found = load_determinations(path, lines=LINES, reasons=REASONS)
    assert [one.person for one in found["L1"]] == ["ann", "bo"]
    assert found["L1"][0].at == datetime(2022, 7, 8, 14, 30, tzinfo=UTC)
    assert found["L2"][0].duplicate_of == "L1"
    assert "L3" not in found


def test_none_is_none(tmp_path: Path) -> None:
    assert load_determinations(write(tmp_path), lines=LINES, reasons=REASONS) == {}


def test_every_problem_at_once(tmp_path: Path) -> None:
    assert problems_of(
        tmp_path,
        "L9,ann,valid,,V1,,",
        "L1,ann,valid,,V1,,",
        "L1,ann,invalid,not_registered,,,",
        "L2,,maybe,,,,",
        "L2,bo,valid,duplicate,,L1,",
        "L2,cy,invalid,moon,,,",
        "L2,di,invalid,,,,",
        "L2,ed,invalid,duplicate,,,",
        "L2,fy,invalid,duplicate,,L2,",
        "L2,gu,invalid,duplicate,,L9,",
        "L2,ho,invalid,not_registered,,L1,",
        "L2,io,valid,,V1,,2022-13-01",
        "L2,jo,valid",
    ) == [
        (2, "line_id", "unknown_line"),
        (4, "person", "two_by_one_person"),
        (5, "person", "missing"),
        (5, "finding", "unknown_finding"),
        (6, "reason", "contradiction"),
        (6, "voter_id", "missing"),
        (6, "duplicate_of", "contradiction"),
        (7, "reason", "unknown_reason"),
        (8, "reason", "missing"),
        (9, "duplicate_of", "missing"),
        (10, "duplicate_of", "itself"),
        (11, "duplicate_of", "unknown_line"),
        (12, "duplicate_of", "contradiction"),
        (13, "at", "impossible_date"),
        (14, None, "wrong_cells"),
    ]


def test_two_by_one_person_names_both_rows(tmp_path: Path) -> None:
    path = write(tmp_path, "L1,ann,valid,,V1,,", "L1,ann,valid,,V1,,")
    with pytest.raises(RollcheckError, match=r"row 3, column person: .* in row 2"):
        load_determinations(path, lines=LINES, reasons=REASONS)


def test_a_copy_may_lie_outside_the_sample(tmp_path: Path) -> None:
    path = write(tmp_path, "L1,ann,invalid,duplicate,,L3,")
    rows = read_determinations(path)
    found = checked_determinations(rows, lines={"L1"}, copies=set(LINES), reasons=REASONS)
    assert found["L1"][0].duplicate_of == "L3"


def test_a_column_missing(tmp_path: Path) -> None:
    path = write(tmp_path, header="line_id,person,finding,reason,voter_id")
    with pytest.raises(RollcheckError, match="duplicate_of"):
        load_determinations(path, lines=LINES, reasons=REASONS)


def test_case_and_spacing_do_not_make_another_person(tmp_path: Path) -> None:
    assert problems_of(
        tmp_path, "L1,Anna  Lee,invalid,not_registered,,,", "L1,anna lee,invalid,not_registered,,,"
    ) == [(3, "person", "two_by_one_person")]
