"""Published cases: what the law says must be what was published, or differ as the case states."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rollcheck.law import (
    Computation,
    RuleSet,
    decide,
    forms,
    identifiers,
    project,
    required,
    rule_set,
    sample,
)
from rollcheck.law.counted import Counted
from rollcheck.law.distinct_signers import found_duplicates
from rollcheck.law.rounding import Rounding

DOCUMENT = json.loads(Path(__file__).with_name("published-cases.json").read_text(encoding="utf-8"))
CASES = DOCUMENT["cases"]
RECALL = "us-ca/county-recall"
ASK: Mapping[str, Callable[..., Computation]] = {
    "required": required,
    "sample": sample,
    "project": project,
    "decide": decide,
}


def named(status: str) -> list[Any]:
    return [
        pytest.param(case, id=f"{case['id']}-{number}")
        for number, case in enumerate(CASES)
        if case["status"] == status
    ]


def the(case_id: str) -> Mapping[str, Any]:
    found = next(case for case in CASES if case["id"] == case_id)
    assert isinstance(found, dict)
    return found


def rules_of(case: Mapping[str, Any]) -> RuleSet:
    return rule_set(case["rules"], date.fromisoformat(case["on"]))


def answers(case: Mapping[str, Any]) -> list[Computation]:
    return [ASK[one["question"]](rules_of(case), **one["inputs"]) for one in case["asks"]]


def test_every_case_of_the_collection_is_here_with_a_status_and_a_source() -> None:
    of_the_collection = [case for case in CASES if not case.get("further")]
    assert {case["id"] for case in of_the_collection} == set(DOCUMENT["ids"])
    assert len(DOCUMENT["ids"]) == 21
    assert {case["status"] for case in CASES} == {"reproduce", "contradicts", "context"}
    assert all(case["source"] for case in CASES)
    assert all(case.get("how") for case in CASES if case["status"] != "reproduce")
    assert all(case["asks"] for case in CASES if case["status"] == "reproduce")


def test_every_kind_of_place_with_a_published_case_is_put_to_it() -> None:
    assert {case["rules"] for case in CASES} <= set(identifiers())
    without = set(identifiers()) - {case["rules"] for case in CASES}
    assert without == {
        "us-az/state-initiative",
        "us-ca/in-lieu",
        "us-nv/county-initiative",
        "us-or/state-initiative",
    }, "nothing with all its numbers was found for these; their examples are derived"


@pytest.mark.parametrize("case", [*named("reproduce"), *named("contradicts"), *named("context")])
def test_computed(case: Mapping[str, Any]) -> None:
    for one, answer in zip(case["asks"], answers(case), strict=True):
        values = {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in answer.values.items()
        }
        assert values | one["outputs"] == values
        steps = {step.name: step.value for step in answer.steps}
        assert steps | one.get("steps", {}) == steps


@pytest.mark.parametrize("case", named("contradicts"))
def test_a_contradiction_is_one(case: Mapping[str, Any]) -> None:
    """If the computed and the published ever agree, the case is no contradiction any more."""
    differs = [one for one in case["asks"] if "published" in one]
    assert differs or "published" in case
    for one, answer in zip(case["asks"], answers(case), strict=True):
        for name, value in one.get("published", {}).items():
            assert answer.values[name] != value, case["how"]


def test_derived_quantities_of_washingtons_test_agree_to_the_digits_written() -> None:
    case = the("wa-i1351-2014")
    by_the_valid, by_the_invalid = answers(case)
    assert by_the_valid.values == by_the_invalid.values
    for name, written in case["asks"][0]["derived"].items():
        value = by_the_valid.values[name]
        assert isinstance(value, Decimal)
        places = len(written.partition(".")[2])
        assert abs(value - Decimal(written)) <= Decimal(1).scaleb(-places)


def test_washingtons_counts_reconcile() -> None:
    sampled = the("wa-i1163-2011")["published_sample"]
    assert sampled["accepted"] + sampled["rejected"] == sampled["sample"]
    assert sum(sampled["parts"]) == sampled["rejected"]
    canvass = the("wa-r71-2009-full")["published"]
    inputs = the("wa-r71-2009-full")["asks"][0]["inputs"]
    assert sum(canvass["rejected"].values()) == inputs["invalid"]
    assert inputs["valid"] - inputs["required"] == canvass["margin"]
    assert round(Fraction(100 * inputs["invalid"], canvass["checked"]), 1) == Fraction(
        canvass["error_rate_percent"]
    )


def test_the_estimates_of_referendum_71_are_those_derived() -> None:
    """d N(N - 1)/(n(n - 1)) of each snapshot, the weight of the distinct signers' formula."""
    case = the("wa-r71-2009-snapshots")
    whole = case["snapshots"]["N"]
    rules = forms("us-or/state-initiative")[0]
    for snapshot in case["snapshots"]["snapshots"]:
        count = Counted(raw=whole, sample=snapshot["n"], valid=0, duplicates=snapshot["duplicates"])
        found = found_duplicates(rules, 2, count)
        estimate = found.naive_exact - found.exact
        derived = case["derived"]["derived_estimates"][str(snapshot["n"])]
        assert Rounding("nearest").apply(estimate) == derived
        if "rejected" in snapshot:
            parts = ("not_found", "no_match", "duplicates", "pending")
            known = [snapshot[part] for part in parts if part in snapshot]
            assert len(known) < len(parts) or sum(known) == snapshot["rejected"]


def test_the_second_look_of_2009() -> None:
    published = the("wa-r71-2009-checker-audit")["published"]
    changed = Fraction(100 * published["accepted_to_no_match"], published["accepted_rechecked"])
    assert round(changed, 1) == Fraction("6.3")


def test_wellingborough_signed_by_132_in_a_thousand() -> None:
    published = the("uk-wellingborough-2023")["published"]
    signed = Fraction(100 * published["valid"], published["registered"])
    assert round(signed, 1) == Fraction(published["percent_signed"])


def test_the_universe_in_michigan_is_what_is_left() -> None:
    case = the("mi-values-life-2020")
    inputs = case["asks"][0]["inputs"]
    assert inputs["raw"] - inputs["excluded"] == case["published"]["universe"]


def test_the_regulations_own_example_is_one_line_short() -> None:
    published = next(case["published"] for case in CASES if "invalid" in case.get("published", {}))
    assert published["valid"] + published["invalid"] == published["sample"] - 1


def test_maxwell_comes_out_as_published_with_the_naive_projection_to_the_nearest() -> None:
    rules = rule_set(RECALL, date(2010, 2, 4))
    nearest = replace(rules.stages[0].projection, naive_rounding=Rounding("nearest"))
    changed = replace(rules, stages=(replace(rules.stages[0], projection=nearest),))
    case = {"raw": 8008, "sample": 500, "valid": 204, "duplicates": 1}
    assert project(rules, **case).values["projected_valid"] == 3027
    assert project(changed, **case).values["projected_valid"] == 3026


def test_2022_counts_reconcile() -> None:
    case = the("ca-gascon-2022-full")
    inputs = case["asks"][0]["inputs"]
    assert sum(case["published_invalid"].values()) == inputs["invalid"]
    assert inputs["valid"] + inputs["invalid"] == inputs["raw"]


def test_sonoma_lies_between_the_cut_offs() -> None:
    case = next(case for case in CASES if case.get("published", {}).get("projected_valid") == 32497)
    (answer,) = answers(case)
    low, high = answer.values["total_insufficient_below"], answer.values["total_sufficient_from"]
    assert isinstance(low, int)
    assert isinstance(high, int)
    assert low <= case["published"]["projected_valid"] < high


def test_withdrawals_of_2021_add_up() -> None:
    published = the("ca-newsom-2021")["published"]
    assert published["valid"] - published["withdrawn"] == published["remaining"]


def test_the_gap_of_2022_is_of_the_size_of_its_duplicates() -> None:
    rules = forms(RECALL)[0]
    answer = project(rules, raw=715833, sample=35793, valid=27983, duplicates=104)
    assert answer.values["naive_valid"] == 559639
    projected = answer.values["projected_valid"]
    assert isinstance(projected, int)
    assert abs(projected - 520050) < 380, "one pair weighs 379.97"
