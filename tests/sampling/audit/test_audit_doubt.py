"""Doubt when contradicting a decision: at its best, as it is at its worst when confirming."""

from pathlib import Path

import pytest
from audit_cases import (
    Line,
    begun,
    commitment_to,
    insufficient,
    plain_petition,
    stepped,
)


def test_doubt_neither_confirms_nor_contradicts(tmp_path: Path) -> None:
    """Lines not found count as worst case when confirming, and at their best when contradicting."""
    audit = insufficient()
    lost = [(p.finding.line_id, "auditor-1", "not_found", "") for p in audit.drawn[:30]]
    after = stepped(audit, tmp_path, lost).standings[0]
    assert (after.conclusion, after.contradicted) == ("go_on", False)
    assert (float(after.risk), float(after.harm)) == (1, 30)
    sure = [(p.finding.line_id, "auditor-1", "valid", "") for p in audit.drawn[:30]]
    assert stepped(audit, tmp_path, sure).standings[0].contradicted


@pytest.mark.parametrize("of", ["rejections", "acceptances"])
def test_reviewers_who_differ_neither_confirm_nor_contradict(tmp_path: Path, of: str) -> None:
    required = 70 if of == "rejections" else 45
    commitment = commitment_to(plain_petition(60, 40), required=(required,))
    audit = begun(commitment, of=of, reviewers=2)
    rows = [
        (place.finding.line_id, f"auditor-{n}", finding, "none")
        for place in audit.drawn[:25]
        for n, finding in enumerate(("valid", "invalid"))
    ]
    after = stepped(audit, tmp_path, rows).standings[0]
    assert (after.conclusion, after.contradicted, float(after.harm)) == ("go_on", False, 25)
    against = "valid" if of == "rejections" else "invalid"
    agreed = [(line, person, against, copies) for line, person, _, copies in rows]
    assert stepped(audit, tmp_path, agreed).standings[0].contradicted


def test_a_copy_in_doubt_is_one_where_that_contradicts_less(tmp_path: Path) -> None:
    """Ten rejections said to be three voters contradict less than ten voters do."""
    audit = insufficient()
    ids = [place.finding.line_id for place in audit.drawn[:12]]
    chained = [
        (one, "auditor-1", "valid", ";".join(sorted(set(ids[n // 4 * 4 : n // 4 * 4 + 4]) - {one})))
        for n, one in enumerate(ids)
    ]
    assert not stepped(audit, tmp_path, chained).standings[0].contradicted
    alone = [(one, "auditor-1", "valid", "none") for one in ids]
    assert stepped(audit, tmp_path, alone).standings[0].contradicted


def test_waiting_lines_are_no_voters_when_contradicting(tmp_path: Path) -> None:
    lines = [
        *plain_petition(60, 40),
        *(Line(f"W{n}", "waiting", "", f"w{n}", genuine=False) for n in range(9)),
    ]
    rows = []
    for petition in (lines, lines[:100]):
        audit = begun(commitment_to(petition, required=(70,)))
        rows = [(p.finding.line_id, "auditor-1", "valid", "") for p in audit.drawn[:1]]
        rows += [(p.finding.line_id, "auditor-1", "invalid", "") for p in audit.drawn[1:6]]
        after = stepped(audit, tmp_path, rows).standings[0]
        assert after.question.margin == (1 if len(petition) > 100 else 10)
        assert not after.contradicted


def test_all_lines_reviewed_in_doubt_end_the_audit(tmp_path: Path) -> None:
    audit = insufficient()
    rows = [(place.finding.line_id, "auditor-1", "not_found", "") for place in audit.drawn]
    after = stepped(audit, tmp_path, rows)
    assert (after.conclusion, after.standings[0].contradicted) == ("full_re_review", False)
