"""The scorer: a perfect run scores 1, and each kind of error costs what it should."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.demo_files import Row, rows_of
from rollcheck.cli.app import run_command
from rollcheck.demo import Judged, by_group, found, make_demo, score, sure_enough
from rollcheck.problems import RollcheckError

HOUSE = re.compile(r"[\d?]+A?( 1/2)?( |$)")
Proposal = dict[str, object]
CANDIDATE = pa.struct([("voter_id", pa.string()), ("score", pa.float64())])
LINES = pa.schema(
    [
        ("line_id", pa.string()),
        ("outcome", pa.string()),
        ("voter_id", pa.string()),
        ("candidates", pa.list_(CANDIDATE)),
        ("determination", pa.struct([("status", pa.string())])),
    ]
)


def perfect(truth: Row) -> Proposal:
    voter = truth["voter_id"] or None
    return {
        "line_id": truth["line_id"],
        "outcome": truth["outcome"],
        "voter_id": voter,
        "candidates": [{"voter_id": voter, "score": 20.0}] if voter else [],
        "determination": {"status": "invalid" if truth["reason"] else "valid"},
    }


def run_of(demo: Path, folder: Path, propose: Callable[[Row], Proposal]) -> Path:
    (folder / "restricted").mkdir(parents=True)
    table = pa.Table.from_pylist([propose(row) for row in rows_of(demo / "truth.csv")], LINES)
    pq.write_table(table, folder / "restricted" / "lines.parquet")
    return folder


def test_a_perfect_run(small: Path, tmp_path: Path) -> None:
    found = score(small, run_of(small, tmp_path / "run", perfect))
    assert (found.found.precision, found.found.recall, found.found.f1) == (1, 1, 1)
    assert found.found.among_five == found.found.findable
    assert sum(one.lines for one in found.by_name_group.values()) == found.found.lines == 1432
    assert all(true == proposed for true, proposed in found.confusion)
    assert found.truly_valid == found.settled_valid
    assert (found.found.five, found.found.sure_recall, found.found.none) == (1, 1, 0)


def test_a_machine_that_proposes_nobody(small: Path, tmp_path: Path) -> None:
    def nobody(truth: Row) -> Proposal:
        return {**perfect(truth), "outcome": "none", "voter_id": None, "candidates": []}

    found = score(small, run_of(small, tmp_path / "run", nobody)).found
    assert (found.proposed, found.recall, found.precision, found.f1) == (0, 0, 1, 0)
    assert (found.among_five, found.five, found.sure_recall) == (0, 0, 0)
    assert (found.none, found.ambiguous) == (1, 0)


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


def test_either_registration_of_a_person_is_right(small: Path, tmp_path: Path) -> None:
    def other_one(truth: Row) -> Proposal:
        return {**perfect(truth), "voter_id": truth["other_voter_id"] or truth["voter_id"] or None}

    twice = [row for row in rows_of(small / "truth.csv") if row["other_voter_id"]]
    found = score(small, run_of(small, tmp_path / "run", other_one)).found
    assert twice
    assert (found.precision, found.recall) == (1, 1)


def test_readable_lines_show_a_surname_and_a_house_number_or_zip_code(tmp_path: Path) -> None:
    make_demo(tmp_path / "demo", scale=0.001, seed=1, noise="scribbled")
    found = score(tmp_path / "demo", run_of(tmp_path / "demo", tmp_path / "run", perfect)).found
    lines = {row["line_id"]: row for row in rows_of(tmp_path / "demo" / "lines.csv")}
    gone = {"last_missing", "last_unreadable", "last_cut", "last_letters_unreadable"}
    asked = [
        row
        for row in rows_of(tmp_path / "demo" / "truth.csv")
        if row["voter_id"]
        and {*gone, "names_misread_again"}.isdisjoint(row["noise"].split(";"))
        and (lines[row["line_id"]]["zip"] or HOUSE.match(lines[row["line_id"]]["address"]))
    ]
    assert found.readable == len(asked)
    assert 0.6 * found.findable < found.readable < 0.95 * found.findable


def judged(sure: list[float], right: list[bool], findable: int) -> Judged:
    count = len(sure)
    return Judged(
        findable=np.arange(count) < findable,
        named=np.ones(count, dtype=bool),
        right=np.array(right, dtype=bool),
        among_five=np.array(right, dtype=bool),
        readable=np.ones(count, dtype=bool),
        sure=np.array(sure),
        outcome=np.full(count, "matched"),
        name_group=np.array(["other", "accented"] * count)[:count],
    )


def test_the_surest_proposals_are_taken_as_long_as_they_stay_right() -> None:
    sure = [float(3000 - line) for line in range(3000)]
    right = [line not in {1500, 1600, 1700} for line in range(3000)]
    one = judged(sure, right, 3000)
    # One wrong of 1,600 is within 99.9 %, two are not before there are 2,000, three not by 2,999.
    assert sure_enough(one) == pytest.approx(1.0)
    assert found(one).surely_right == 2997
    worse = judged(sure, [ok and line != 1800 for line, ok in enumerate(right)], 3000)
    assert sure_enough(worse) == 3000 - 1599
    assert found(worse).sure_recall == 1599 / 3000


def test_equally_sure_proposals_are_taken_together() -> None:
    assert sure_enough(judged([5.0, 4.0, 4.0], [True, True, False], 3)) == 5.0
    assert sure_enough(judged([5.0], [False], 1)) == float("inf")
    assert found(judged([5.0], [False], 1)).sure_recall == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=40))
def test_recall_at_a_precision_is_never_above_recall(lines: list[tuple[int, bool]]) -> None:
    one = found(judged([float(s) for s, _ in lines], [right for _, right in lines], len(lines)))
    assert one.sure_recall <= one.recall or not lines


def test_groups_of_names_add_up() -> None:
    one = judged([3.0, 2.0, 1.0, 0.5], [True, False, True, True], 4)
    groups = by_group(one)
    assert {name: group.lines for name, group in groups.items()} == {"accented": 2, "other": 2}
    assert sum(group.right for group in groups.values()) == found(one).right == 3


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
