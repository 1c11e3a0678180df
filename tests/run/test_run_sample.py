"""A run with a sample: drawn again from the universe, and held to it."""

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from small_petition import Files

from rollcheck.lines import load_lines
from rollcheck.problems import RollcheckError
from rollcheck.publish import run_to_folder
from rollcheck.sampling import LineIdentity, commit_universe, write_universe

LINES = 600


@pytest.fixture
def large(tmp_path: Path) -> Files:
    """Give 600 lines of which 500 are drawn, and determinations of every one."""
    files = Files(tmp_path)
    model = files.lines[8]
    files.lines = [files.lines[0]]
    files.lines += [
        model.replace("L08", f"L{i:03}").replace("S1,2,3", f"S1,{i},1") for i in range(LINES)
    ]
    files.determinations = [files.determinations[0]]
    files.determinations += [f"L{i:03},ann,valid,,V{i:03},," for i in range(LINES)]
    files.keys |= {
        "raw_count": str(LINES),
        "required": "500",
        "sample": '{universe = "universe.csv", seed = "s", size = 500}',
    }
    files.write()
    identities = [LineIdentity(*one) for one in load_lines(tmp_path / "lines.csv").identities()]
    universe = commit_universe(identities, (number.to_bytes(16) for number in count()))
    write_universe(tmp_path / "universe.csv", universe)
    return files


def result_of(files: Files) -> dict[str, Any]:
    run_to_folder(files.write(), files.folder / "run")
    document: dict[str, Any] = json.loads(
        (files.folder / "run" / "restricted" / "result.json").read_text()
    )
    return document


def test_the_sample_takes_the_findings_of_the_full_check(large: Files) -> None:
    result = result_of(large)
    assert (result["stage"], result["decision"]) == ("full_check", "sufficient")
    assert (result["sample"]["size"], result["sample"]["valid"]) == (500, 500)
    assert result["sample"]["projected_interval"] is not None


def test_without_a_full_check_the_sample_decides(large: Files) -> None:
    large.keys["sample"] = large.keys["sample"].replace("}", ', determinations = "sample.csv"}')
    del large.keys["determinations"]
    drawn = result_lines(large)
    rows = [row for row in large.determinations[1:] if row[:4] in drawn]
    (large.folder / "sample.csv").write_text("\n".join([large.determinations[0], *rows]) + "\n")
    result = result_of(large)
    assert (result["stage"], result["status"], result["decision"]) == (
        "sample",
        "final",
        "sufficient",
    )
    assert result["counts"]["reconciles"]
    waiting = {one["code"]: one["lines"] for one in result["counts"]["waiting_for"]}
    assert waiting == {"not_in_sample": 100}
    assert result["bounds"]["of"] == "sample"


def result_lines(files: Files) -> set[str]:
    """Return the ids that the seed draws, by running with an empty sample file once."""
    (files.folder / "sample.csv").write_text(files.determinations[0] + "\n")
    result = result_of(files)
    assert result["sample"]["waiting"] == 500
    assert (result["sample"]["naive_valid"], result["sample"]["projected_valid"]) == (0, 0)
    assert result["decision"] is None
    assert result["warnings"] == []
    assert result["decisions"][0]["steps_at_highest"]
    import pyarrow.parquet as pq  # noqa: PLC0415 - only here

    table = pq.read_table(files.folder / "run" / "restricted" / "lines.parquet")
    return {row["line_id"] for row in table.to_pylist() if row["in_sample"]}


def test_a_line_moved_or_renamed_after_the_commitment_is_seen(large: Files) -> None:
    large.lines[1] = large.lines[1].replace("S1,0,1", "S9,0,1")
    large.lines[2] = large.lines[2].replace("L001", "L999")
    large.determinations[2] = large.determinations[2].replace("L001", "L999")
    with pytest.raises(RollcheckError) as caught:
        result_of(large)
    found = {(problem.column, problem.code) for problem in caught.value.problems}
    assert found == {("sample.universe", "moved_line"), ("sample.universe", "unknown_line")}


def test_a_size_that_cannot_be(large: Files) -> None:
    large.keys["sample"] = large.keys["sample"].replace("500", "601")
    with pytest.raises(RollcheckError) as caught:
        result_of(large)
    assert {problem.file for problem in caught.value.problems} == {"petition.toml"}


def test_a_smaller_sample_than_the_rule_asks_is_noted(large: Files) -> None:
    large.keys["sample"] = large.keys["sample"].replace("500", "7")
    assert any("500" in warning for warning in result_of(large)["warnings"])
