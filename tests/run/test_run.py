"""The whole run on a petition of nine lines, each with an outcome of its own."""

import json
import stat
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from any_place import SCHEMA
from small_petition import LINES, OUTCOMES, ROLL, Files, files

__all__ = ["files"]

from rollcheck.matching.matches import evidence_of
from rollcheck.problems import RollcheckError
from rollcheck.publish import run_to_folder


def codes(error: RollcheckError) -> set[tuple[str, str | None, str]]:
    """Return the file, column and code of every problem."""
    return {(problem.file, problem.column, problem.code) for problem in error.problems}


def result_of(files: Files) -> dict[str, Any]:
    out = files.folder / "run"
    run_to_folder(files.write(), out)
    for kept in ("public", "restricted"):
        document: dict[str, Any] = json.loads((out / kept / "result.json").read_text())
        SCHEMA.validate(document)
    return document


def test_every_line_gets_its_outcome(files: Files) -> None:
    result = result_of(files)
    table = pq.read_table(files.folder / "run" / "restricted" / "lines.parquet")
    rows = {row["line_id"]: row for row in table.to_pylist()}
    assert {line_id: row["outcome"] for line_id, row in rows.items()} == OUTCOMES
    assert rows["L09"]["duplicate_of"] == "L01"
    assert rows["L06"]["voter_id"] == "V06"
    assert rows["L01"]["candidates"][0]["voter_id"] == "V01"
    assert evidence_of(rows["L01"]["candidates"][0])
    assert rows["L03"]["determination"]["reason"] == "canceled"
    assert sum(one["lines"] for one in result["proposed"]) == 9


def test_the_decision_and_the_sum(files: Files) -> None:
    result = result_of(files)
    counts = result["counts"]
    assert (counts["raw"], counts["valid"], counts["invalid"], counts["waiting"]) == (9, 3, 6, 0)
    assert counts["reconciles"]
    assert result["status"] == "final"
    assert (result["decision"], result["short_by"]) == ("insufficient", 1)
    assert [one["decision"] for one in result["decisions"]] == ["insufficient", "sufficient"]
    assert result["certifiable"]
    assert any("equal" in warning for warning in result["warnings"])


def test_the_folder(files: Files) -> None:
    result_of(files)
    out = files.folder / "run"
    assert stat.S_IMODE((out / "restricted").stat().st_mode) == 0o700
    public = {path.name for path in (out / "public").iterdir()}
    assert public == {"result.json", "report.html"}
    report = (out / "public" / "report.html").read_text()
    assert "insufficient" in report


def test_what_is_public_names_nobody(files: Files) -> None:
    result_of(files)
    public = "".join(path.read_text() for path in (files.folder / "run" / "public").iterdir())
    private = [cell for row in (*ROLL, *LINES) for cell in row.split(",") if len(cell) > 3]
    known = {"Los Angeles", "active", "canceled", "confidential", "Orange"}
    leaked = {cell for cell in private if cell in public} - known
    assert {cell for cell in leaked if not cell.startswith(("2022-", "19", "20"))} == set()


def test_provisional_while_lines_wait(files: Files) -> None:
    files.determinations = files.determinations[:3]
    result = result_of(files)
    assert result["status"] == "provisional"
    assert result["decision"] is None
    assert (result["bounds"]["lowest_valid"], result["bounds"]["highest_valid"]) == (2, 9)
    waits = {one["code"]: one["lines"] for one in result["counts"]["waiting_for"]}
    assert waits == {"confidential": 1, "machine_duplicate": 1, "no_determination": 5}
    assert not result["certifiable"]


def test_the_decision_may_be_certain_before_all_is_done(files: Files) -> None:
    files.determinations = files.determinations[:3]
    files.keys["required"] = "2"
    result = result_of(files)
    assert result["status"] == "provisional"
    assert (result["decision"], result["bounds"]["certain"]) == ("sufficient", True)


def test_without_determinations_everything_waits(files: Files) -> None:
    del files.keys["determinations"]
    assert result_of(files)["counts"]["waiting"] == 9


def test_lines_not_keyed_yet_wait(files: Files) -> None:
    files.keys["raw_count"] = "12"
    counts = result_of(files)["counts"]
    assert (counts["raw"], counts["waiting"]) == (12, 3)
    assert counts["reconciles"]


def test_raw_count_below_the_requirement(files: Files) -> None:
    files.keys["required"] = "10"
    result = result_of(files)
    assert (result["stage"], result["decision"]) == ("raw", "insufficient_on_raw")
    assert result["status"] == "final"


def test_two_accepted_for_one_voter_wait_for_people(files: Files) -> None:
    files.determinations[-1] = "L09,bo,valid,,V01,,2022-07-11T09:08"
    result = result_of(files)
    assert result["counts"]["valid"] == 3
    assert result["counts"]["waiting_for"][0]["code"] == "same_voter"


def test_a_valid_line_whose_voter_is_not_on_the_snapshot_is_noted(files: Files) -> None:
    files.determinations[8] = "L08,bo,valid,,V99,,2022-07-11T09:07"
    assert any("not on this snapshot" in one for one in result_of(files)["warnings"])


def test_a_roll_without_dates_says_what_it_took_for_granted(files: Files) -> None:
    files.roll = [
        ",".join(cell for i, cell in enumerate(row.split(",")) if i not in {8, 9})
        for row in files.roll
    ]
    result = result_of(files)
    assert not result["roll"]["has_affidavit_dates"]
    assert result["caveats"]


def test_same_input_same_output(files: Files) -> None:
    result_of(files)
    out = files.folder / "run"
    first = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    result_of(files)
    again = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert first.keys() == again.keys()
    assert [path for path in first if first[path] != again[path]] == []


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("raw_count", "8", ("petition.toml", "raw_count", "raw_below_lines")),
        ("roll_as_of", "2022-07-07", ("petition.toml", "roll", "roll_after_filing")),
    ],
)
def test_inputs_that_contradict_each_other(
    files: Files, key: str, value: str, problem: tuple[str, str, str]
) -> None:
    files.keys[key] = value
    with pytest.raises(RollcheckError) as caught:
        run_to_folder(files.write(), files.folder / "run")
    assert codes(caught.value) == {problem}
    assert not (files.folder / "run").exists()


@pytest.mark.parametrize(("key", "value"), [("kind", '"ostracism"'), ("filed_on", "1850-01-01")])
def test_a_kind_or_date_no_rule_covers(files: Files, key: str, value: str) -> None:
    files.keys = {k: v for k, v in files.keys.items() if not k.startswith("circulation")}
    files.keys[key] = value
    with pytest.raises(RollcheckError) as caught:
        run_to_folder(files.write(), files.folder / "run")
    assert "petition.toml" in str(caught.value)


def test_problems_of_every_file_come_at_once(files: Files) -> None:
    files.lines.append("L01,S1,9,9,A,B,C,D,,2022-99-99")
    files.roll = ["voter_id,first", "V1,Ann"]
    files.determinations.append("L01,ann,perhaps,,,,")
    files.keys["sample"] = '{universe = "u.csv", seed = "s", determinations = "d.csv"}'
    files.keys["kind"] = '"ostracism"'
    with pytest.raises(RollcheckError) as caught:
        run_to_folder(files.write(), files.folder / "run")
    assert {file for file, _, _ in codes(caught.value)} == {
        "petition.toml",
        "lines.csv",
        "roll.csv",
        "determinations.csv",
        "u.csv",
        "d.csv",
    }
    assert [one.column for one in caught.value.problems if one.code == "kind"] == ["kind"]


@pytest.mark.parametrize("missing", ["lines.csv", "roll.csv", "determinations.csv"])
def test_a_missing_file(files: Files, missing: str) -> None:
    petition = files.write()
    (files.folder / missing).unlink()
    with pytest.raises(RollcheckError, match=missing):
        run_to_folder(petition, files.folder / "run")


def test_determinations_are_checked_against_the_place(files: Files) -> None:
    files.determinations += ["L99,ann,valid,,V01,,", "L08,cy,invalid,moon,,,"]
    with pytest.raises(RollcheckError) as caught:
        run_to_folder(files.write(), files.folder / "run")
    assert codes(caught.value) == {
        ("determinations.csv", "line_id", "unknown_line"),
        ("determinations.csv", "reason", "unknown_reason"),
    }


def test_a_stranger_in_the_way_is_left_alone(files: Files) -> None:
    out = files.folder / "run"
    out.mkdir()
    (out / "precious.txt").write_text("mine")
    with pytest.raises(RollcheckError, match="name another"):
        run_to_folder(files.write(), out)
    assert (out / "precious.txt").read_text() == "mine"


def test_a_run_that_fails_leaves_the_earlier_one(files: Files) -> None:
    result_of(files)
    files.lines.append("L01,S1,9,9,A,B,C,D,,")
    with pytest.raises(RollcheckError):
        run_to_folder(files.write(), files.folder / "run")
    assert (files.folder / "run" / "public" / "result.json").is_file()
    assert [path for path in files.folder.iterdir() if "unfinished" in path.name] == []


def test_what_else_lies_in_an_earlier_run_is_not_lost(files: Files) -> None:
    result_of(files)
    (files.folder / "run" / "notes.txt").write_text("mine")
    with pytest.raises(RollcheckError, match="name another"):
        run_to_folder(files.write(), files.folder / "run")
    assert (files.folder / "run" / "notes.txt").read_text() == "mine"


def test_a_snapshot_described_twice(files: Files) -> None:
    result_of(files)
    files.keys["roll"] = '"run/restricted/snapshot"'
    with pytest.raises(RollcheckError) as caught:
        run_to_folder(files.write(), files.folder / "again")
    assert codes(caught.value) == {
        ("petition.toml", "roll_layout", "contradiction"),
        ("petition.toml", "roll_as_of", "contradiction"),
    }


def test_no_tie_is_announced_before_the_count_is_final(files: Files) -> None:
    files.keys["required"] = "9"
    files.determinations = files.determinations[:1]
    assert result_of(files)["warnings"] == []


def test_lines_dated_after_the_filing_are_noted(files: Files) -> None:
    files.lines[1] = files.lines[1].replace("2022-03-01", "2022-08-01")
    assert any("1 line was dated after the filing" in one for one in result_of(files)["warnings"])


def test_at_the_raw_stage_nothing_is_known_of_a_lower_contested_number(files: Files) -> None:
    files.keys["required"] = "[10, 8]"
    del files.keys["determinations"]
    result = result_of(files)
    assert result["stage"] == "raw"
    assert result["bounds"]["highest_valid"] == 9
    assert [one["decision"] for one in result["decisions"]] == ["insufficient_on_raw", None]


def test_a_snapshot_folder_serves_as_well(files: Files, tmp_path: Path) -> None:
    files.write()
    run_to_folder(files.write(), files.folder / "run")
    files.keys["roll"] = '"run/restricted/snapshot"'
    del files.keys["roll_layout"], files.keys["roll_as_of"]
    run_to_folder(files.write(), files.folder / "again")
    one, two = (
        pq.read_table(files.folder / name / "restricted" / "lines.parquet")
        for name in ("run", "again")
    )
    assert one.equals(two)
