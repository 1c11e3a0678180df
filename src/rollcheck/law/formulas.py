"""The named formulas that a rule file may call upon, and what each needs of the file.

A place whose arithmetic differs in numbers only is a file; one whose arithmetic differs in kind
adds a formula here. Nothing else in this folder knows a place.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

from rollcheck.law.number_or_percent import number_or_percent
from rollcheck.law.percent_of_registered import percent_of_registered
from rollcheck.law.rule_set import RuleSet
from rollcheck.law.value_of_each import value_of_each_signature

Function = TypeVar("Function", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Formula(Generic[Function]):
    """A named formula: the fields it needs in its section, the numbers it is given, itself."""

    needs: tuple[str, ...]
    inputs: tuple[str, ...]
    compute: Function


REQUIREMENTS = MappingProxyType(
    {"percent-of-registered": Formula(("bands",), ("registered",), percent_of_registered)}
)
SAMPLE_SIZES = MappingProxyType(
    {"number-or-percent": Formula(("minimum", "percent", "rounding"), ("raw",), number_or_percent)}
)
PROJECTIONS = MappingProxyType(
    {
        "value-of-each-signature": Formula(
            (
                "share_rounding",
                "naive_rounding",
                "value_rounding",
                "weight_rounding",
                "duplicates_rounding",
            ),
            ("raw", "sample", "valid", "duplicates", "withdrawn"),
            value_of_each_signature,
        )
    }
)


def numbers_used(rules: RuleSet, question: str) -> tuple[str, ...]:
    """Return the numbers and days that a place's rules take for one question, by name.

    ``question`` is required, sample, project, decide or deadlines.
    """
    stage = rules.stages[0] if rules.stages else None
    if question == "required":
        return REQUIREMENTS[rules.requirement.formula].inputs
    if question == "sample" and stage:
        return (*SAMPLE_SIZES[stage.sample.formula].inputs, "required", "sample")
    if question == "project" and stage:
        return (*PROJECTIONS[stage.projection.formula].inputs, "required")
    if question == "decide":
        return ("raw", "required", "valid", "invalid")
    if question == "deadlines":
        registered = ("approved", "registered") if rules.circulation else ()
        return (*registered, "filed", "certified", "examined")
    return ()


def formula_problems(rules: RuleSet) -> Iterator[tuple[str, str]]:
    """Yield the key and message of every formula unknown, or without what it needs."""
    yield from _check(REQUIREMENTS, rules.requirement, "requirement")
    for number, stage in enumerate(rules.stages, start=1):
        yield from _check(SAMPLE_SIZES, stage.sample, f"stages.{number}.sample")
        yield from _check(PROJECTIONS, stage.projection, f"stages.{number}.projection")
        decision = stage.decision
        for side in ("insufficient", "sufficient"):
            percent = getattr(decision, f"{side}_percent")
            when = getattr(decision, f"{side}_when")
            if (percent is None) != (when is None):
                yield f"stages.{number}.decision", f"{side}_percent and {side}_when go together."
        low, high = decision.insufficient_percent, decision.sufficient_percent
        if low is not None and high is not None and low > high:
            yield f"stages.{number}.decision", "The insufficient percent is above the sufficient."
        if number == len(rules.stages) and decision.otherwise == "next_sample":
            yield f"stages.{number}.decision.otherwise", "There is no stage after the last one."


def _check(
    known: Mapping[str, Formula[Function]], section: object, key: str
) -> Iterator[tuple[str, str]]:
    name = getattr(section, "formula", "")
    if name not in known:
        yield f"{key}.formula", f"No formula of that name; known are {', '.join(sorted(known))}."
        return
    for need in known[name].needs:
        if getattr(section, need) in (None, ()):
            yield f"{key}.{need}", f"The formula {name} needs this field."
