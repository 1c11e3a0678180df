"""The question how large a sample is drawn, and where it decides."""

from rollcheck.law.computation import Computation, Value, in_force, step
from rollcheck.law.explained_cutoffs import NO_CUTOFFS, cutoff_steps, cutoff_values
from rollcheck.law.formulas import SAMPLE_SIZES
from rollcheck.law.given import Given, stage_exists
from rollcheck.law.raw_count import fails_on_raw, insufficient_on_raw
from rollcheck.law.rule_set import RuleSet


def sample(
    rules: RuleSet, *, raw: int, required: int, sample: int | None = None, stage: int = 1
) -> Computation:
    """Return the sample's size and its cut-offs.

    Values: ``required``, ``sample_size`` (the rule's own where ``sample`` is None; null where no
    sample is drawn), the cut-offs of ``cutoff_values``, ``deciding``; with too few signatures on
    the raw count or too few to sample also ``decision``, in the first case ``short_by``. The cut-
    offs in the sample hold when it has no duplicate; ``project`` takes duplicates into account.
    Raises ``RollcheckError`` for numbers that cannot be, and for a sample where none is drawn.
    """
    given = Given({"raw": raw, "required": required, "sample": sample})
    given.at_least_one("required", "sample").at_most(("sample",), "raw")
    if stage_exists(given, rules, stage) and sample is not None and not given.problems:
        refuse_sample(rules, given, raw, stage)
    given.check()
    if fails_on_raw(rules, raw, required):
        return insufficient_on_raw(rules, raw, required, {"sample_size": None, **NO_CUTOFFS})
    if raw <= rules.stages[stage - 1].sample.sampled_above:
        return _every_line(rules, raw, required, stage)
    return _sampled(rules, raw, required, sample, stage)


def refuse_sample(rules: RuleSet, given: Given, raw: int, stage: int) -> None:
    """Note a problem where a sample is named but the law allows none of so few signatures."""
    limit = rules.stages[stage - 1].sample.sampled_above
    if raw <= limit:
        given.note(
            "sample",
            f"{raw:,} signatures are {limit:,} or fewer: every one is verified and no sample is "
            "drawn. Leave the sample out and give the full count to `law decide`.",
            "no_sample",
        )


def _every_line(rules: RuleSet, raw: int, required: int, stage: int) -> Computation:
    limit = rules.stages[stage - 1].sample.sampled_above
    values: dict[str, Value] = {
        "required": required,
        "sample_size": None,
        **NO_CUTOFFS,
        "decision": "full_check",
    }
    every = step(
        "every signature",
        raw,
        f"{raw:,} signatures are {limit:,} or fewer: every one is verified, no sample is drawn",
        rules.fields[f"stages.{stage}.sample.sampled_above"],
    )
    return Computation(values, (in_force(rules), every))


def _sampled(
    rules: RuleSet, raw: int, required: int, given_size: int | None, stage: int
) -> Computation:
    formula = SAMPLE_SIZES[rules.stages[stage - 1].sample.formula]
    own_size, steps = formula.compute(rules, stage, raw)
    size = own_size if given_size is None else given_size
    warnings = []
    if given_size is not None:
        chosen = f"as given; the rule's own size is {own_size:,}"
        percent = rules.fields[f"stages.{stage}.sample.formula"]
        steps = (*steps, step("sample drawn", size, chosen, percent))
        if size < own_size:
            warnings.append(
                f"The sample of {size:,} is smaller than the rule's own size of {own_size:,}."
            )
    cutoffs = cutoff_values(rules, raw=raw, required=required, sample=size, stage=stage)
    if cutoffs["sufficient_from"] is None:
        warnings.append("No sample can show this petition sufficient: too few were filed for that.")
    values: dict[str, Value] = {"required": required, "sample_size": size, **cutoffs}
    every = (in_force(rules), *steps, *cutoff_steps(rules, required, cutoffs, stage))
    return Computation(values, every, tuple(warnings))
