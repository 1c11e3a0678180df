"""The scorer: a perfect run scores 1, and each kind of error costs what it should."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from demo_files import Row, rows_of

from rollcheck.cli.app import run_command
from rollcheck.demo import score
from rollcheck.problems import RollcheckError

Proposal = dict[str, object]


def perfect(truth: Row) -> Proposal:
    voter = truth["voter_id"] or None
    return {
        "line_id": truth["line_id"],
        "outcome": truth["outcome"],
        "voter_id": voter,
        "candidates": [{"voter_id": voter}] if voter else [],
        "determination": {"status": "invalid" if truth["reason"] else "valid"},
    }


def run_of(demo: Path, folder: Path, propose: Callable[[Row], Proposal]) -> Path:
    (folder / "restricted").mkdir(parents=True)
    table = pa.Table.from_pylist([propose(row) for row in rows_of(demo / "truth.csv")])
    pq.write_table(table, folder / "restricted" / "lines.parquet")
    return folder


def test_a_perfect_run(small: Path, tmp_path: Path) -> None:
    found = score(small, run_of(small, tmp_path / "run", perfect))
    assert (found.found.precision, found.found.recall, found.found.f1) == (1, 1, 1)
    assert found.found.among_five == found.found.findable
    assert sum(one.lines for one in found.by_name_group.values()) == found.found.lines == 1432
    assert all(true == proposed for true, proposed in found.confusion)
    assert found.truly_valid == found.settled_valid


def test_a_machine_that_proposes_nobody(small: Path, tmp_path: Path) -> None:
    def nobody(truth: Row) -> Proposal:
        return {**perfect(truth), "outcome": "none", "voter_id": None, "candidates": []}

    found = score(small, run_of(small, tmp_path / "run", nobody)).found
    assert (found.proposed, found.recall, found.precision, found.f1) == (0, 0, 1, 0)
    assert found.among_five == 0


def test_wrong_voters_cost_precision_and_recall(small: Path, tmp_path: Path) -> None:
    def wrong_for_some(truth: Row) -> Proposal:
        if truth["line_id"].endswith("-1"):
            return {**perfect(truth), "voter_id": "nobody"}
        return perfect(truth)

    found = score(small, run_of(small, tmp_path / "run", wrong_for_some)).found
    assert 0 < found.precision < found.recall < 1
    assert found.f1 == pytest.approx(
        2 * found.precision * found.recall / (found.precision + found.recall)
    )


def test_peoples_errors_by_what_they_found(small: Path, tmp_path: Path) -> None:
    found = score(small, run_of(small, tmp_path / "run", perfect))
    people = {one.reason: one for one in found.people}
    assert sum(one.findings for one in found.people) == len(rows_of(small / "determinations.csv"))
    assert 0 < people["not_registered"].wrong < people["not_registered"].findings
    assert 0 < people["valid"].wrong < 0.1 * people["valid"].findings


def test_what_is_no_demo_or_no_run(small: Path, tmp_path: Path) -> None:
    with pytest.raises(RollcheckError) as caught:
        score(tmp_path, tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["not_a_demo", "missing_file"]
    assert run_command(["demo", "score", str(small), str(tmp_path)]) == 1
