"""Which numbers a place's rules take for each question, and which of them it must be given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rollcheck.law.formulas import PROJECTIONS, REQUIREMENTS, SAMPLE_SIZES, Formula, Projects
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
    """The names of what a question takes, in a fixed order: what it needs, and all it may use.

    ``instead`` maps a name that is needed to the one it can be derived from, ``means`` one to what
    it is here where its name does not say that.
    """

    needed: tuple[str, ...]
    used: tuple[str, ...]
    instead: Mapping[str, str] = field(default_factory=dict)
    means: Mapping[str, str] = field(default_factory=dict)


def takes(rules: RuleSet, question: str) -> Takes:
    """Return what a place's rules take for required, sample, project, decide or deadlines.

    Of what ``decide`` needs nothing is named here: it depends on the numbers (see ``decide``).
    """
    if question == "required":
        needed = REQUIREMENTS[rules.requirement.formula].inputs
        return Takes(needed, (*needed, *_measure(rules)))
    if question == "deadlines":
        return Takes((), _days(rules))
    if question != "decide" and not rules.stages:
        return Takes((), ())
    needed, optional = _NUMBERS_OF[question](rules)
    used = (*needed, "required", *_for_the_requirement(rules), *optional)
    used += _measure(rules) if _differs_by_measure(rules, question) else ()
    formulas = _projections(rules) if question == "project" else []
    instead = {"valid": "invalid"} if any(one.sample_is for one in formulas) else {}
    means = {name: words for one in formulas for name, words in one.means.items()}
    return Takes(needed, tuple(dict.fromkeys(used)), instead, means)


def may_take(question: str) -> frozenset[str]:
    """Return the names of all that the rules of any place could use for one question."""
    requirement = {name for one in REQUIREMENTS.values() for name in one.inputs} | {"measure"}
    if question == "required":
        return frozenset(requirement)
    if question == "deadlines":
        return frozenset({*FLAG_OF_EVENT.values(), "registered"})
    if question == "decide":
        own = {"raw", "valid", "invalid", "withdrawn", "counts"}
    elif question == "sample":
        own = {name for one in SAMPLE_SIZES.values() for name in one.inputs}
        own |= {"sample", "county", "stage"}
    else:
        own = {name for one in PROJECTIONS.values() for name in (*one.inputs, *one.optional)}
        own |= {"counts", "county", "stage"}
    return frozenset({*requirement, "required", "excluded", *own})


def numbers_used(rules: RuleSet, question: str) -> tuple[str, ...]:
    """Return the names of all that a place's rules may use for one question."""
    return takes(rules, question).used


def _of_decide(rules: RuleSet) -> tuple[tuple[str, ...], list[str]]:
    optional = ["raw", "valid", "invalid"]
    optional += ["excluded"] if rules.raw_count.excluded else []
    optional += ["withdrawn"] if rules.full_check.withdrawn_deducted else []
    optional += ["counts"] if rules.district_minimum else []
    return (), optional


def _of_sample(rules: RuleSet) -> tuple[tuple[str, ...], list[str]]:
    optional = [*_of_stages(rules), "sample", *(["county"] if rules.draws_in_county else [])]
    return SAMPLE_SIZES[rules.stages[0].sample.formula].inputs, optional


def _of_project(rules: RuleSet) -> tuple[tuple[str, ...], list[str]]:
    formulas = _projections(rules)
    optional = _of_stages(rules)
    optional += [name for one in formulas for name in (*one.inputs, *one.optional)]
    optional += ["counts", "county"] if rules.draws_in_county else []
    return formulas[0].inputs, optional


_NUMBERS_OF = {"decide": _of_decide, "sample": _of_sample, "project": _of_project}
"""Question to what it needs besides the requirement, and what it may use."""


def _of_stages(rules: RuleSet) -> list[str]:
    several = ["stage"] if len(rules.stages) > 1 else []
    remaining = any(stage.sample.drawn_from == "remaining" for stage in rules.stages)
    return [*several, *(["excluded"] if remaining else [])]


def _projections(rules: RuleSet) -> list[Formula[Projects]]:
    return [PROJECTIONS[stage.projection.formula] for stage in rules.stages]


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


def _differs_by_measure(rules: RuleSet, question: str) -> bool:
    """Whether the measure changes an answer other than that of the requirement itself."""
    if requirement_inputs(rules) is not None:
        return True
    if question == "decide":
        return rules.district_minimum is not None and rules.district_minimum.measures is not None
    return any(stage.sample.measures is not None for stage in rules.stages)


def _days(rules: RuleSet) -> tuple[str, ...]:
    registered = ("registered",) if rules.circulation else ()
    counted_from = {deadline.event for deadline in rules.deadlines} | {"filing"}
    counted_from |= {"approval_of_form"} if rules.circulation else set()
    counted_from |= {"certification", "examination_begun"} if rules.examination else set()
    return (*(FLAG_OF_EVENT[event] for event in EVENTS if event in counted_from), *registered)
