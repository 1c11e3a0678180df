"""How a place's law reads a sample, asked of the law itself: its cut-offs at any filing."""

from datetime import date
from pathlib import Path

import click

from rollcheck.law import RuleSet, load_rule_set, numbers_used, rule_set
from rollcheck.law import sample as sample_stage
from rollcheck.petition.projection import measured_projection
from rollcheck.problems import Problem, RollcheckError
from rollcheck.sampling import RuleAt, SampleRule

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
