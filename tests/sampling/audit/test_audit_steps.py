"""What the steps of an audit conclude."""

from pathlib import Path

from audit_cases import (
    agreeing,
    begun,
    commitment_to,
    insufficient,
    plain_petition,
    stepped,
)

from rollcheck.sampling.audit import (
    report,
)


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
