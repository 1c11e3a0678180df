"""Steps: appended, idempotent, sealed; and every bad row is named."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from audit_cases import (
    Line,
    agreeing,
    begun,
    commitment_to,
    insufficient,
    plain_petition,
    stepped,
    write_rows,
)

from rollcheck.problems import Problem, RollcheckError
from rollcheck.sampling.audit import (
    Audit,
    check_commitment,
    draw_more,
    read_state,
    report,
    step_of_counts,
    step_of_reviews,
    write_state,
)


def problems_of(raised: pytest.ExceptionInfo[RollcheckError]) -> list[tuple[object, ...]]:
    return [(one.row, one.column, one.code) for one in raised.value.problems]


def test_a_decision_is_confirmed_once_the_risk_is_low_enough(tmp_path: Path) -> None:
    audit = insufficient()
    conclusions = []
    for n in range(15):
        audit = stepped(audit, tmp_path, agreeing(audit, n, n + 1))
        conclusions.append(audit.conclusion)
    assert conclusions[:5] == ["go_on"] * 5
    assert conclusions[-1] == "confirmed"
    risks = [float(one.risk) for one in audit.standings]
    assert risks[0] <= 0.05
    # Once reached it stays reached: Ville's inequality is about the whole course.
    wrong = [(audit.drawn[15].finding.line_id, "auditor-1", "valid", "")]
    assert stepped(audit, tmp_path, wrong).conclusion == "confirmed"


def test_reviews_that_contradict_the_decision_call_for_a_full_re_review(tmp_path: Path) -> None:
    audit = insufficient()
    rows = [(place.finding.line_id, "auditor-1", "valid", "") for place in audit.drawn[:10]]
    after = stepped(audit, tmp_path, rows)
    assert (after.conclusion, after.standings[0].contradicted) == ("full_re_review", True)


def test_the_limit_of_lines_ends_the_audit(tmp_path: Path) -> None:
    audit = insufficient(limit=3)
    assert stepped(audit, tmp_path, agreeing(audit, 0, 2)).conclusion == "go_on"
    assert stepped(audit, tmp_path, agreeing(audit, 0, 3)).conclusion == "full_re_review"


def test_a_full_re_review_settles_the_matter(tmp_path: Path) -> None:
    audit = insufficient()
    after = stepped(audit, tmp_path, agreeing(audit))
    assert after.standings[0].risk == 0
    lost = begun(commitment_to(plain_petition(60, 40), required=(70,)))
    rows = [
        (place.finding.line_id, "auditor-1", "valid" if n % 4 == 0 else "invalid", "")
        for n, place in enumerate(lost.drawn)
    ]
    after = stepped(lost, tmp_path, rows)
    assert after.standings[0].harm == 10
    assert after.conclusion == "full_re_review"


def test_a_sufficient_petition_is_tested_on_its_acceptances(tmp_path: Path) -> None:
    audit = begun(commitment_to(plain_petition(60, 40), required=(45, 70)), of="acceptances")
    after = stepped(audit, tmp_path, agreeing(audit, 0, 20))
    assert [one.conclusion for one in after.standings] == ["confirmed", "not_drawn"]


def test_several_numbers_on_both_sides_are_tested_at_once(tmp_path: Path) -> None:
    audit = begun(commitment_to(plain_petition(60, 40), required=(75, 40)))
    assert audit.plan.of == "both"
    after = stepped(audit, tmp_path, agreeing(audit, 0, 70))
    assert [one.question.decision for one in after.standings] == ["insufficient", "sufficient"]
    assert [one.conclusion for one in after.standings] == ["confirmed", "confirmed"]


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


def test_the_error_rate_is_that_of_the_findings_whatever_the_decision(tmp_path: Path) -> None:
    """Rejections drawn on request, though the petition is sufficient."""
    audit = begun(commitment_to(plain_petition(60, 40), required=(45,)), of="rejections")
    rows = [
        (place.finding.line_id, "auditor-1", "valid" if n < 2 else "invalid", "")
        for n, place in enumerate(audit.drawn[:20])
    ]
    document = report(stepped(audit, tmp_path, rows))
    rate = document["error_rate"]
    assert isinstance(rate, dict)
    assert (document["conclusion"], rate["wrong"], rate["rate"]) == ("not_drawn", 2, 0.1)
    assert rate["voters_low"] >= 2
    looks = rate["sequence"]
    assert [looks[0]["voters_low"], looks[0]["voters_high"]] == [0, 40]
    assert [look["reviews"] for look in looks] == list(range(21))
    widths = [look["voters_high"] - look["voters_low"] for look in looks]
    assert widths == sorted(widths, reverse=True)
    both = begun(commitment_to(plain_petition(60, 40), required=(45,)), of="both")
    rows = [(place.finding.line_id, "auditor-1", "invalid", "") for place in both.drawn[:30]]
    rate = report(stepped(both, tmp_path, rows))["error_rate"]
    assert isinstance(rate, dict)
    accepted = sum(place.finding.status == "valid" for place in both.drawn[:30])
    assert rate["wrong"] == accepted > 0


def test_a_copy_that_waits_is_refused(tmp_path: Path) -> None:
    lines = [*plain_petition(10, 30), Line("W", "waiting", "", "w", genuine=True)]
    audit = begun(commitment_to(lines, required=(25,)))
    with pytest.raises(RollcheckError) as raised:
        stepped(audit, tmp_path, [(audit.drawn[0].finding.line_id, "auditor-1", "valid", "W")])
    assert problems_of(raised) == [(2, "copies", "waiting_line")]


# The manifest audit comes first.


def write_counts(path: Path, audit: Audit, **other: str) -> Path:
    sections = audit.commitment.frame.sections
    rows = [
        (name, "auditor-1", other.get(name, str(sections[name]))) for name in audit.sections_drawn
    ]
    return write_rows(path, ("section", "counter", "lines"), rows)


def test_reviews_wait_for_the_manifest_audit_and_its_bound_reduces_the_margin(
    tmp_path: Path,
) -> None:
    audit = insufficient(sections=17)
    with pytest.raises(RollcheckError) as raised:
        stepped(audit, tmp_path, agreeing(audit, 0, 1))
    assert problems_of(raised) == [(None, None, "manifest_first")]
    name = audit.sections_drawn[0]
    more = {name: str(audit.commitment.frame.sections[name] + 1)}
    counted = step_of_counts(audit, write_counts(tmp_path / "counts.csv", audit, **more))
    assert counted.manifest is not None
    assert (counted.manifest.missing, counted.manifest.missing_at_most) == (1, 1)
    assert counted.standings[0].question.margin == 9
    done = stepped(counted, tmp_path, agreeing(counted, 0, 25))
    standing = done.standings[0]
    assert float(standing.risk) == pytest.approx(float(standing.risk_of_lines) + 0.01)
    assert step_of_counts(done, tmp_path / "counts.csv") is done


def test_a_bound_beyond_the_margin_cannot_be_confirmed(tmp_path: Path) -> None:
    audit = insufficient(sections=1)
    counted = step_of_counts(audit, write_counts(tmp_path / "counts.csv", audit))
    done = stepped(counted, tmp_path, agreeing(counted))
    assert done.standings[0].question.margin < 1
    assert done.conclusion == "full_re_review"
    assert done.standings[0].risk == 1


def test_more_sections_may_be_drawn_until_the_first_review(tmp_path: Path) -> None:
    audit = insufficient(sections=1, size=25)
    counted = step_of_counts(audit, write_counts(tmp_path / "counts.csv", audit))
    assert (counted.conclusion, counted.standings[0].question.margin < 1) == ("go_on", True)
    more = draw_more(counted, 25, 17)
    assert more.sections_drawn[:1] == counted.sections_drawn
    with pytest.raises(RollcheckError) as raised:
        stepped(more, tmp_path, agreeing(more, 0, 1))
    assert problems_of(raised) == [(None, None, "manifest_first")]
    whole = step_of_counts(more, write_counts(tmp_path / "counts.csv", more))
    assert whole.missing_at_most == 0
    done = stepped(whole, tmp_path, agreeing(whole))
    assert done.conclusion == "confirmed"
    for size, sections in ((25, 17), (26, 16), (26, 18)):
        with pytest.raises(RollcheckError, match="cannot be drawn"):
            draw_more(done, size, sections)
    write_state(tmp_path / "state.json", done.state)
    assert read_state(tmp_path / "state.json") == done.state


def test_nothing_is_confirmed_before_the_sections_are_counted() -> None:
    audit = begun(commitment_to(plain_petition(60, 40), required=(100,)), sections=2)
    assert (audit.missing_at_most, audit.conclusion) == (36, "go_on")


def test_a_sufficient_decision_is_not_touched_by_missing_lines(tmp_path: Path) -> None:
    audit = begun(commitment_to(plain_petition(60, 40), required=(45,)), sections=1)
    counted = step_of_counts(audit, write_counts(tmp_path / "counts.csv", audit))
    done = stepped(counted, tmp_path, agreeing(counted, 0, 30))
    assert done.standings[0].risk == done.standings[0].risk_of_lines < Fraction(1, 20)


def test_bad_counts_are_named_at_once(tmp_path: Path) -> None:
    audit = insufficient(sections=5)
    first, second, third, *_ = audit.sections_drawn
    other = next(
        name for name in audit.commitment.frame.sections if name not in audit.sections_drawn
    )
    rows = [
        ("nowhere", "auditor-1", "6"),
        (other, "auditor-1", "6"),
        (first, "", "6"),
        (second, "auditor-1", "many"),
        (second, "auditor-1", "6"),
        (third, "auditor-1", "9"),
    ]
    path = write_rows(tmp_path / "counts.csv", ("section", "counter", "lines"), rows)
    with pytest.raises(RollcheckError) as raised:
        step_of_counts(audit, path)
    assert problems_of(raised) == [
        (2, "section", "unknown_section"),
        (3, "section", "not_drawn"),
        (4, "counter", "missing_cell"),
        (5, "lines", "not_a_number"),
        (6, "counter", "two_by_one_counter"),
        (7, "lines", "beyond_the_room"),
    ]


def test_every_section_drawn_is_counted_and_then_closed(tmp_path: Path) -> None:
    audit = insufficient(sections=3)
    path = write_rows(
        tmp_path / "some.csv",
        ("section", "counter", "lines"),
        [(audit.sections_drawn[0], "auditor-1", "not_found")],
    )
    with pytest.raises(RollcheckError) as raised:
        step_of_counts(audit, path)
    assert problems_of(raised) == [(None, "section", "without_count")]
    counted = step_of_counts(audit, write_counts(tmp_path / "counts.csv", audit))
    with pytest.raises(RollcheckError) as raised:
        step_of_counts(counted, path)
    assert problems_of(raised) == [(None, "section", "closed")]


def test_counts_without_sections_drawn_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RollcheckError) as raised:
        step_of_counts(insufficient(), tmp_path / "counts.csv")
    assert problems_of(raised) == [(None, None, "no_sections")]


# The state.


def three_steps(tmp_path: Path) -> Audit:
    audit = insufficient()
    audit = stepped(audit, tmp_path, agreeing(audit, 0, 4))
    return stepped(audit, tmp_path, agreeing(audit, 0, 9))


def test_the_state_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    audit = three_steps(tmp_path)
    write_state(tmp_path / "state.json", audit.state)
    assert read_state(tmp_path / "state.json") == audit.state
    recorded = json.loads((tmp_path / "state.json").read_text(encoding="utf-8"))["steps"][0]["plan"]
    assert recorded["rule"]["name"] == "mixture-of-constant-fractions/1"
    assert recorded["rule"]["fractions"] == ["1", "3/4", "2/5", "4/25", "2/25", "1/25"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"invalid"', '"valid"'),
        ('"risk": "1/20"', '"risk": "1/5"'),
        ('"3/4"', '"1/4"'),
        ('"seed": "dice 1 2 3"', '"seed": "dice 1 2 4"'),
        ('"auditor-1"', '"auditor-2"'),
        ('"step": 2', '"step": 3'),
        ('"kind": "reviews"', '"kind": "rereviews"'),
        ('"format": "rollcheck-audit/1"', '"format": "other"'),
        ('"steps": [', '"steps": 3, "rest": ['),
        ("{", "{{"),
    ],
)
def test_an_altered_state_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "state.json"
    write_state(path, three_steps(tmp_path).state)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RollcheckError) as raised:
        read_state(path)
    assert problems_of(raised) == [(None, None, "altered_state")]


def test_a_step_left_out_or_moved_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    steps = list(three_steps(tmp_path).state.steps)
    for altered in ([steps[0], steps[2]], [steps[0], steps[2], steps[1]], steps[1:], []):
        path.write_text(json.dumps({"format": "rollcheck-audit/1", "steps": altered}))
        with pytest.raises(RollcheckError) as raised:
            read_state(path)
        assert problems_of(raised) == [(None, None, "altered_state")]


def test_a_state_of_another_commitment_is_refused(tmp_path: Path) -> None:
    other = commitment_to(plain_petition(60, 40), required=(70,), seed=9)
    with pytest.raises(RollcheckError, match="another commitment"):
        check_commitment(other, three_steps(tmp_path).state)


def test_problems_hold_no_cell_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(RollcheckError) as raised:
        stepped(insufficient(), tmp_path, [("Jane Doe", "Jane Doe", "Jane Doe", "Jane Doe")])
    assert not [one for one in raised.value.problems if "Jane" in Problem.__str__(one)]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "", "{}", "[1]", '{"format": "rollcheck-audit/1"}']
)
def test_a_file_that_is_no_state_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RollcheckError) as caught:
        read_state(path)
    assert [one.code for one in caught.value.problems] == ["altered_state"]


def test_a_number_of_lines_of_thousands_of_digits_is_beyond_the_room(tmp_path: Path) -> None:
    audit = insufficient(sections=2)
    rows = [(name, "auditor-1", "9" * 5_000) for name in audit.sections_drawn]
    counts = write_rows(tmp_path / "counts.csv", ("section", "counter", "lines"), rows)
    with pytest.raises(RollcheckError) as caught:
        step_of_counts(audit, counts)
    assert [one.code for one in caught.value.problems] == ["beyond_the_room"] * 2
