"""What a result says of lines accepted despite a defect that voids every line."""

from dataclasses import replace
from datetime import date
from typing import Literal

import pytest

from rollcheck import law
from rollcheck.petition.despite_defects import accepted_despite
from rollcheck.petition.settle import State

DAY = date(2022, 7, 6)
LINES = [(f"{section}:{line}", section, sheet, line) for section, sheet, line in (
    ("1", "1", "1"), ("1", "2", "2"), ("2", "1", "1"), ("2", "1", "2"),
)]  # fmt: skip
STATES = {
    "1:1": State("valid", voter_id="a"),
    "1:2": State("valid", voter_id="b"),
    "2:1": State("valid", voter_id="c"),
    "2:2": State("invalid", reason="not_registered"),
}


def rules(identifier: str, totals: Literal["merged", "exact"]) -> law.RuleSet:
    found = law.rule_set(identifier, DAY)
    return replace(found, disclosure=replace(found.disclosure, totals=totals))


@pytest.mark.parametrize(
    ("defective", "lines", "sections"),
    [
        ({("1", ""): {"circulator_defect"}}, 2, 1),
        ({("1", "2"): {"sheet_defect"}}, 1, 1),
        ({("1", "2"): {"sheet_defect"}, ("2", ""): {"sheet_defect"}}, 2, 2),
        ({("1", ""): {"sheet_defect"}, ("1", "1"): {"circulator_defect"}}, 2, 1),
    ],
)
def test_each_accepted_line_is_told_of_once(
    defective: dict[tuple[str, str], set[str]], lines: int, sections: int
) -> None:
    (told,) = accepted_despite(defective, LINES, STATES, rules("us-ca/county-recall", "exact"))
    assert f"(2 CCR 20920): {lines}; sections they stand in: {sections}." in told
    (few,) = accepted_despite(defective, LINES, STATES, rules("us-ca/county-recall", "merged"))
    assert ": fewer than 10; sections they stand in: fewer than 10." in few


def test_nothing_is_told_where_no_accepted_line_is_void() -> None:
    exact = rules("us-ca/county-recall", "exact")
    for defective in ({}, {("3", ""): {"sheet_defect"}}):
        assert accepted_despite(defective, LINES, STATES, exact) == ()
    waiting = dict.fromkeys(STATES, State("waiting", waits_for="no_determination"))
    assert accepted_despite({("1", ""): {"sheet_defect"}}, LINES, waiting, exact) == ()
    washington = rules("us-wa/state-initiative", "exact")
    declared = {("1", ""): {"circulator_defect"}}
    assert accepted_despite(declared, LINES, STATES, washington) == ()
