"""How a place's law reads a sample, asked of the law itself: its projection and its cut-offs."""

from datetime import date
from pathlib import Path

import click

from rollcheck.law import (
    Computation,
    RuleSet,
    load_rule_set,
    numbers_used,
    project,
    rule_set,
)
from rollcheck.law import sample as sample_stage
from rollcheck.problems import Problem, RollcheckError
from rollcheck.sampling import Linear, RuleAt, SampleCounts, SampleRule

NEEDED = {"raw", "sample", "valid"}
BY_COUNTY = {"counts", "county"}


def rules_of(identifier: str | None, on: date | None) -> RuleSet | None:
    """Return the rules that --rules and --on name, or None without them.

    Raises ``click.UsageError`` for one without the other, ``RollcheckError`` for a place that
    draws no sample.
    """
    if identifier is None and on is None:
        return None
    if identifier is None or on is None:
        raise click.UsageError("--rules and --on go together: the place and the day of filing.")
    if identifier.endswith(".toml"):
        rules = load_rule_set(Path(identifier))
    else:
        rules = rule_set(identifier, on)
    if NEEDED - set(numbers_used(rules, "project")):
        message = f"{identifier} projects from no sample; leave --rules and --on out"
        raise RollcheckError([Problem("", None, "rules", "no_sample", message)])
    return rules


def statutory_projection(
    rules: RuleSet, counts: SampleCounts, required: int | None
) -> tuple[Linear, Computation]:
    """Return the law's answer to a sample, and its projection as a linear estimator.

    The weights of a valid line and of a duplicate are measured by asking the law about other
    counts; the offset makes the estimator agree with the law's rounded answer to these.
    """
    answer = _asked(
        rules,
        raw=counts.raw,
        sample=counts.sample,
        valid=counts.valid,
        duplicates=counts.duplicates,
        required=required,
    )
    measured = measured_projection(rules, counts.raw, counts.sample)
    plain = measured.per_line * counts.valid_lines - measured.per_pair * counts.duplicates
    offset = _number(answer, "projected_valid") - plain
    return Linear(measured.per_line, measured.per_pair, offset), answer


def measured_projection(rules: RuleSet, raw: int, sample: int) -> Linear:
    """Return the law's projection as weights, without its roundings of a line or so."""

    def projected(valid: int, duplicates: int) -> float:
        answer = _asked(rules, raw=raw, sample=sample, valid=valid, duplicates=duplicates)
        return _number(answer, "projected_valid")

    half = sample // 2
    per_valid = (projected(sample, 0) - projected(0, 0)) / sample
    per_duplicate = (projected(half, 0) - projected(half, half)) / half
    return Linear(per_valid, per_valid + per_duplicate)


def _asked(
    rules: RuleSet,
    *,
    raw: int,
    sample: int,
    valid: int,
    duplicates: int,
    required: int | None = None,
) -> Computation:
    """Ask the law, without the duplicates where the place takes none off."""
    used = numbers_used(rules, "project")
    return project(
        rules,
        raw=raw,
        sample=sample,
        valid=valid,
        duplicates=duplicates if "duplicates" in used else 0,
        required=required,
    )


def rule_at(rules: RuleSet, required: int) -> RuleAt:
    """Return a function that gives the sampling rule for a number of lines filed.

    Raises ``RollcheckError`` for a place whose sample is drawn in each county, and when asked of
    one whose sample does not decide by cut-offs on the projection with a check of every line
    between them.
    """
    if BY_COUNTY & set(numbers_used(rules, "project")):
        raise RollcheckError([_other_decision(rules)])
    known: dict[int, SampleRule | None] = {}

    def at(filed: int) -> SampleRule | None:
        if filed not in known:
            known[filed] = _sample_rule(rules, filed, required)
        return known[filed]

    return at


def _sample_rule(rules: RuleSet, filed: int, required: int) -> SampleRule | None:
    stage = sample_stage(rules, raw=filed, required=required)
    size = stage.values["sample_size"]
    if not isinstance(size, int):
        return None
    cutoffs = [
        stage.values.get(name) for name in ("total_insufficient_below", "total_sufficient_from")
    ]
    low, high = (float(one) if isinstance(one, int) else None for one in cutoffs)
    if (low is None and high is None) or len(rules.stages) != 1:
        raise RollcheckError([_other_decision(rules)])
    return SampleRule(size, measured_projection(rules, filed, size), low, high)


def _other_decision(rules: RuleSet) -> Problem:
    message = (
        f"the sample of {rules.identifier} does not decide by one pair of cut-offs on one "
        "projection; plan for the full count, without --rules"
    )
    return Problem("", None, "rules", "other_decision", message)


def _number(answer: Computation, name: str) -> float:
    value = answer.values[name]
    if not isinstance(value, int):
        raise TypeError(f"{name} is no whole number")
    return float(value)
