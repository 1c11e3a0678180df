"""What each place's rules say, and that every place says what a count meets in life."""

import ast
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from places_page import PAGE, page

from rollcheck.law import (
    District,
    RuleSet,
    deadlines,
    decide,
    for_measure,
    forms,
    identifiers,
    project,
    required,
    rule_set,
    sample,
)
from rollcheck.law.catalogue import PLACES
from rollcheck.law.load import parse_rule_set
from rollcheck.law.working_days import holidays_of
from rollcheck.problems import RollcheckError

NEWEST: Mapping[str, RuleSet] = {identifier: forms(identifier)[-1] for identifier in identifiers()}
COLORADO = NEWEST["us-co/state-initiative"]
WASHINGTON = NEWEST["us-wa/state-initiative"]
ARIZONA = NEWEST["us-az/state-initiative"]
OREGON = NEWEST["us-or/state-initiative"]
MICHIGAN = NEWEST["us-mi/state-initiative"]
NEVADA = NEWEST["us-nv/county-initiative"]
STATE_RECALL = NEWEST["us-ca/state-recall"]


def test_the_page_of_the_places_is_up_to_date() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(), "run: python tests/law/places_page.py"


def named_in_code(source: Path, names: set[str]) -> list[str]:
    """The text constants of one source file that are the name of a place, exactly."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and text in names]


def test_no_source_knows_the_name_of_a_place(tmp_path: Path) -> None:
    """Nothing to compare with: only the demo, whose case is one place's, names it."""
    package = PAGE.parent.parent / "src" / "rollcheck"
    names = {name for rules in NEWEST.values() for name in (rules.place, rules.kind)} | set(NEWEST)
    found = {
        str(source.relative_to(package)): known
        for source in package.rglob("*.py")
        if "demo" not in source.relative_to(package).parts
        and (known := named_in_code(source, names))
    }
    assert not found, "write a field of the place's rule file instead"
    bad = tmp_path / "bad.py"
    bad.write_text('def odd(place):\n    return place == "us-wa"\n', encoding="utf-8")
    assert named_in_code(bad, names) == ["us-wa"]


# Requirements


@pytest.mark.parametrize(
    ("identifier", "measure", "given", "needed"),
    [
        ("us-ca/county-initiative", None, {"votes_cast": 1001}, 101),
        ("us-ca/state-initiative", None, {"votes_cast": 10932901}, 546646),
        ("us-ca/state-initiative", "constitutional-amendment", {"votes_cast": 1000}, 80),
        ("us-ca/state-recall", None, {"votes_cast": 12464235}, 1495709),
        ("us-ca/state-recall", "legislator-or-judge", {"votes_cast": 1001}, 201),
        ("us-ca/in-lieu", None, {}, 7000),
        ("us-ca/in-lieu", "assembly", {}, 1000),
        ("us-wa/state-initiative", None, {"votes_cast": 3079639}, 246372),
        ("us-wa/state-initiative", "referendum", {"votes_cast": 3079639}, 123186),
        ("us-co/state-initiative", None, {"votes_cast": 1722096}, 86105),
        ("us-az/state-initiative", "constitutional-amendment", {"votes_cast": 1001}, 151),
        ("us-nv/county-initiative", None, {"votes_cast": 1001}, 151),
        ("us-nv/county-initiative", "referendum", {"votes_cast": 1001}, 101),
        ("us-or/state-initiative", None, {"votes_cast": 1001}, 61),
        ("us-mi/state-initiative", "referendum", {"votes_cast": 1001}, 51),
        ("uk/recall-of-mp", None, {"registered": 79402}, 7941),
        ("ch/federal-initiative", None, {}, 100000),
    ],
)
def test_required(identifier: str, measure: str | None, given: dict[str, int], needed: int) -> None:
    rules = for_measure(NEWEST[identifier], measure)
    assert required(rules, **given).values == {"required": needed}


def test_a_measure_not_named_is_warned_of_and_a_wrong_one_refused() -> None:
    assert "constitutional-amendment" in required(OREGON, votes_cast=1000).warnings[0]
    assert not required(for_measure(OREGON, "statute"), votes_cast=1000).warnings
    with pytest.raises(RollcheckError, match="write one of statute, constitutional-amendment"):
        for_measure(OREGON, "recall")
    with pytest.raises(RollcheckError, match="leave it out"):
        for_measure(NEWEST["uk/recall-of-mp"], "recall")


def test_the_wrong_number_for_a_requirement_is_refused() -> None:
    with pytest.raises(RollcheckError) as error:
        required(OREGON, registered=1000)
    assert {(one.column, one.code) for one in error.value.problems} == {
        ("votes_cast", "missing"),
        ("registered", "unused"),
    }


def test_signatures_in_lieu_until_2017() -> None:
    old = rule_set("us-ca/in-lieu", date(2017, 12, 31))
    assert required(old).values == {"required": 10000}
    assert sample(old, raw=99, required=90).values["decision"] == "full_check"
    assert sample(old, raw=100, required=90).values["sample_size"] == 100
    assert sample(old, raw=1999, required=900).values["sample_size"] == 100
    assert sample(old, raw=2000, required=900).values["sample_size"] == 100
    assert sample(old, raw=2001, required=900).values["sample_size"] == 101


# Samples and decisions


def test_washington_never_rejects_on_a_sample() -> None:
    case = {"raw": 348072, "required": 246372, "sample": 10512}
    assert project(WASHINGTON, valid=0, **case).values["decision"] == "full_check"
    for duplicates, decision in ((51, "sufficient"), (52, "full_check")):
        answer = project(WASHINGTON, valid=9606 + 9 - duplicates, duplicates=duplicates, **case)
        assert answer.values["decision"] == decision
    answer = sample(WASHINGTON, raw=348072, required=246372)
    assert answer.values["insufficient_below"] is None
    assert answer.values["sample_size"] == 10442
    enough = answer.values["sufficient_from"]
    assert isinstance(enough, int)
    alike = {"raw": 348072, "required": 246372, "sample": 10442}
    assert project(WASHINGTON, valid=enough, **alike).values["decision"] == "sufficient"
    assert project(WASHINGTON, valid=enough - 1, **alike).values["decision"] == "full_check"


def test_washingtons_sample_in_terms_of_the_invalid() -> None:
    """Valid, invalid and second copies make the sample; of valid and invalid one is enough."""
    case = {"raw": 348072, "required": 246372, "sample": 10512, "duplicates": 9}
    by_the_valid = project(WASHINGTON, valid=9606, **case)
    assert project(WASHINGTON, invalid=897, **case) == by_the_valid
    assert project(WASHINGTON, valid=9606, invalid=897, **case) == by_the_valid
    for given, column, says in (
        ({"valid": 9606, "invalid": 896}, "invalid", "make 10,511, but sample is 10,512: 1 line m"),
        ({"valid": 9606, "invalid": 899}, "invalid", "make 10,514, but sample is 10,512: 2 lines"),
        ({"invalid": 10504}, "invalid", "invalid and duplicates (10,513) cannot be more than"),
        ({}, "valid", "needs valid or invalid"),
    ):
        with pytest.raises(RollcheckError) as error:
            project(WASHINGTON, **given, **case)
        (problem,) = error.value.problems
        assert problem.column == column
        assert says in problem.message


def test_where_the_second_copy_is_an_invalid_line_the_invalid_hold_it() -> None:
    case = {"raw": 106119, "sample": 5306, "required": 86105}
    assert project(COLORADO, invalid=1016, **case).values["projected_valid"] == 85800
    with pytest.raises(RollcheckError, match="make 5,305, but sample is 5,306"):
        project(COLORADO, valid=4290, invalid=1015, **case)


def test_where_the_rules_have_no_use_for_the_invalid_of_a_sample_they_are_refused() -> None:
    recall = NEWEST["us-ca/county-recall"]
    with pytest.raises(RollcheckError, match="does not use invalid"):
        project(recall, raw=24034, sample=722, valid=516, invalid=204)
    with pytest.raises(RollcheckError, match="us-or/state-initiative, stage 1, does not use"):
        project(OREGON, raw=152127, sample=1000, valid=700, invalid=300)


def test_arizonas_invalid_are_those_of_the_whole_petition() -> None:
    case = {"raw": 400000, "excluded": 20000, "sample": 19000}
    with pytest.raises(RollcheckError, match="the whole petition found ineligible by name"):
        project(ARIZONA, valid=15200, invalid=380001, **case)
    with pytest.raises(RollcheckError, match="needs valid, counted in the sample"):
        project(ARIZONA, invalid=3800, **case)


def test_arizonas_order() -> None:
    case = {"raw": 400000, "excluded": 20000, "sample": 19000, "valid": 15200}
    answer = project(ARIZONA, **case)
    assert answer.values["naive_valid"] == 304000
    assert answer.values["projected_valid"] == (380000 - 3800) * 8 // 10
    assert project(ARIZONA, invalid=0, **case).values["projected_valid"] == 304000
    assert project(ARIZONA, invalid=5000, **case).values["projected_valid"] == 300000
    decisions = [
        project(ARIZONA, required=needed, **case).values["decision"] for needed in (300960, 300961)
    ]
    assert decisions == ["sufficient", "insufficient"]
    names = [step.name for step in answer.steps]
    assert names.index("remaining") < names.index("left after the ineligible")
    assert names.index("left after the ineligible") < names.index("share valid")
    assert project(ARIZONA, required=390000, **case).values["decision"] == "insufficient_on_raw"


def test_colorados_bounds_are_with_those_who_reach_them() -> None:
    case = {"raw": 100000, "sample": 5000, "required": 50000}
    assert [
        project(COLORADO, valid=valid, **case).values["decision"]
        for valid in (2250, 2251, 2749, 2750)
    ] == ["insufficient", "full_check", "full_check", "sufficient"]
    assert sample(COLORADO, raw=60000, required=50000).values["sample_size"] == 4000


def test_colorados_amendments_are_checked_line_by_line() -> None:
    amendment = for_measure(COLORADO, "constitutional-amendment")
    answer = sample(amendment, raw=200000, required=124632)
    assert answer.values["decision"] == "full_check"
    assert answer.values["sample_size"] is None
    with pytest.raises(RollcheckError, match="constitutional-amendment every signature"):
        project(amendment, raw=200000, sample=10000, valid=7000)
    before = rule_set("us-co/state-initiative", date(2016, 8, 5))
    assert sample(before, raw=183691, required=98492).values["sample_size"] == 9185


def test_nevadas_zones() -> None:
    case = {"raw": 20000, "sample": 1000, "required": 10000}
    assert [
        project(NEVADA, valid=valid, **case).values["decision"] for valid in (449, 450, 499, 500)
    ] == ["insufficient", "full_check", "full_check", "sufficient"]
    assert sample(NEVADA, raw=500, required=400).values["decision"] == "full_check"


def test_oregon_accepts_on_any_sample_and_rejects_on_the_last() -> None:
    first = {"raw": 152127, "sample": 1000, "required": 100840}
    assert project(OREGON, valid=765, **first).values["decision"] == "sufficient"
    answer = project(OREGON, valid=764, **first)
    assert answer.values["decision"] == "next_sample"
    assert answer.values["next_sample_size"] == 7607
    assert answer.values["stage"] == 1
    assert project(OREGON, valid=0, **first).values["decision"] == "next_sample"
    second = {"raw": 152127, "sample": 7607, "required": 100840}
    for valid, decision in ((5043, "sufficient"), (5042, "insufficient")):
        answer = project(OREGON, valid=valid, **second)
        assert (answer.values["stage"], answer.values["decision"]) == (2, decision)
    assert project(OREGON, valid=5062, duplicates=1, **second).values["decision"] == "sufficient"
    assert project(OREGON, valid=5060, duplicates=1, **second).values["decision"] == "insufficient"


def test_the_stage_may_be_named() -> None:
    case = {"raw": 152127, "sample": 2000, "valid": 1400, "required": 100840}
    assert project(OREGON, **case).values["decision"] == "next_sample"
    assert project(OREGON, stage=2, **case).values["decision"] == "sufficient"


def test_michigans_second_sample_is_the_last() -> None:
    case = {"raw": 379419, "excluded": 6357, "required": 340047}
    assert sample(MICHIGAN, **case).values["sample_size"] == 500
    answer = project(MICHIGAN, sample=3500, valid=3191, **case)
    assert (answer.values["stage"], answer.values["decision"]) == (2, "sufficient")
    assert project(MICHIGAN, sample=3500, valid=3190, **case).values["decision"] == "insufficient"
    assert project(MICHIGAN, sample=500, valid=455, **case).values["decision"] == "next_sample"


@pytest.mark.parametrize("identifier", identifiers())
def test_raw_below_required(identifier: str) -> None:
    """Insufficient on the raw count everywhere but where no raw count decides."""
    answer = decide(NEWEST[identifier], raw=9999, required=10000, valid=9000)
    counts_all = not NEWEST[identifier].stages
    assert answer.values["decision"] == ("insufficient" if counts_all else "insufficient_on_raw")
    assert answer.values["short_by"] == (1000 if counts_all else 1)


@pytest.mark.parametrize("identifier", ["uk/recall-of-mp", "ch/federal-initiative"])
def test_where_every_signature_is_always_verified_no_sample_is_drawn(identifier: str) -> None:
    with pytest.raises(RollcheckError, match="draws no sample"):
        sample(NEWEST[identifier], raw=100, required=10)
    assert decide(NEWEST[identifier], raw=11, required=10, valid=10).values["decision"] == (
        "sufficient"
    )


# Districts


def five(*valid: int) -> list[District]:
    return [
        District(f"County {number}", {"votes_cast": 100_050, "valid": one})
        for number, one in enumerate(valid)
    ]


def test_five_counties_must_each_give_one_percent() -> None:
    case: dict[str, Any] = {
        "raw": 2161349,
        "required": 1495709,
        "valid": 1719943,
        "withdrawn": 43,
    }
    enough = decide(STATE_RECALL, counts=five(1001, 1001, 1001, 1001, 1001), **case)
    assert enough.values["decision"] == "sufficient"
    assert enough.values["districts_met"] == 5
    short = decide(STATE_RECALL, counts=five(1001, 1001, 1001, 1001, 1000), **case)
    assert short.values["decision"] == "insufficient"
    assert short.values["short_by"] == 0
    assert [part["short_by"] for part in short.parts] == [0, 0, 0, 0, 1]
    assert "53 of 58 counties" in short.warnings[0]
    assert "Not checked: 5 counties" in decide(STATE_RECALL, **case).warnings[0]
    judge = for_measure(STATE_RECALL, "legislator-or-judge")
    assert not decide(judge, **case).warnings
    with pytest.raises(RollcheckError, match="No minimum by district applies"):
        decide(judge, counts=five(1001), **case)


def test_every_senate_district_must_give_two_percent() -> None:
    districts = [
        District(f"SD {number}", {"registered": 100_001, "valid": 4000}) for number in range(1, 36)
    ]
    districts[34] = District("SD 35", {"registered": 100_001, "valid": 2001})
    case: dict[str, Any] = {"raw": 200000, "required": 124632, "valid": 150000}
    assert decide(COLORADO, counts=districts, **case).values["decision"] == "sufficient"
    districts[34] = District("SD 35", {"registered": 100_001, "valid": 2000})
    answer = decide(COLORADO, counts=districts, **case)
    assert answer.values["decision"] == "insufficient"
    assert (answer.values["districts_met"], answer.values["districts_needed"]) == (34, 35)
    assert not decide(COLORADO, **case).warnings, "a law needs no districts"
    amendment = for_measure(COLORADO, "constitutional-amendment")
    assert "35 state senate districts" in decide(amendment, **case).warnings[0]
    with pytest.raises(RollcheckError, match="36 rows, and 35"):
        decide(COLORADO, counts=[*districts, District("SD 36", districts[0].numbers)], **case)


@pytest.mark.parametrize(
    ("districts", "says"),
    [
        ([District("A", {"valid": 1})], "there is no votes_cast"),
        ([District("A", {"votes_cast": 1, "valid": -1})], "cannot be negative"),
        ([District("A", {"votes_cast": 1, "valid": 900})], "more than 800 in all"),
        (2 * [District("A", {"votes_cast": 1, "valid": 1})], "more than once"),
    ],
)
def test_counts_by_district_that_cannot_be(districts: list[District], says: str) -> None:
    with pytest.raises(RollcheckError, match=says):
        decide(STATE_RECALL, raw=1000, required=500, valid=800, counts=districts)


# Seen in life

LIFE = (
    "registration.signed_by_signing_day",
    "registration.received_by_filing_day",
    "registration.on_roll_by_signing_day",
    "duplicates.counts",
    "raw_count.struck_lines",
    "raw_count.on_checking",
    "sheet.defect_voids",
    "sheet.defect_found",
    "address.must_match",
)
LIFE_OF_A_SAMPLE = ("sample.not_located", "projection.withdrawn_are_valid")


@pytest.mark.parametrize("identifier", identifiers())
def test_every_form_says_what_it_does_with_what_a_count_meets(identifier: str) -> None:
    for rules in forms(identifier):
        assert set(LIFE) <= set(rules.fields)
        for number in range(1, len(rules.stages) + 1):
            assert {f"stages.{number}.{name}" for name in LIFE_OF_A_SAMPLE} <= set(rules.fields)
        if rules.requirement.formula == "percent-of-registered":
            assert rules.requirement.inactive_voters_counted is not None
        for name in ("struck_lines", "on_checking"):
            field = rules.fields[f"raw_count.{name}"]
            assert field.verified or "policy" in field.citation or field.mark in {"D", "S"}


@pytest.mark.parametrize("identifier", identifiers())
def test_what_the_tally_asks_of_the_rules_has_an_answer_everywhere(identifier: str) -> None:
    """Typed, never absent: the caller needs no default of its own."""
    for rules in forms(identifier):
        assert rules.raw_count.struck_lines in ("not_counted", "invalid")
        assert rules.raw_count.on_checking in ("refuse", "revise")
        assert rules.sheet.defect_voids in ("every_line", "no_line")
        assert rules.sheet.defect_found in ("before_the_count", "in_the_check")
        assert rules.duplicates.counts in ("first", "none")
        assert isinstance(rules.registration.on_roll_by_signing_day, bool)
        assert isinstance(rules.address.must_match, bool)
        for stage in rules.stages:
            assert stage.sample.not_located in ("invalid", "next_line")
            assert isinstance(stage.projection.withdrawn_are_valid, bool)


def test_registered_between_signing_and_filing() -> None:
    def asks(identifier: str) -> tuple[bool, bool, bool]:
        rule = NEWEST[identifier].registration
        return (
            rule.signed_by_signing_day,
            rule.received_by_filing_day,
            rule.on_roll_by_signing_day,
        )

    assert asks("us-ca/county-recall") == (True, True, False)
    assert asks("us-co/state-initiative") == (True, True, True)
    assert asks("us-wa/state-initiative") == (False, True, False)


def test_withdrawn_lines_in_the_sample() -> None:
    recall = NEWEST["us-ca/county-recall"]
    with pytest.raises(RollcheckError, match="valid and withdrawn"):
        project(recall, raw=10000, sample=500, valid=500, withdrawn=1)
    washington = project(WASHINGTON, raw=10000, sample=500, valid=500, withdrawn=1)
    assert any("valid all the same" in step.rule for step in washington.steps)


def test_lines_struck_out_are_or_are_not_part_of_the_raw_count() -> None:
    struck = {name: rules.raw_count.struck_lines for name, rules in NEWEST.items()}
    assert struck["us-wa/state-initiative"] == "invalid"
    assert struck["us-co/state-initiative"] == "not_counted"


def test_a_void_sheet_leaves_before_the_sample_or_is_invalid_in_the_check() -> None:
    assert ARIZONA.sheet.defect_voids == MICHIGAN.sheet.defect_voids == "every_line"
    assert WASHINGTON.sheet.defect_voids == "no_line"
    for rules in NEWEST.values():
        if rules.raw_count.excluded:
            assert rules.sheet.defect_found == "before_the_count"
    answer = sample(ARIZONA, raw=400000, excluded=20000, required=300000)
    assert answer.values["sample_size"] == 19000
    with pytest.raises(RollcheckError, match="excluded and sample"):
        sample(ARIZONA, raw=1000, excluded=900, required=50, sample=101)


def test_a_raw_count_that_changes_on_checking() -> None:
    case: dict[str, Any] = {
        "raw": 137689,
        "required": 120577,
        "valid": 121617,
        "invalid": 16264,
    }
    revised = decide(WASHINGTON, **case)
    assert revised.values["revised_raw"] == 137881
    assert "137,881" in revised.warnings[0]
    with pytest.raises(RollcheckError, match="192 lines are unaccounted for"):
        decide(NEVADA, **case)


def test_lines_that_cannot_be_located() -> None:
    rule = {name: one.stages[0].sample.not_located for name, one in NEWEST.items() if one.stages}
    assert rule.pop("us-az/state-initiative") == "next_line"
    assert set(rule.values()) == {"invalid"}


def test_inactive_voters_in_the_required_number() -> None:
    recall = NEWEST["us-ca/county-recall"]
    assert any(
        "inactive voters are not" in step.rule for step in required(recall, registered=9).steps
    )
    britain = NEWEST["uk/recall-of-mp"]
    assert any(
        "inactive voters are part" in step.rule for step in required(britain, registered=9).steps
    )


def test_a_percent_of_the_registered_must_say_whether_inactive_voters_are_in_it() -> None:
    text = (PLACES / "us-ca" / "county-recall.2025-01-01.toml").read_text(encoding="utf-8")
    without = [line for line in text.splitlines() if not line.startswith("inactive_voters_counted")]
    with pytest.raises(RollcheckError) as error:
        parse_rule_set("\n".join(without).encode(), "rules.toml")
    assert [one.column for one in error.value.problems] == ["requirement.inactive_voters_counted"]


# People


def test_only_oregons_law_says_how_many_people_a_rejection_takes() -> None:
    by_law = {
        (name, reason.code, reason.people)
        for name, rules in NEWEST.items()
        for reason in rules.reasons.values()
        if reason.people_basis == "law"
    }
    assert by_law == {("us-or/state-initiative", "signature_mismatch", 2)}
    for rules in NEWEST.values():
        mismatch = rules.reasons.get("signature_mismatch")
        assert mismatch is None or mismatch.people >= 2
        assert not rules.machine_may_accept


def test_reasons_that_a_place_does_not_have() -> None:
    assert "different_address" not in WASHINGTON.reasons
    assert "signature_mismatch" not in COLORADO.reasons
    assert "withdrawn" not in WASHINGTON.reasons
    assert MICHIGAN.duplicates.counts == "none"
    assert {rules.duplicates.counts for rules in NEWEST.values()} == {"first", "none"}


# Days


@pytest.mark.parametrize(
    ("identifier", "events", "expected"),
    [
        (
            "ch/federal-initiative",
            {"approval_of_form": date(2011, 8, 31)},
            {"circulation": "2013-02-28"},
        ),
        (
            "uk/recall-of-mp",
            {"approval_of_form": date(2023, 11, 8)},
            {"circulation": "2023-12-19"},
        ),
        ("us-az/state-initiative", {"filing": date(2022, 7, 7)}, {"removal": "2022-08-04"}),
        ("us-co/state-initiative", {"filing": date(2012, 8, 6)}, {"verification": "2012-09-05"}),
        (
            "us-ca/state-initiative",
            {"filing": date(2022, 6, 30), "notice": date(2022, 7, 13)},
            {"raw_count": "2022-07-13", "verification": "2022-08-24"},
        ),
        ("us-ca/county-initiative", {"filing": date(2023, 12, 29)}, {"full_check": "2024-03-27"}),
        ("us-ca/county-initiative", {"filing": date(2024, 1, 2)}, {"full_check": "2024-05-10"}),
        (
            "us-ca/state-recall",
            {"approval_of_form": date(2020, 6, 10)},
            {"circulation": "2020-11-17"},
        ),
        (
            "us-nv/county-initiative",
            {"approval_of_form": date(2022, 1, 1)},
            {"circulation": "2022-06-30"},
        ),
    ],
)
def test_days(identifier: str, events: dict[str, date], expected: dict[str, str]) -> None:
    values = deadlines(forms(identifier), events).values
    assert {name: values[name] for name in expected} == expected


@pytest.mark.parametrize("identifier", identifiers())
def test_every_place_has_holidays(identifier: str) -> None:
    working = NEWEST[identifier].working_days
    assert working is not None
    assert holidays_of(working.calendar, 2024)
