"""A place that differs in every value from the shipped ones is a file alone: no code changes."""

from datetime import date
from pathlib import Path

import pytest

from rollcheck.cli.app import run_command
from rollcheck.law import (
    District,
    deadlines,
    decide,
    example_problems,
    for_measure,
    forms,
    identifiers,
    load_rule_set,
    project,
    required,
    sample,
)

FILE = Path(__file__).with_name("another-place.toml")
RULES = load_rule_set(FILE)
FIRST = {"raw": 100_000, "excluded": 1_000, "required": 40_000}


def test_its_worked_examples_come_out() -> None:
    assert not list(example_problems(RULES))
    assert run_command(["law", "check", str(FILE)]) == 0


def test_every_number_and_word_of_it_differs_from_every_shipped_place() -> None:
    """Where a field is a number or free words, no shipped place has that value in it."""
    shipped: dict[str, set[object]] = {}
    for identifier in identifiers():
        for rules in forms(identifier):
            for field in rules.fields.values():
                shipped.setdefault(_kind(field.name), set()).add(field.value)
    same = {
        field.name
        for field in RULES.fields.values()
        if not isinstance(field.value, bool)
        and field.value in shipped.get(_kind(field.name), set())
    }
    assert same <= CHOICES, "these have a value that a shipped place has too"


CHOICES = {
    f"stages.{number}.{name}"
    for number in (1, 2, 3)
    for name in (
        "sample.formula",
        "sample.drawn_from",
        "sample.not_located",
        "projection.formula",
        "projection.pairs_counted",
        "decision.insufficient_when",
        "decision.sufficient_when",
        "decision.otherwise",
        "decision.arithmetic",
    )
} | {
    "requirement.formula",
    "district_minimum.of",
    "raw_count.below_required",
    "disclosure.totals",
    "raw_count.struck_lines",
    "raw_count.on_checking",
    "full_check.sufficient_when",
    "duplicates.counts",
    "sheet.defect_voids",
    "sheet.defect_found",
    "working_days.excluded",
}
"""Fields that choose among few words, all of which the shipped places use between them."""


def _kind(name: str) -> str:
    """A field's name without the number of its stage, band or deadline."""
    return ".".join(part for part in name.split(".") if not part.isdigit())


@pytest.mark.parametrize(
    ("measure", "registered", "needed"),
    [("by-law", 1000, 37), ("charter", 1000, 222), (None, 99, 3)],
)
def test_required(measure: str | None, registered: int, needed: int) -> None:
    """3.7 and 22.25 percent, cut off."""
    assert required(for_measure(RULES, measure), registered=registered).values["required"] == needed


def test_three_samples() -> None:
    sizes = [sample(RULES, stage=stage, **FIRST).values["sample_size"] for stage in (1, 2, 3)]
    assert sizes == [693, 2197, 7425], "0.7, 2.22 and 7.501 percent of 99,000, cut off"
    decisions = [
        [project(RULES, sample=size, valid=valid, **FIRST).values["decision"] for valid in counts]
        for size, counts in (
            (693, (209, 210, 362, 363)),
            (2197, (753, 754, 1021, 1022)),
            (7425, (3000, 3001)),
        )
    ]
    assert decisions == [
        ["insufficient", "next_sample", "next_sample", "sufficient"],
        ["insufficient", "next_sample", "next_sample", "sufficient"],
        ["full_check", "sufficient"],
    ]


def test_the_stage_is_the_one_whose_size_is_reached() -> None:
    stages = [
        project(RULES, sample=size, valid=9, **FIRST).values["stage"]
        for size in (692, 693, 2196, 2197, 7424, 7425)
    ]
    assert stages == [1, 1, 1, 2, 2, 3]


def test_of_few_signatures_every_one_is_verified() -> None:
    assert sample(RULES, raw=77, required=7).values["decision"] == "full_check"
    assert sample(RULES, raw=78, required=7).values["sample_size"] == 41


def test_its_districts_and_equality() -> None:
    case = {"raw": 50_000, "required": 30_000}
    parts = [District(f"Ward {number}", {"votes_cast": 999, "valid": 5}) for number in range(3)]
    # 0.55 percent of 999 is 5.4945: to the nearest, 5.
    assert decide(RULES, valid=30_001, counts=parts, **case).values["decision"] == "sufficient"
    short = [*parts[:2], District("Ward 2", {"votes_cast": 999, "valid": 4})]
    assert decide(RULES, valid=30_001, counts=short, **case).values["decision"] == "insufficient"
    assert decide(RULES, valid=30_000, counts=parts, **case).values["decision"] == "insufficient"


def test_its_days() -> None:
    values = deadlines((RULES,), {"filing": date(2024, 1, 31)}).values
    assert values["answer"] == "2024-02-29"
    assert values["verification"] == "2024-02-13"
