"""The measure a petition is for, where the law differs by it."""

from dataclasses import replace

from rollcheck.law.declare import Measure
from rollcheck.law.rule_set import RuleSet
from rollcheck.problems import Problem, RollcheckError


def for_measure(rules: RuleSet, measure: str | None) -> RuleSet:
    """Return the rules for a petition of this measure, such as "constitutional-amendment".

    None leaves the first measure that the rules name. Raises ``RollcheckError`` for one that the
    rules do not have.
    """
    known = [one.name for one in rules.requirement.measures]
    if measure is None or measure in known:
        return replace(rules, measure=measure)
    words = f"write one of {', '.join(known)}" if known else "leave it out"
    message = f"{rules.identifier} has no measure {measure!r}; {words}."
    raise RollcheckError(
        [Problem(file="", row=None, column="measure", code="measure", message=message)]
    )


def measure_of(rules: RuleSet) -> Measure | None:
    """Return the measure chosen, the first where none is; None where the law knows none."""
    measures = rules.requirement.measures
    first = next(iter(measures), None)
    return next((one for one in measures if one.name == rules.measure), first)


def measure_name(rules: RuleSet) -> str | None:
    """Return the name of the measure that applies; None where the law knows no difference."""
    chosen = measure_of(rules)
    return chosen.name if chosen else None


def unnamed_in_sampling(rules: RuleSet) -> tuple[str, ...]:
    """Warn as ``unnamed`` does, where a sample is not drawn for every measure."""
    if any(stage.sample.measures is not None for stage in rules.stages):
        return unnamed(rules)
    return ()


def unnamed(rules: RuleSet) -> tuple[str, ...]:
    """Warn where a measure was taken that nobody named."""
    measures = rules.requirement.measures
    if rules.measure is not None or len(measures) < 2:
        return ()
    others = "; ".join(f"{one.name} ({one.title})" for one in measures[1:])
    return (f"Taken as: {measures[0].title}. For another name the measure: {others}.",)
