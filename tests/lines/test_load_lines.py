"""Keyed lines: what is read, and every problem by row and column."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from rollcheck.lines import LINE_COLUMNS, load_lines
from rollcheck.problems import RollcheckError

HEADER = ",".join(LINE_COLUMNS)
GOOD = "L1,A,1,1,Ann Lee,1 Oak St,LA,90001,1970,2022-03-01"


def problems_of(tmp_path: Path, *rows: str, header: str = HEADER) -> list[tuple[object, ...]]:
    path = tmp_path / "lines.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    with pytest.raises(RollcheckError) as caught:
        load_lines(path)
    assert {problem.file for problem in caught.value.problems} == {"lines.csv"}
    return [(problem.row, problem.column, problem.code) for problem in caught.value.problems]


def test_reads_types_and_order(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text(f'{HEADER}\n{GOOD}\nL2,A,1,2,"O\'Neil, Zoë\n",,,,,\n', encoding="utf-8")
    lines = load_lines(path)
    assert lines.ids == ["L1", "L2"]
    first, second = lines.table.to_pylist()
    assert first["birth_year"] == 1970
    assert first["signed_on"] == date(2022, 3, 1)
    assert second["printed_name"] == "O'Neil, Zoë"
    assert second["birth_year"] is None
    assert second["signed_on"] is None
    assert second["zip"] == ""
    assert list(lines.identities()) == [("L1", "A", "1", "1"), ("L2", "A", "1", "2")]


def test_optional_columns_may_be_absent(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text("section,line_id,sheet,line_no,printed_name,address\nA,L1,1,1,Ann,1 Oak\n")
    assert load_lines(path).table.column_names == list(LINE_COLUMNS)


def test_compressed(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv.gz"
    path.write_bytes(gzip.compress(f"{HEADER}\n{GOOD}\n".encode()))
    assert load_lines(path).ids == ["L1"]


def test_every_problem_at_once(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        GOOD,
        "L1,A,1,2,Ann,,,,,",
        "L3,A,1,1,Ann,,,,,",
        ",,,,Ann,,,,,",
        "L5,A,1,5,Ann,,,,19x5,2022-02-30",
        "L6,A,1,6,Ann,,,,1700,0022-03-01",
        "L7,A,1",
    )
    assert found == [
        (3, "line_id", "duplicate_id"),
        (4, "line_no", "duplicate_line"),
        (5, "line_id", "missing"),
        (5, "section", "missing"),
        (5, "sheet", "missing"),
        (5, "line_no", "missing"),
        (6, "birth_year", "impossible_date"),
        (6, "signed_on", "impossible_date"),
        (7, "birth_year", "impossible_date"),
        (7, "signed_on", "impossible_date"),
        (8, None, "wrong_cells"),
    ]


def test_lines_as_a_spreadsheet_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text(
        "Section;Sheet;Line No;Printed Name;Address;Signed On\r\n"
        "A;1;1;Ann Lee;1 Oak St;3/31/2022\r\n"
        "A;1;2;Zoë Ito;2 Oak St;03-09-22\r\n"
        ";;;;;\r\n;;;;;\r\n",
        encoding="utf-8-sig",
    )
    lines = load_lines(path)
    assert lines.ids == ["A-1-1", "A-1-2"]
    assert lines.table.column("signed_on").to_pylist() == [date(2022, 3, 31), date(2022, 3, 9)]
    assert lines.table.column("printed_name").to_pylist() == ["Ann Lee", "Zoë Ito"]


def test_without_line_ids_every_place_is_there_once(tmp_path: Path) -> None:
    header = "section,sheet,line_no,printed_name,address"
    rows = ("A,1,1,Ann,", "A,1,1,Bo,", "A,,1,Cy,", "A,1-2,3,Di,", "A-1,2,3,Ed,")
    # Where no line_id was given none is spoken of, but where the joined parts are the same.
    assert problems_of(tmp_path, *rows, header=header) == [
        (3, "line_no", "duplicate_line"),
        (4, "sheet", "missing"),
        (6, "line_id", "duplicate_id"),
    ]


@pytest.mark.parametrize("text", ["31/3/2022", "2/30/2022", "3/31/1822", "3/31", "31.3.22", "x"])
def test_days_that_are_none(tmp_path: Path, text: str) -> None:
    row = f"L1,A,1,1,Ann,,,,,{text}"
    assert problems_of(tmp_path, row) == [(2, "signed_on", "impossible_date")]


def test_no_lines(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == [(None, None, "no_lines")]


def test_a_column_missing_or_twice(tmp_path: Path) -> None:
    assert problems_of(tmp_path, header="line_id,section,sheet,line_no,address")[0][1] == (
        "printed_name"
    )
    assert problems_of(tmp_path, header=f"{HEADER},zip")[0][1] == "zip"


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\xfd", b"line_id\x00", b"\x1f\x8b\x08", b"PK\x03\x04"]
)
def test_files_that_are_no_tables(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lines.csv"
    path.write_bytes(content)
    with pytest.raises(RollcheckError):
        load_lines(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(RollcheckError, match="nowhere"):
        load_lines(tmp_path / "nowhere.csv")


def test_messages_name_no_person(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text(f"{HEADER}\nL1,A,1,1,Quetzalcoatl,9 Elm,LA,90001,x,y\n")
    with pytest.raises(RollcheckError) as caught:
        load_lines(path)
    assert "Quetzalcoatl" not in str(caught.value)
    assert "Elm" not in str(caught.value)
