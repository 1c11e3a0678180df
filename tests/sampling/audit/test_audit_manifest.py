"""The manifest audit comes first: sections counted again, and what their bound does."""

from fractions import Fraction
from pathlib import Path

import pytest
from audit_cases import (
    agreeing,
    begun,
    commitment_to,
    insufficient,
    plain_petition,
    problems_of,
    stepped,
    write_rows,
)

from rollcheck.problems import RollcheckError
from rollcheck.sampling.audit import (
    Audit,
    draw_more,
    read_state,
    step_of_counts,
    write_state,
)


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


def test_a_number_of_lines_of_thousands_of_digits_is_beyond_the_room(tmp_path: Path) -> None:
    audit = insufficient(sections=2)
    rows = [(name, "auditor-1", "9" * 5_000) for name in audit.sections_drawn]
    counts = write_rows(tmp_path / "counts.csv", ("section", "counter", "lines"), rows)
    with pytest.raises(RollcheckError) as caught:
        step_of_counts(audit, counts)
    assert [one.code for one in caught.value.problems] == ["beyond_the_room"] * 2
