"""Published cases: what the law says must be what was published, or differ as the case states."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rollcheck.law import Computation, decide, forms, project, required, rule_set, sample
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


def answers(case: Mapping[str, Any]) -> list[Computation]:
    rules = rule_set(RECALL, date.fromisoformat(case["on"]))
    return [ASK[one["question"]](rules, **one["inputs"]) for one in case["asks"]]


def test_every_case_has_a_status_and_a_source() -> None:
    assert {case["status"] for case in CASES} == {"reproduce", "contradicts", "context"}
    assert all(case["source"] for case in CASES)
    assert all(case.get("how") for case in CASES if case["status"] != "reproduce")
    assert len({case["id"] for case in CASES}) == 10


@pytest.mark.parametrize("case", [*named("reproduce"), *named("contradicts"), *named("context")])
def test_computed(case: Mapping[str, Any]) -> None:
    for one, answer in zip(case["asks"], answers(case), strict=True):
        values = dict(answer.values)
        assert values | one["outputs"] == values
        steps = {step.name: step.value for step in answer.steps}
        assert steps | one.get("steps", {}) == steps


@pytest.mark.parametrize("case", named("contradicts"))
def test_a_contradiction_is_one(case: Mapping[str, Any]) -> None:
    """If the computed and the published ever agree, the case is no contradiction any more."""
    for one, answer in zip(case["asks"], answers(case), strict=True):
        assert one["published"]
        for name, value in one["published"].items():
            assert answer.values[name] != value, case["how"]


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
    case = next(case for case in CASES if case["id"] == "ca-gascon-2022-full")
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
    published = next(case["published"] for case in CASES if case["id"] == "ca-newsom-2021")
    assert published["valid"] - published["withdrawn"] == published["remaining"]


def test_the_gap_of_2022_is_of_the_size_of_its_duplicates() -> None:
    rules = forms(RECALL)[0]
    answer = project(rules, raw=715833, sample=35793, valid=27983, duplicates=104)
    assert answer.values["naive_valid"] == 559639
    projected = answer.values["projected_valid"]
    assert isinstance(projected, int)
    assert abs(projected - 520050) < 380, "one pair weighs 379.97"
