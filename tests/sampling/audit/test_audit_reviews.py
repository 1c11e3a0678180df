"""Reviews: appended, idempotent; and every bad row is named."""

from pathlib import Path

import pytest
from audit_cases import (
    Line,
    agreeing,
    begun,
    commitment_to,
    insufficient,
    plain_petition,
    problems_of,
    stepped,
    write_rows,
)

from rollcheck.problems import Problem, RollcheckError
from rollcheck.sampling.audit import (
    report,
    step_of_reviews,
)


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    audit = insufficient()
    once = stepped(audit, tmp_path, agreeing(audit, 0, 5))
    assert stepped(once, tmp_path, agreeing(audit, 0, 5)) is once
    longer = stepped(once, tmp_path, agreeing(audit, 0, 8))
    assert len(longer.state.reviews) == 8
    assert longer.state.steps[:2] == once.state.steps


def test_every_bad_row_is_named_at_once(tmp_path: Path) -> None:
    audit = insufficient(size=10)
    drawn = [place.finding for place in audit.drawn]
    not_drawn = sorted({f"I{n}" for n in range(40)} - {one.line_id for one in drawn})[0]
    a, b, c, d = (one.line_id for one in drawn[:4])
    rows = [
        (a, "auditor-1", "invalid", ""),
        ("nowhere", "auditor-1", "invalid", ""),
        (not_drawn, "auditor-1", "invalid", ""),
        (b, drawn[1].people[0].upper(), "invalid", ""),
        (a, "Auditor-1", "valid", ""),
        (c, "", "invalid", ""),
        (c, "auditor-2", "accepted", ""),
        (c, "auditor-3", "invalid", a),
        (c, "auditor-4", "valid", f"{c};nowhere"),
        (drawn[5].line_id, "auditor-1", "invalid", ""),
    ]
    with pytest.raises(RollcheckError) as raised:
        stepped(audit, tmp_path, rows)
    assert problems_of(raised) == [
        (3, "line_id", "unknown_line"),
        (4, "line_id", "not_drawn"),
        (5, "reviewer", "made_first_finding"),
        (6, "reviewer", "two_by_one_reviewer"),
        (7, "reviewer", "missing_cell"),
        (8, "finding", "unknown_finding"),
        (9, "copies", "copies_of_no_voter"),
        (10, "copies", "copy_of_itself"),
        (10, "copies", "unknown_line"),
        (11, "line_id", "out_of_order"),
    ]
    assert {one.file for one in raised.value.problems} == {"reviews.csv"}
    assert "place 4" in raised.value.problems[-1].message
    assert d != c


def test_a_closed_line_stays_as_it_was(tmp_path: Path) -> None:
    audit = insufficient()
    once = stepped(audit, tmp_path, agreeing(audit, 0, 3))
    line_id = audit.drawn[1].finding.line_id
    with pytest.raises(RollcheckError) as raised:
        stepped(once, tmp_path, [(line_id, "auditor-1", "valid", "")])
    assert problems_of(raised) == [(2, "line_id", "closed_line")]


def test_a_line_takes_as_many_reviewers_as_planned(tmp_path: Path) -> None:
    audit = insufficient(reviewers=2)
    line_id = audit.drawn[0].finding.line_id
    with pytest.raises(RollcheckError) as raised:
        stepped(audit, tmp_path, [(line_id, "auditor-1", "invalid", "")])
    assert problems_of(raised) == [(2, "reviewer", "too_few_reviewers")]
    both = [(line_id, "auditor-1", "invalid", ""), (line_id, "auditor-2", "valid", "")]
    after = stepped(audit, tmp_path, both)
    assert after.standings[0].harm == 1
    assert report(after)["split"] == 1


def test_a_column_missing_is_named(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "reviews.csv", ("line_id", "finding"), [("I1", "invalid")])
    with pytest.raises(RollcheckError) as raised:
        step_of_reviews(insufficient(), path)
    assert problems_of(raised) == [(1, "reviewer", "missing_column")]


def test_an_acceptance_stands_only_after_a_search(tmp_path: Path) -> None:
    audit = begun(commitment_to(plain_petition(60, 40), required=(45,)))
    line_id = audit.drawn[0].finding.line_id
    with pytest.raises(RollcheckError) as raised:
        stepped(audit, tmp_path, [(line_id, "auditor-1", "valid", "")])
    assert problems_of(raised) == [(2, "copies", "not_searched")]
    assert stepped(audit, tmp_path, [(line_id, "auditor-1", "valid", "none")]).state.reviews


def test_a_copy_that_waits_is_refused(tmp_path: Path) -> None:
    lines = [*plain_petition(10, 30), Line("W", "waiting", "", "w", genuine=True)]
    audit = begun(commitment_to(lines, required=(25,)))
    with pytest.raises(RollcheckError) as raised:
        stepped(audit, tmp_path, [(audit.drawn[0].finding.line_id, "auditor-1", "valid", "W")])
    assert problems_of(raised) == [(2, "copies", "waiting_line")]


def test_problems_hold_no_cell_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(RollcheckError) as raised:
        stepped(insufficient(), tmp_path, [("Jane Doe", "Jane Doe", "Jane Doe", "Jane Doe")])
    assert not [one for one in raised.value.problems if "Jane" in Problem.__str__(one)]
