"""People: they find the truth mostly, err at the stated rates, and their files are well formed."""

from collections import Counter, defaultdict
from datetime import datetime

import pytest

from demo.demo_files import DemoFiles, Row
from rollcheck.demo.people import Case, ErrorRates, Finding, find, look, settled_finding
from rollcheck.demo.petition_file import rules_of_filing
from rollcheck.petition.determinations import load_determinations
from rollcheck.petition.settle import settle

RATES = ErrorRates()
SURE = ErrorRates(second_looks=0)
NEEDED = {"not_registered": 1, "signature_mismatch": 2, "different_address": 1, "canceled": 3}
RIGHT = 0.5


def case(reason: str = "", lots: tuple[float, ...] = (RIGHT,) * 5, **what: object) -> Case:
    given = {"voter_id": "1", "lookalike": "", "hard": False, "odd": False, **what}
    return Case(reason=reason, lots=lots, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("reason", ["", "canceled", "signature_mismatch"])
def test_most_find_the_truth(reason: str) -> None:
    assert find(case(reason), RIGHT, RATES) == Finding(reason, "1")


def test_errors_of_people() -> None:
    assert find(case(), 0, RATES) == Finding("not_registered", "")
    assert find(case(odd=True), 0.99, RATES) == Finding("signature_mismatch", "1")
    assert find(case(), 0.99, RATES) == Finding("", "1")
    assert find(case("canceled"), 0, RATES) == Finding("", "1")
    assert find(case("canceled"), 0.999, RATES) == Finding("not_registered", "")
    stranger = case("not_registered", voter_id="", lookalike="2")
    assert find(stranger, 0, RATES) == Finding("", "2")
    assert find(stranger, RIGHT, RATES) == Finding("not_registered", "")
    assert find(case("illegible", voter_id=""), 0, RATES) == Finding("illegible", "")


def test_hard_lines_are_missed_more_often() -> None:
    assert find(case(hard=True), 0.05, RATES).reason == "not_registered"
    assert find(case(), 0.05, RATES).reason == ""


def test_a_rejection_takes_as_many_people_as_the_rule_says() -> None:
    assert len(look(case("not_registered", voter_id=""), NEEDED, SURE)) == 1
    assert len(look(case("signature_mismatch"), NEEDED, SURE)) == 2
    assert len(look(case("canceled"), NEEDED, SURE)) == 3
    assert len(look(case(), NEEDED, SURE)) == 1


def test_a_third_person_settles_a_split() -> None:
    split = case(odd=True, lots=(0.99, RIGHT, RIGHT, RIGHT, 1.0))
    found = look(split, NEEDED, SURE)
    assert [one.reason for one in found] == ["signature_mismatch", "", ""]
    assert settled_finding(found) == Finding("", "1")


def test_every_line_is_settled_by_the_petitions_own_rule(demo: DemoFiles) -> None:
    reasons = rules_of_filing().reasons
    found = load_determinations(
        demo.folder / "determinations.csv",
        lines={row["line_id"] for row in demo.lines},
        reasons=reasons,
    )
    needed = {code: reason.people for code, reason in reasons.items()}
    states = [settle(found[row["line_id"]], needed) for row in demo.lines]
    assert {state.status for state in states} == {"valid", "invalid"}
    voters = [state.voter_id for state in states if state.status == "valid"]
    assert len(set(voters)) == len(voters)
    assert set(voters) <= set(demo.voter)


def test_the_sample_has_determinations_of_its_own_lines_only(demo: DemoFiles) -> None:
    sampled = {row["line_id"] for row in demo.sample_determinations}
    assert len(sampled) == 500
    pointed_at = {row["duplicate_of"] for row in demo.sample_determinations} - {""}
    assert pointed_at <= sampled


def test_a_duplicate_points_to_a_line_accepted_for_the_same_voter(demo: DemoFiles) -> None:
    accepted = {
        (row["line_id"], row["voter_id"])
        for row in demo.determinations
        if row["finding"] == "valid"
    }
    for row in demo.determinations:
        if row["reason"] == "duplicate":
            assert (row["duplicate_of"], row["voter_id"]) in accepted


def of_lines(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["line_id"]].append(row)
    return found


def test_different_people_look_at_one_line_one_after_another(demo: DemoFiles) -> None:
    several = [rows for rows in of_lines(demo.determinations).values() if len(rows) > 1]
    assert len(several) > 100
    for rows in several:
        assert len({row["person"] for row in rows}) == len(rows)
        assert sorted(rows, key=lambda row: row["at"]) == rows


def test_the_office_keeps_its_days_and_hours(demo: DemoFiles) -> None:
    for name, first, last in (
        ("sample_determinations", "2022-07-11", "2022-07-15"),
        ("determinations", "2022-07-18", "2022-08-17"),
    ):
        for row in getattr(demo, name):
            at = datetime.fromisoformat(row["at"])
            assert first <= row["at"][:10] <= last
            assert at.weekday() < 5
            assert 8 <= at.hour < 19
            assert str(at.tzinfo) == "UTC-07:00"


def test_people_are_named_by_number_and_are_many(demo: DemoFiles) -> None:
    people = {row["person"] for row in demo.determinations}
    assert all(person.rsplit("-", 1)[0] in {"checker", "adjudicator"} for person in people)
    assert len(people) > 20


def test_people_err_near_the_stated_rates(demo: DemoFiles) -> None:
    truth = {row["line_id"]: row for row in demo.truth}
    first = {row["line_id"]: row for row in reversed(demo.determinations)}
    valid = [first[i] for i, row in truth.items() if row["reason"] in {"", "duplicate"}]
    reasons = Counter(row["reason"] for row in valid)
    assert 0.015 < reasons["not_registered"] / len(valid) < 0.035
    assert 0.003 < reasons["signature_mismatch"] / len(valid) < 0.02
    found = [row for row in first.values() if row["reason"] == "not_registered"]
    wrong = sum(bool(truth[row["line_id"]]["voter_id"]) for row in found)
    assert 0.08 < wrong / len(found) < 0.17
