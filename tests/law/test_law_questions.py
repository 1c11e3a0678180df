"""What each question answers, refuses and warns of."""

from datetime import date
from typing import Any

import pytest

from rollcheck.law import decide, identifiers, project, required, rule_set, sample
from rollcheck.problems import RollcheckError

RECALL = "us-ca/county-recall"
RULES = rule_set(RECALL, date(2022, 7, 6))


def refused(error: pytest.ExceptionInfo[RollcheckError]) -> set[tuple[str | None, str]]:
    return {(problem.column, problem.code) for problem in error.value.problems}


def test_identifiers() -> None:
    assert identifiers() == (
        "ch/federal-initiative",
        "uk/recall-of-mp",
        "us-az/state-initiative",
        "us-ca/county-initiative",
        RECALL,
        "us-ca/in-lieu",
        "us-ca/state-initiative",
        "us-ca/state-recall",
        "us-co/state-initiative",
        "us-mi/state-initiative",
        "us-nv/county-initiative",
        "us-or/state-initiative",
        "us-wa/state-initiative",
    )


@pytest.mark.parametrize(
    ("on", "first_day"),
    [
        (date(1994, 12, 31), date(1994, 12, 31)),
        (date(2023, 12, 31), date(1994, 12, 31)),
        (date(2024, 1, 1), date(2024, 1, 1)),
        (date(2024, 12, 31), date(2024, 1, 1)),
        (date(2025, 1, 1), date(2025, 1, 1)),
        (date(2099, 1, 1), date(2025, 1, 1)),
    ],
)
def test_the_form_of_the_day(on: date, first_day: date) -> None:
    assert rule_set(RECALL, on).effective_from == first_day


def test_a_day_before_every_form_is_refused_with_the_spans_there_are() -> None:
    with pytest.raises(RollcheckError, match="1994-12-31 to 2023-12-31") as error:
        rule_set(RECALL, date(1994, 12, 30))
    assert refused(error) == {(None, "date")}


@pytest.mark.parametrize("identifier", ["us-ca/city-recall", "xx/county-recall", "", "us-ca"])
def test_an_unknown_kind_is_refused_with_those_known(identifier: str) -> None:
    with pytest.raises(RollcheckError, match=RECALL) as error:
        rule_set(identifier, date(2022, 7, 6))
    assert refused(error) == {(None, "kind")}


@pytest.mark.parametrize(
    ("registered", "needed"),
    [
        (1, 1),
        (999, 300),  # 30 % of 999 is 299.7
        (1000, 250),
        (9999, 2500),
        (10000, 2000),
        (49999, 10000),
        (50000, 7500),
        (99999, 15000),
        (100000, 10000),
        (5668569, 566857),
    ],
)
def test_required_in_every_band(registered: int, needed: int) -> None:
    assert required(RULES, registered=registered).values == {"required": needed}


@pytest.mark.parametrize(
    ("raw", "size"), [(501, 500), (9999, 500), (10000, 500), (10010, 501), (715833, 35792)]
)
def test_sample_size(raw: int, size: int) -> None:
    assert sample(RULES, raw=raw, required=100).values["sample_size"] == size


def test_cut_offs_of_2022() -> None:
    answer = sample(RULES, raw=715833, required=566857, sample=35793)
    assert answer.values == {
        "required": 566857,
        "sample_size": 35793,
        "insufficient_below": 25510,
        "sufficient_from": 31179,
        "rounded_insufficient_below": 25508,
        "rounded_sufficient_from": 31178,
        "total_insufficient_below": 510172,
        "total_sufficient_from": 623543,
        "deciding": "exact",
    }
    assert not answer.warnings


def test_500_or_fewer_are_all_verified() -> None:
    answer = sample(RULES, raw=500, required=300)
    assert answer.values["sample_size"] is None
    assert answer.values["decision"] == "full_check"
    assert any("every one is verified" in step.rule for step in answer.steps)


def test_a_sample_of_500_or_fewer_is_refused() -> None:
    with pytest.raises(RollcheckError, match="every one is verified") as error:
        sample(RULES, raw=500, required=300, sample=100)
    assert refused(error) == {("sample", "no_sample")}
    with pytest.raises(RollcheckError, match="every one is verified"):
        project(RULES, raw=500, sample=100, valid=70, duplicates=0)


def test_too_few_on_the_raw_count() -> None:
    for answer in (
        sample(RULES, raw=566856, required=566857),
        decide(RULES, raw=566856, required=566857, valid=566856),
        project(RULES, raw=566856, sample=28343, valid=1, duplicates=0, required=566857),
    ):
        assert answer.values["decision"] == "insufficient_on_raw"
        assert answer.values["short_by"] == 1


def test_the_raw_count_alone_decides_where_too_few_were_filed() -> None:
    answer = decide(RULES, raw=566856, required=566857)
    assert answer.values == {
        "required": 566857,
        "decision": "insufficient_on_raw",
        "short_by": 1,
    }
    for identifier in ("uk/recall-of-mp", "ch/federal-initiative"):
        with pytest.raises(RollcheckError, match="Give the valid signatures") as error:
            decide(rule_set(identifier, date(2022, 7, 6)), raw=9, required=10)
        assert refused(error) == {("valid", "missing")}
    with pytest.raises(RollcheckError, match="Give the valid signatures"):
        decide(RULES, raw=566857, required=566857)


@pytest.mark.parametrize("identifier", identifiers())
def test_a_raw_count_not_given_is_not_checked_and_the_answer_says_so(identifier: str) -> None:
    rules = rule_set(identifier, date(2022, 7, 6))
    case: dict[str, Any] = {"required": 1000, "valid": 999}
    answer = decide(rules, **case)
    assert answer.values["decision"] == "insufficient"
    (raw,) = [step for step in answer.steps if step.name == "raw count"]
    assert raw.value == "not given"
    tested = rules.raw_count.below_required == "insufficient_on_raw"
    assert ("raw count not given, not checked" in raw.rule) == tested
    assert ("here it decides nothing" in raw.rule) == (not tested)
    assert decide(rules, **case, invalid=200).values["decision"] == "insufficient"
    few = decide(rules, **case, invalid=0).values["decision"]
    assert few == ("insufficient_on_raw" if tested else "insufficient")


def test_too_few_on_a_raw_count_that_the_check_revised() -> None:
    washington = rule_set("us-wa/state-initiative", date(2009, 7, 25))
    answer = decide(washington, raw=1001, required=1000, valid=500, invalid=499)
    assert answer.values["decision"] == "insufficient_on_raw"
    assert answer.values["revised_raw"] == 999
    assert "not the 1,001 of the raw count" in answer.warnings[0]


def test_no_sample_can_suffice_where_too_few_were_filed() -> None:
    answer = sample(RULES, raw=8008, required=7529)
    assert answer.values["sufficient_from"] is None
    assert answer.values["total_sufficient_from"] is None
    assert any("No sample can show" in warning for warning in answer.warnings)


def test_a_smaller_sample_than_the_rules_own_is_warned_of() -> None:
    answer = sample(RULES, raw=20000, required=10000, sample=999)
    assert any("smaller than the rule's own size of 1,000" in one for one in answer.warnings)
    assert not sample(RULES, raw=20000, required=10000, sample=1000).warnings


def test_project_without_a_requirement_decides_nothing() -> None:
    answer = project(RULES, raw=24034, sample=722, valid=516, duplicates=2)
    assert answer.values == {"projected_valid": 15028, "naive_valid": 17178}


def test_project_with_a_requirement_decides() -> None:
    answer = project(RULES, raw=24034, sample=722, valid=516, duplicates=2, required=15000)
    assert answer.values["decision"] == "full_check"
    assert answer.values["short_by"] == 0
    assert answer.values["total_insufficient_below"] == 13500
    assert answer.values["total_sufficient_from"] == 16501
    assert "Without the correction for duplicates" in answer.warnings[0]


def test_the_bounds_of_the_percentages() -> None:
    """90 and 110 percent themselves lead to the full check."""
    exactly = {"raw": 20000, "sample": 1000, "duplicates": 0, "required": 10000}
    assert project(RULES, valid=449, **exactly).values["decision"] == "insufficient"
    assert project(RULES, valid=450, **exactly).values["decision"] == "full_check"
    assert project(RULES, valid=550, **exactly).values["decision"] == "full_check"
    assert project(RULES, valid=551, **exactly).values["decision"] == "sufficient"


def test_exact_and_rounded_disagreeing_is_warned_of() -> None:
    answer = project(RULES, raw=715833, sample=35793, valid=25508, duplicates=0, required=566857)
    assert answer.values["decision"] == "insufficient"
    assert any("rule's rounded steps give full_check" in warning for warning in answer.warnings)


def test_withdrawn_lines_are_part_of_the_sample_and_not_valid() -> None:
    answer = project(RULES, raw=24034, sample=722, valid=516, duplicates=2, withdrawn=204)
    assert answer.values["projected_valid"] == 15028
    with pytest.raises(RollcheckError) as error:
        project(RULES, raw=24034, sample=722, valid=516, duplicates=2, withdrawn=205)
    assert refused(error) == {("valid", "impossible")}


def test_equality_with_the_requirement() -> None:
    answer = decide(RULES, raw=600000, required=566857, valid=566857)
    assert answer.values["decision"] == "sufficient"
    assert answer.values["short_by"] == 0
    assert "11224(a)" in answer.warnings[0]
    assert not decide(RULES, raw=600000, required=566857, valid=566858).warnings
    assert not decide(RULES, raw=600000, required=566857, valid=566856).warnings


def test_what_the_answer_rests_on_is_said() -> None:
    for answer in (
        required(RULES, registered=5668569),
        sample(RULES, raw=715833, required=566857),
        project(RULES, raw=24034, sample=722, valid=516, duplicates=2),
        decide(RULES, raw=715833, required=566857, valid=520050),
    ):
        for step in answer.steps:
            assert step.citation
            assert step.verified == (step.mark == "R")
        as_json = answer.as_json()
        assert set(as_json) == {*answer.values, "warnings", "steps"}
    rounding = required(RULES, registered=5668569).steps[-1]
    assert (rounding.verified, rounding.mark) == (False, "D")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"raw": 10, "required": 5, "valid": 11}, {("valid", "impossible")}),
        ({"raw": -1, "required": 5, "valid": 1}, {("raw", "impossible")}),
        ({"raw": 10, "required": 0, "valid": 1}, {("required", "impossible")}),
        ({"raw": 10, "required": 5, "valid": 6, "invalid": 5}, {("invalid", "reconcile")}),
        (
            {"raw": -1, "required": 0, "valid": -2},
            {("raw", "impossible"), ("required", "impossible"), ("valid", "impossible")},
        ),
        ({"raw": 10**13, "required": 5, "valid": 1}, {("raw", "impossible")}),
    ],
)
def test_a_full_check_that_cannot_be(
    given: dict[str, Any], expected: set[tuple[str | None, str]]
) -> None:
    with pytest.raises(RollcheckError) as error:
        decide(RULES, **given)
    assert refused(error) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"raw": 1000, "sample": 1001, "valid": 1, "duplicates": 0}, ("sample", "impossible")),
        ({"raw": 1000, "sample": 600, "valid": 601, "duplicates": 0}, ("valid", "impossible")),
        ({"raw": 1000, "sample": 600, "valid": 0, "duplicates": 601}, ("duplicates", "impossible")),
        ({"raw": 1000, "sample": 600, "valid": 599, "duplicates": 2}, ("valid", "impossible")),
        ({"raw": 1000, "sample": 0, "valid": 0, "duplicates": 0}, ("sample", "impossible")),
        ({"raw": 1000, "sample": 600, "valid": -1, "duplicates": 0}, ("valid", "impossible")),
    ],
)
def test_a_sample_that_cannot_be(given: dict[str, int], expected: tuple[str, str]) -> None:
    with pytest.raises(RollcheckError) as error:
        project(RULES, **given)
    assert refused(error) == {expected}


def test_a_stage_that_is_not_there() -> None:
    with pytest.raises(RollcheckError, match="1 stages"):
        sample(RULES, raw=1000, required=500, stage=2)


def test_nobody_registered() -> None:
    with pytest.raises(RollcheckError) as error:
        required(RULES, registered=0)
    assert refused(error) == {("registered", "impossible")}


@pytest.mark.parametrize("identifier", identifiers())
def test_a_sample_says_that_the_raw_count_was_tested(identifier: str) -> None:
    """The step is there where enough were filed too: the decision rests on that rule."""
    rules = rule_set(identifier, date(2022, 7, 6))
    if not rules.stages:
        return
    sized = sample(rules, raw=100000, required=70000)
    projected = project(rules, raw=100000, sample=10000, valid=8000, required=70000)
    field = rules.fields["raw_count.below_required"]
    for answer in (sized, projected):
        (raw,) = [step for step in answer.steps if step.name == "raw count"]
        assert raw.value == "100000"
        assert "not fewer than 70,000 required" in raw.rule
        assert raw.citation == field.citation
        assert raw.verified == field.verified


@pytest.mark.parametrize("identifier", identifiers())
def test_a_projection_says_which_duplicates_it_counts(identifier: str) -> None:
    """Whether the second copy is valid and which pairs count: every projection rests on both."""
    rules = rule_set(identifier, date(2022, 7, 6))
    for number, stage in enumerate(rules.stages, start=1):
        answer = project(rules, raw=100000, sample=10000, valid=8000, required=7, stage=number)
        cited = {part for step in answer.steps for part in step.citation.split("; ")}
        for name in ("second_copy_is_valid", "pairs_counted"):
            field = rules.fields[f"stages.{number}.projection.{name}"]
            assert set(field.citation.split("; ")) <= cited, (stage, name)
