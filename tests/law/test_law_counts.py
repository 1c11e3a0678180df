"""Counts per county and district: the files, the sums over counties, the command line."""

import json
from pathlib import Path

import pytest

from rollcheck.cli.app import run_command
from rollcheck.law import District, forms, project_counties, read_counts
from rollcheck.problems import RollcheckError

STATE = "us-ca/state-initiative"
RULES = forms(STATE)[-1]
EXAMPLE = {"raw": 24034, "sample": 722, "valid": 516, "duplicates": 2}
ALL = {"raw": 300, "sample": 300, "valid": 210}


def counties(**rows: dict[str, int]) -> list[District]:
    return [District(name, numbers) for name, numbers in rows.items()]


def test_counties_are_projected_one_by_one_and_added() -> None:
    answer = project_counties(RULES, counties(A=EXAMPLE, B=ALL, C=EXAMPLE))
    assert answer.values == {"projected_valid": 2 * 15028 + 210, "naive_valid": 2 * 17178 + 210}
    assert [part["projected_valid"] for part in answer.parts] == [15028, 210, 15028]
    assert [step.name for step in answer.steps[1:4]] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("required", "decision"),
    [
        (15238 * 100 // 95 + 2, "insufficient"),
        (15238 * 100 // 95, "full_check"),
        (15238, "full_check"),
        (15238 * 100 // 110, "sufficient"),
        (24335, "insufficient_on_raw"),
    ],
)
def test_the_sum_decides(required: int, decision: str) -> None:
    answer = project_counties(RULES, counties(A=EXAMPLE, B=ALL), required=required)
    assert answer.values["decision"] == decision


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({}, "There is no county"),
        ({"A": {"raw": 10, "sample": 10}}, "there is no valid"),
        ({"A": {**EXAMPLE, "registered": 9}}, "registered is not used"),
        ({"A": {**EXAMPLE, "valid": 721}}, "more valid and duplicates than lines"),
        ({"A": {**EXAMPLE, "sample": 0, "valid": 0, "duplicates": 0}}, "not between 1"),
        ({"A": {**ALL, "sample": 299}}, "every one is verified"),
    ],
)
def test_counts_that_cannot_be(rows: dict[str, dict[str, int]], says: str) -> None:
    with pytest.raises(RollcheckError, match=says):
        project_counties(RULES, counties(**rows))


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_counts(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '\ufeffcounty,raw,sample,valid,duplicates\nA,"24,034",722,516,2\n\nB,300,300,210,\n',
    )
    assert read_counts(path) == counties(A=EXAMPLE, B=ALL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {(1, None, "missing")}),
        ("raw,valid\n1,1\n", {(1, None, "missing")}),
        ("county,district,raw\nA,B,1\n", {(1, None, "missing")}),
        ("county,lines,raw,raw\nA,1,1,1\n", {(1, "lines", "unknown"), (1, "raw", "twice")}),
        (
            "county,raw,valid\nA,many,-1\n,1,1\nB,1\n",
            {(2, "raw", "value"), (2, "valid", "value"), (3, None, "missing"), (4, None, "cells")},
        ),
    ],
)
def test_every_problem_of_a_file_at_once(
    tmp_path: Path, text: str, expected: set[tuple[int, str | None, str]]
) -> None:
    with pytest.raises(RollcheckError) as error:
        read_counts(written(tmp_path, text))
    assert {(one.row, one.column, one.code) for one in error.value.problems} == expected


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_bytes(b"county,raw\n\xff,1\n")
    with pytest.raises(RollcheckError, match="UTF-8"):
        read_counts(path)


def answered(capsys: pytest.CaptureFixture[str], line: str, code: int = 0) -> dict[str, object]:
    assert run_command(["law", *line.split(), "--json"]) == code
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_the_command_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(
        tmp_path, "county,raw,sample,valid,duplicates\nA,24034,722,516,2\nB,300,300,210,\n"
    )
    whole = answered(capsys, f"project {STATE} --on 2025-06-30 --counts {path} --required 15238")
    assert whole["projected_valid"] == 15238
    assert whole["decision"] == "full_check"
    parts = whole["parts"]
    assert isinstance(parts, list)
    assert [part["name"] for part in parts] == ["A", "B"]
    one = answered(capsys, f"project {STATE} --on 2025-06-30 --counts {path} --county A")
    assert (one["county"], one["projected_valid"]) == ("A", 15028)
    none = answered(capsys, f"project {STATE} --on 2025-06-30 --counts {path} --county C", code=1)
    assert "There is no row for C" in str(none["problems"])


def test_the_valid_of_all_districts_are_the_valid(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = "".join(f"SD {number},100000,4000\n" for number in range(1, 36))
    path = written(tmp_path, f"district,registered,valid\n{rows}")
    line = f"decide us-co/state-initiative --on 2024-08-05 --raw 200000 --counts {path}"
    found = answered(capsys, f"{line} --required 124238")
    assert (found["valid"], found["decision"], found["districts_met"]) == (140000, "sufficient", 35)
    found = answered(capsys, f"{line} --required 124238 --measure constitutional-amendment")
    assert found["decision"] == "sufficient"
    refused = answered(capsys, f"{line} --required 124238 --measure statute", code=1)
    assert "No minimum by district applies" in str(refused["problems"])


def test_counts_for_a_place_without_use_for_them_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = written(tmp_path, "county,raw\nA,1\n")
    line = f"decide us-or/state-initiative --on 2022-07-08 --raw 9 --valid 9 --counts {path}"
    assert run_command(["law", *line.split()]) == 2
    assert "does not use --counts" in " ".join(capsys.readouterr().err.split())
