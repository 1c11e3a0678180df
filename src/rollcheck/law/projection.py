"""The question what a sample says of the whole petition."""

from collections.abc import Mapping
from fractions import Fraction

from rollcheck.law.computation import Computation, Step, Value, in_force, step
from rollcheck.law.cutoffs import sample_cutoffs, zone
from rollcheck.law.explained_cutoffs import cutoff_steps, cutoff_values
from rollcheck.law.formulas import PROJECTIONS
from rollcheck.law.given import Given, stage_exists
from rollcheck.law.raw_count import fails_on_raw, insufficient_on_raw
from rollcheck.law.rounding import grouped
from rollcheck.law.rule_set import RuleSet
from rollcheck.law.sample_stage import refuse_sample
from rollcheck.law.value_of_each import Projected


def project(
    rules: RuleSet,
    *,
    raw: int,
    sample: int,
    valid: int,
    duplicates: int,
    required: int | None = None,
    withdrawn: int = 0,
    stage: int = 1,
) -> Computation:
    """Return what a sample says of the whole petition.

    ``valid`` lines of ``sample`` drawn, without the second copies of ``duplicates`` pairs and
    without the ``withdrawn``. Values: ``projected_valid``, ``naive_valid``; with ``required``
    also ``decision``, ``short_by`` (of the requirement, 0 where the projection reaches it),
    the cut-offs of ``cutoff_values`` and, where there are duplicates, the cut-offs in the sample
    that hold with them. Raises ``RollcheckError`` for numbers that cannot be.
    """
    numbers = {
        "raw": raw,
        "sample": sample,
        "valid": valid,
        "duplicates": duplicates,
        "withdrawn": withdrawn,
        "required": required,
    }
    _check(rules, numbers, stage)
    rule = rules.stages[stage - 1].projection
    found = PROJECTIONS[rule.formula].compute(rules, stage, raw, sample, valid, duplicates)
    values: dict[str, Value] = {
        "projected_valid": found.corrected,
        "naive_valid": found.naive,
    }
    steps = (in_force(rules), *_withdrawn(rules, withdrawn, stage), *found.steps)
    if required is None:
        return Computation(values, steps)
    if fails_on_raw(rules, raw, required):
        return insufficient_on_raw(rules, raw, required, values)
    cutoffs = cutoff_values(rules, raw=raw, required=required, sample=sample, stage=stage)
    if duplicates:
        cutoffs |= _with_duplicates(rules, raw, sample, required, duplicates, stage)
    decision, warnings = _decide(rules, found, required, stage)
    values |= {
        "required": required,
        "decision": decision,
        "short_by": max(0, required - found.corrected),
        **cutoffs,
    }
    explained = cutoff_steps(rules, required, cutoffs, stage)
    last = _decision(rules, found, decision, required, stage)
    return Computation(values, (*steps, *explained, last), tuple(warnings))


def _check(rules: RuleSet, numbers: Mapping[str, int | None], stage: int) -> None:
    """Raise every problem with the numbers; what is not valid comes besides the valid lines."""
    given = Given(numbers)
    given.at_least_one("sample", "required").at_most(("sample",), "raw")
    if stage_exists(given, rules, stage):
        rule = rules.stages[stage - 1].projection
        duplicates = () if rule.second_copy_is_valid else ("duplicates",)
        withdrawn = () if rule.withdrawn_are_valid else ("withdrawn",)
        given.at_most(("valid", *duplicates, *withdrawn), "sample")
        if not given.problems:
            refuse_sample(rules, given, numbers["raw"] or 0, stage)
    given.check()


def _with_duplicates(
    rules: RuleSet, raw: int, sample: int, required: int, duplicates: int, stage: int
) -> dict[str, Value]:
    found = sample_cutoffs(
        rules,
        stage,
        raw=raw,
        sample=sample,
        required=required,
        duplicates=duplicates,
        arithmetic=rules.stages[stage - 1].decision.arithmetic,
    )
    return {
        "insufficient_below_with_duplicates": found.insufficient_below,
        "sufficient_from_with_duplicates": found.sufficient_from,
    }


def _decide(rules: RuleSet, found: Projected, required: int, stage: int) -> tuple[str, list[str]]:
    rule = rules.stages[stage - 1].decision
    exact = zone(rule, found.exact, required)
    rounded = zone(rule, Fraction(found.corrected), required)
    naive = zone(rule, found.naive_exact, required)
    decision = exact if rule.arithmetic == "exact" else rounded
    warnings = []
    if exact != rounded:
        doubt = (
            ""
            if rules.fields[f"stages.{stage}.decision.arithmetic"].verified
            else (" No text that was read says which.")
        )
        warnings.append(
            f"Exact fractions give {exact}, the rule's rounded steps give {rounded}; "
            f"{rule.arithmetic} arithmetic decides.{doubt}"
        )
    if naive != decision:
        warnings.append(
            f"Without the correction for duplicates the sample would have given {naive}."
        )
    if found.corrected < 0:
        warnings.append("The correction is larger than the projection; check the duplicates.")
    return decision, warnings


def _decision(rules: RuleSet, found: Projected, decision: str, required: int, stage: int) -> Step:
    rule = rules.stages[stage - 1].decision
    key = f"stages.{stage}.decision."
    used = {
        "sufficient": ("sufficient_percent", "sufficient_when"),
        "insufficient": ("insufficient_percent", "insufficient_when"),
    }.get(decision, ("otherwise",))
    projected = found.exact if rule.arithmetic == "exact" else Fraction(found.corrected)
    share = projected * 100 / required
    return step(
        "decision",
        decision,
        f"projected {grouped(projected, decimals=2)} of {required:,} required, "
        f"{grouped(share, decimals=2)} %",
        *(rules.fields[key + name] for name in (*used, "arithmetic")),
    )


def _withdrawn(rules: RuleSet, withdrawn: int, stage: int) -> tuple[Step, ...]:
    if not withdrawn:
        return ()
    words = "not valid: they are not among the valid lines given"
    if rules.stages[stage - 1].projection.withdrawn_are_valid:
        words = "valid all the same: they are among the valid lines given"
    field = rules.fields[f"stages.{stage}.projection.withdrawn_are_valid"]
    return (step("withdrawn in the sample", withdrawn, words, field),)
