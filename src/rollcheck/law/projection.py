"""The question what a sample says of the whole petition."""

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
    also ``decision``, ``short_by`` (of the requirement, null where the projection reaches it),
    the cut-offs of ``cutoff_values`` and, where there are duplicates, the cut-offs in the sample
    that hold with them. Raises ``RollcheckError`` for numbers that cannot be.
    """
    given = Given(
        {
            "raw": raw,
            "sample": sample,
            "valid": valid,
            "duplicates": duplicates,
            "withdrawn": withdrawn,
            "required": required,
        }
    )
    given.at_least_one("sample", "required").at_most(("sample",), "raw")
    given.at_most(("valid", "duplicates", "withdrawn"), "sample")
    stage_exists(given, rules, stage)
    if not given.problems:
        refuse_sample(rules, given, raw, stage)
    given.check()
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
    explained = (
        *cutoff_steps(rules, required, cutoffs, stage),
        _decision(rules, found, decision, required, stage),
    )
    return Computation(values, (*steps, *explained), tuple(warnings))


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
        warnings.append(
            f"Exact fractions give {exact}, the regulation's rounded steps give {rounded}; "
            f"{rule.arithmetic} arithmetic decides here, which is not a text that was read."
        )
    if naive != decision:
        warnings.append(
            f"Without the correction for duplicates the sample would have given {naive}."
        )
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
    return (
        step(
            "withdrawn in the sample",
            withdrawn,
            "not valid: they are not among the valid lines given",
            rules.fields[f"stages.{stage}.projection.withdrawn_are_valid"],
        ),
    )
