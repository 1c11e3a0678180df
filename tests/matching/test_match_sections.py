"""`rollcheck match sections`: which sections hold good lines, from what the machine proposed."""

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rollcheck.cli.app import run_command

HEADER = "line_id,section,sheet,line_no,printed_name,address\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A run of four lines in two sections, and its file of lines."""
    run, lines = tmp_path / "run", tmp_path / "lines.csv"
    run.mkdir()
    rows = [("a", "S1", 1), ("b", "S1", 2), ("c", "S2", 1), ("d", "S2", 2), ("e", "S2", 3)]
    text = HEADER + "".join(f"{name},{section},1,{at},X,Y\n" for name, section, at in rows)
    lines.write_text(text, encoding="utf-8")
    found = {
        "line_id": ["a", "b", "c", "d", "e"],
        "outcome": ["matched", "matched", "matched", "none", None],
        "duplicate_of": [None, None, "a", None, None],
    }
    pq.write_table(pa.table(found), run / "lines.parquet")
    return str(run), str(lines)


def test_the_section_with_the_fewest_good_lines_is_first(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["match", "sections", *files, "--json"]) == 0
    one, other = json.loads(capsys.readouterr().out)["sections"]
    assert (one["section"], one["lines"], one["good"], one["none"], one["repeats"]) == (
        *("S2", 2, 0, 1),
        1,
    )
    assert (other["section"], other["lines"], other["good"]) == ("S1", 2, 2)
    assert run_command(["match", "sections", *files]) == 0
    assert "2 of 4 lines are good (50.0 %)" in capsys.readouterr().out


def test_it_writes_what_a_spreadsheet_opens(files: tuple[str, str], tmp_path: Path) -> None:
    out, each = tmp_path / "sections.csv", tmp_path / "each.csv"
    more = ("--out", str(out), "--each", str(each))
    assert run_command(["match", "sections", *files, *more]) == 0
    with out.open(encoding="utf-8") as file:
        assert [row["good"] for row in csv.DictReader(file)] == ["0", "2"]
    with each.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["line_id"], row["repeats"]) for row in rows[2:]] == [("c", "a"), ("d", "")]
    assert rows[3]["why"] == "No voter found"
    assert each.stat().st_mode & 0o077 == 0


def test_the_lines_of_another_run_are_refused(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    run, lines = files
    Path(lines).write_text(HEADER + "a,S1,1,1,X,Y\n", encoding="utf-8")
    assert run_command(["match", "sections", run, lines]) == 1
    assert "lacks lines that the run has" in capsys.readouterr().err
