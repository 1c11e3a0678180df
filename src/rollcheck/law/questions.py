"""Which numbers a place's rules take for each question, and which of them it must be given."""

from collections.abc import Iterable
from dataclasses import dataclass

from rollcheck.law.formulas import PROJECTIONS, REQUIREMENTS, SAMPLE_SIZES
from rollcheck.law.rule_set import EVENTS, RuleSet

FLAG_OF_EVENT = {
    "approval_of_form": "approved",
    "filing": "filed",
    "notice": "notified",
    "certification": "certified",
    "examination_begun": "examined",
}
"""Event to the name of the flag that gives its day."""


@dataclass(frozen=True, slots=True)
class Takes:
    """The names of what a question takes, in a fixed order: what it needs, and all it may use."""

    needed: tuple[str, ...]
    used: tuple[str, ...]


def takes(rules: RuleSet, question: str) -> Takes:
    """Return what a place's rules take for required, sample, project, decide or deadlines."""
    if question == "required":
        needed = REQUIREMENTS[rules.requirement.formula].inputs
        return Takes(needed, (*needed, *_measure(rules)))
    if question == "deadlines":
        return Takes((), _days(rules))
    needed, optional = _needed(rules, question)
    may_require = ("required", *_for_the_requirement(rules)) if needed else ()
    used = (*needed, *may_require, *optional, *(_measure(rules) if needed else ()))
    return Takes(needed, tuple(dict.fromkeys(used)))


def numbers_used(rules: RuleSet, question: str) -> tuple[str, ...]:
    """Return the names of all that a place's rules may use for one question."""
    return takes(rules, question).used


def _needed(rules: RuleSet, question: str) -> tuple[tuple[str, ...], list[str]]:
    """Return what a question needs besides the requirement, and what it may use."""
    if question == "decide":
        optional = ["invalid"]
        optional += ["excluded"] if rules.raw_count.excluded else []
        optional += ["withdrawn"] if rules.full_check.withdrawn_deducted else []
        optional += ["counts"] if rules.district_minimum else []
        return ("raw", "valid"), optional
    if not rules.stages:
        return (), []
    optional = ["stage"] if len(rules.stages) > 1 else []
    optional += ["excluded"] if _draws_from_remaining(rules) else []
    by_county = rules.stages[0].sample.drawn_in == "county"
    if question == "sample":
        optional += ["sample", *(["county"] if by_county else [])]
        return SAMPLE_SIZES[rules.stages[0].sample.formula].inputs, optional
    formulas = [PROJECTIONS[stage.projection.formula] for stage in rules.stages]
    optional += [name for one in formulas for name in (*one.inputs, *one.optional)]
    optional += ["counts", "county"] if by_county else []
    return formulas[0].inputs, optional


def _draws_from_remaining(rules: RuleSet) -> bool:
    return any(stage.sample.drawn_from == "remaining" for stage in rules.stages)


def requirement_inputs(rules: RuleSet) -> tuple[str, ...] | None:
    """Return what the requirement can be computed from on the day of filing.

    None where another day governs the requirement, so that other rules may give it.
    """
    if rules.fields["requirement.formula"].governed_by in ("act", "filing"):
        return REQUIREMENTS[rules.requirement.formula].inputs
    return None


def _for_the_requirement(rules: RuleSet) -> Iterable[str]:
    return requirement_inputs(rules) or ()


def _measure(rules: RuleSet) -> tuple[str, ...]:
    return ("measure",) if rules.requirement.measures else ()


def _days(rules: RuleSet) -> tuple[str, ...]:
    registered = ("registered",) if rules.circulation else ()
    counted_from = {deadline.event for deadline in rules.deadlines} | {"filing"}
    counted_from |= {"approval_of_form"} if rules.circulation else set()
    counted_from |= {"certification", "examination_begun"} if rules.examination else set()
    return (*(FLAG_OF_EVENT[event] for event in EVENTS if event in counted_from), *registered)
