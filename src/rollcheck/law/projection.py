"""The question what a sample says of the whole petition."""

from dataclasses import replace
from fractions import Fraction

from rollcheck.law.computation import Computation, Step, Value, in_force, step
from rollcheck.law.counted import Counted
from rollcheck.law.cutoffs import compared, sample_cutoffs, zone
from rollcheck.law.drawing import own_size
from rollcheck.law.explained_cutoffs import cutoff_steps, cutoff_values
from rollcheck.law.formulas import DECISION_RULES, PROJECTIONS
from rollcheck.law.measures import unnamed_in_sampling
from rollcheck.law.projected import Projected
from rollcheck.law.raw_count import fails_on_raw, insufficient_on_raw, raw_step
from rollcheck.law.rounding import grouped
from rollcheck.law.rule_set import RuleSet
from rollcheck.law.sample_counts import counted_sample


def project(  # noqa: PLR0913 - one argument for each number that a sample has
    rules: RuleSet,
    *,
    raw: int,
    sample: int,
    valid: int | None = None,
    duplicates: int = 0,
    required: int | None = None,
    withdrawn: int = 0,
    excluded: int = 0,
    invalid: int | None = None,
    stage: int | None = None,
) -> Computation:
    """Return what a sample says of the whole petition.

    ``valid`` lines of ``sample`` drawn, without the second copies of ``duplicates`` pairs and
    without the ``withdrawn``; ``excluded`` lines were taken out before it was drawn. ``invalid``
    lines of the sample may be given in place of the valid, or must agree with them, where the
    rules count those (see ``Formula.sample_is``); where the rules take ineligible lines off by
    name, ``invalid`` are those of the whole petition (all of the sample that is not valid, where
    not given). ``stage`` is the one whose own size the sample reaches where it is not named.
    Values: ``projected_valid``, ``naive_valid``, those that the formula
    adds; with ``required`` also ``decision``, ``short_by`` (of the requirement, 0 where the
    projection reaches it), the cut-offs of ``cutoff_values`` and, where there are duplicates, the
    cut-offs in the sample that hold with them. Raises ``RollcheckError`` for numbers that cannot
    be.
    """
    numbers = {
        "raw": raw,
        "sample": sample,
        "valid": valid,
        "invalid": invalid,
        "duplicates": duplicates,
        "withdrawn": withdrawn,
        "excluded": excluded,
        "required": required,
    }
    count, chosen = counted_sample(rules, numbers, stage)
    answer = _projected(rules, count, withdrawn, chosen)
    return answer.with_warnings(unnamed_in_sampling(rules))


def _projected(rules: RuleSet, count: Counted, withdrawn: int, stage: int) -> Computation:
    found = PROJECTIONS[rules.stages[stage - 1].projection.formula].compute(rules, stage, count)
    values: dict[str, Value] = {
        "projected_valid": found.corrected,
        "naive_valid": found.naive,
        **found.further,
    }
    if len(rules.stages) > 1:
        values["stage"] = stage
    steps = (in_force(rules), *_withdrawn(rules, withdrawn, stage), *found.steps)
    if count.required is None:
        return Computation(values, steps)
    if fails_on_raw(rules, count.raw, count.required, count.excluded):
        return insufficient_on_raw(rules, count.raw, count.required, values, count.excluded)
    filed = raw_step(rules, count.raw, count.required, count.excluded)
    cutoffs = cutoff_values(rules, stage, count)
    if count.duplicates:
        cutoffs |= _with_duplicates(rules, count, stage)
    decision, warnings = _decide(rules, count, found, stage)
    values |= {
        "required": count.required,
        "decision": decision,
        "short_by": max(0, count.required - found.corrected),
        **_next_sample(rules, count, decision, stage),
        **cutoffs,
    }
    explained = cutoff_steps(rules, stage, count, cutoffs)
    last = _decision(rules, count, found, decision, stage)
    return Computation(values, (*steps, filed, *explained, last), tuple(warnings))


def _with_duplicates(rules: RuleSet, count: Counted, stage: int) -> dict[str, Value]:
    arithmetic = rules.stages[stage - 1].decision.arithmetic
    found = sample_cutoffs(rules, stage, count, arithmetic)
    return {
        "insufficient_below_with_duplicates": found.insufficient_below,
        "sufficient_from_with_duplicates": found.sufficient_from,
    }


def _next_sample(rules: RuleSet, count: Counted, decision: str, stage: int) -> dict[str, Value]:
    if decision != "next_sample":
        return {}
    return {"next_sample_size": own_size(rules, stage + 1, count.remaining)}


def _decide(rules: RuleSet, count: Counted, found: Projected, stage: int) -> tuple[str, list[str]]:
    rule = rules.stages[stage - 1].decision
    exact = zone(rules, stage, count, found.exact)
    rounded = zone(rules, stage, count, Fraction(found.corrected))
    naive = zone(rules, stage, replace(count, duplicates=0), found.naive_exact)
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
    if naive != decision and found.naive_exact != found.exact:
        warnings.append(
            f"Without the correction for duplicates the sample would have given {naive}."
            if count.duplicates
            else f"Without what the rule takes off, the sample would have given {naive}."
        )
    if found.corrected < 0:
        warnings.append("The correction is larger than the projection; check the duplicates.")
    return decision, warnings


def _decision(rules: RuleSet, count: Counted, found: Projected, decision: str, stage: int) -> Step:
    rule = rules.stages[stage - 1].decision
    required = count.required or 0
    key = f"stages.{stage}.decision."
    projected = compared(found, rule.arithmetic)
    share = projected * 100 / required
    words = (
        f"projected {grouped(projected, decimals=2)} of {required:,} required, "
        f"{grouped(share, decimals=2)} %"
    )
    names = ["formula", "otherwise"]
    if DECISION_RULES[rule.named].by_percent:
        used = {
            "sufficient": ("sufficient_percent", "sufficient_when"),
            "insufficient": ("insufficient_percent", "insufficient_when"),
        }
        names = [*used.get(decision, ()), "arithmetic"]
        names = [name for name in names if f"{key}{name}" in rules.fields]
        if len(names) == 1:
            names = ["otherwise", "arithmetic"]
    elif rule.named == "pairs-acceptable":
        words = (
            f"{count.duplicates:,} pairs in the sample against "
            f"{found.further['acceptable_pairs']} acceptable"
        )
    else:
        words = f"{count.valid:,} valid of {count.sample:,}; {words}"
    return step("decision", decision, words, *(rules.fields[key + name] for name in names))


def _withdrawn(rules: RuleSet, withdrawn: int, stage: int) -> tuple[Step, ...]:
    if not withdrawn:
        return ()
    words = "not valid: they are not among the valid lines given"
    if rules.stages[stage - 1].projection.withdrawn_are_valid:
        words = "valid all the same: they are among the valid lines given"
    field = rules.fields[f"stages.{stage}.projection.withdrawn_are_valid"]
    return (step("withdrawn in the sample", withdrawn, words, field),)
