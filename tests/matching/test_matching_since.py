"""Matching since an earlier run: the same result, with less work, and what changed."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from matching_rolls import line, neighbours, snapshot, voter

from rollcheck.cli.app import run_command
from rollcheck.matching import weights
from rollcheck.matching.partition import match_partition

MAPLE = voter("V1", "QUINTERO, TERESA", "12 MAPLE AVE, Burbank, 91501")
ROWS = [
    line("L1", "Teresa Quintero", "12 Maple Ave", "Burbank", "91501"),
    line("L2", "Teresa Quintero", "12 Maple Ave", "Burbank", ""),
    line("L3", "Xenia Zabriskie", "1 Nowhere Ln", "Lomita", "90717"),
]
MORE = [
    line("L4", "Teresa  Quintero", "12 Maple Ave", "Burbank", "91501"),
    line("L5", "Nobody Atall", "7 Elsewhere St", "Lomita", "90717"),
]


def write_lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def changed(run: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((run / "changes.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def matched_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("since")
    snapshot(made, [*neighbours(60), MAPLE])
    matched(made, "before", ROWS)
    return made


@pytest.fixture
def folder(matched_before: Path, tmp_path: Path) -> Path:
    return shutil.copytree(matched_before, tmp_path / "folder")


def matched(folder: Path, out: str, rows: list[dict[str, Any]], *more: str) -> Path:
    lines = write_lines(folder / f"{out}.csv", rows)
    asked = ["match", str(lines), "--roll", str(folder / "snapshot"), "--out", str(folder / out)]
    asked += ["--rules", "us-ca/county-recall", "--on", "2022-07-06", *more]
    assert run_command(asked) == 0
    return folder / out


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The lines that matching itself was asked for, run by run."""
    seen: list[list[str]] = []

    def noted(lines: Any, *args: Any, **kwargs: Any) -> Any:
        seen.append(lines["line_id"].to_pylist())
        return match_partition(lines, *args, **kwargs)

    monkeypatch.setattr("rollcheck.matching.plan.match_partition", noted)
    return seen


def test_new_lines_alone_are_matched_and_the_result_is_the_same(
    folder: Path, asked_for: list[list[str]]
) -> None:
    rows = [MORE[0], *ROWS[::-1], MORE[1]]
    since = matched(folder, "since", rows, "--since", str(folder / "before"))
    assert asked_for == [["L4", "L5"]]
    whole = matched(folder, "whole", rows)
    assert pq.read_table(since / "lines.parquet") == pq.read_table(whole / "lines.parquet")
    said = json.loads((since / "matching.json").read_text())
    assert said == json.loads((whole / "matching.json").read_text())


def test_nothing_new_is_nothing_to_match(folder: Path, asked_for: list[list[str]]) -> None:
    matched(folder, "again", ROWS, "--since", str(folder / "before"))
    assert asked_for == [[]]


@pytest.mark.parametrize(
    "flags",
    [["--county", "Los Angeles"], ["--circulation-from", "2022-01-01"], ["--weights", "own.toml"]],
)
def test_under_other_rules_or_weights_every_line_is_matched_again(
    folder: Path, asked_for: list[list[str]], flags: list[str]
) -> None:
    if flags[0] == "--weights":
        own = folder / "own.toml"
        shipped = weights.DEFAULT
        text = shipped.read_text().replace("version = ", "version = 7")
        own.write_text(text)
        flags = ["--weights", str(own)]
    matched(folder, "again", ROWS, "--since", str(folder / "before"), *flags)
    assert asked_for == [["L1", "L2", "L3"]]


def test_a_line_read_otherwise_is_matched_again(folder: Path, asked_for: list[list[str]]) -> None:
    corrected = [*ROWS[:2], line("L3", "Teresa Quintero", "12 Maple Ave", "Burbank", "91501")]
    since = matched(folder, "since", corrected, "--since", str(folder / "before"))
    assert asked_for == [["L3"]]
    rows = changed(since)
    assert rows == [
        {
            "line_id": "L3",
            "outcome_before": "none",
            "outcome": "matched",
            "voter_id_before": "",
            "voter_id": "V1",
        }
    ]


def test_a_newer_roll_is_searched_for_every_line_and_those_not_found_come_first(
    folder: Path, asked_for: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "snapshot").rename(folder / "older")
    moved = voter("V1", "QUINTERO, TERESA", "99 OAK BLVD, Glendale, 91201")
    found = voter("V9", "ZABRISKIE, XENIA", "1 NOWHERE LN, Lomita, 90717")
    snapshot(folder, [*neighbours(60), moved, found])
    since = matched(folder, "since", ROWS, "--since", str(folder / "before"), "--json")
    assert asked_for == [["L1", "L2", "L3"]]
    rows = changed(since)
    assert [row["line_id"] for row in rows] == ["L3", "L1", "L2"]
    assert rows[0]["outcome_before"] == "none"
    assert json.loads(capsys.readouterr().out)["since"] == {"taken_over": 0, "changed": 3}


def test_what_is_no_earlier_match_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = str(folder / "before.csv")
    asked = ["match", lines, "--roll", str(folder / "snapshot"), "--out", str(folder / "new")]
    asked += ["--rules", "us-ca/county-recall", "--on", "2022-07-06", "--since"]
    assert run_command([*asked, str(folder)]) == 1
    assert "holds no lines.parquet" in capsys.readouterr().err
    (folder / "lines.parquet").write_bytes(b"PAR1 not one of ours")
    assert run_command([*asked, str(folder)]) == 1
    assert "match without --since" in capsys.readouterr().err
    assert not (folder / "new").exists()
