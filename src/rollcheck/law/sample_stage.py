"""The question how large a sample is drawn, and where it decides."""

from dataclasses import replace

from rollcheck.law.computation import Computation, Step, Value, in_force, step
from rollcheck.law.counted import Counted
from rollcheck.law.drawing import no_sample, refuse_sample, stage_of
from rollcheck.law.explained_cutoffs import NO_CUTOFFS, cutoff_steps, cutoff_values
from rollcheck.law.formulas import SAMPLE_SIZES
from rollcheck.law.given import Given, stage_exists
from rollcheck.law.measures import unnamed_in_sampling
from rollcheck.law.raw_count import fails_on_raw, insufficient_on_raw, raw_step
from rollcheck.law.rule_set import RuleSet


def sample(
    rules: RuleSet,
    *,
    raw: int,
    required: int,
    sample: int | None = None,
    stage: int | None = None,
    excluded: int = 0,
) -> Computation:
    """Return the sample's size and its cut-offs.

    ``excluded`` lines were taken out before; ``stage`` is the one whose own size ``sample``
    reaches where it is not named. Values: ``required``, ``sample_size`` (the rule's own where
    ``sample`` is None; null where no sample is drawn), the cut-offs of ``cutoff_values``,
    ``deciding``; with too few signatures on the raw count or none to sample also ``decision``, in
    the first case ``short_by``. The cut-offs in the sample hold when it has no duplicate;
    ``project`` takes duplicates into account. Raises ``RollcheckError`` for numbers that cannot
    be, and for a sample where none is drawn.
    """
    given = Given({"raw": raw, "excluded": excluded, "required": required, "sample": sample})
    given.at_least_one("required", "sample").at_most(("excluded", "sample"), "raw")
    given.none_excluded(rules)
    if stage_exists(given, rules, stage) and sample is not None and not given.problems:
        chosen = stage_of(rules, stage, raw - excluded, sample)
        refuse_sample(rules, given, chosen, raw - excluded)
    given.check()
    if fails_on_raw(rules, raw, required, excluded):
        others: dict[str, Value] = {"sample_size": None, **NO_CUTOFFS}
        return insufficient_on_raw(rules, raw, required, others, excluded)
    filed = raw_step(rules, raw, required, excluded)
    chosen = stage_of(rules, stage, raw - excluded, sample)
    warnings = unnamed_in_sampling(rules)
    why = no_sample(rules, chosen, raw - excluded)
    if why:
        every = _every_line(rules, raw - excluded, required, chosen, why)
        return replace(every, steps=(every.steps[0], filed, *every.steps[1:]), warnings=warnings)
    count = Counted(raw=raw, excluded=excluded, sample=sample or 0, valid=0, required=required)
    answer = _sampled(rules, count, chosen).with_warnings(warnings)
    return replace(answer, steps=(answer.steps[0], filed, *answer.steps[1:]))


def _every_line(
    rules: RuleSet, drawn_from: int, required: int, stage: int, why: str
) -> Computation:
    values: dict[str, Value] = {
        "required": required,
        "sample_size": None,
        **NO_CUTOFFS,
        "decision": "full_check",
    }
    key = f"stages.{stage}.sample."
    fields = [rules.fields[f"{key}sampled_above"]]
    fields += [rules.fields[f"{key}measures"]] if f"{key}measures" in rules.fields else []
    every = step("every signature", drawn_from, f"{why}, no sample is drawn", *fields)
    return Computation(values, (in_force(rules), every))


def _sampled(rules: RuleSet, count: Counted, stage: int) -> Computation:
    """Answer for ``count.sample`` lines, or where that is 0 for the rule's own size."""
    formula = SAMPLE_SIZES[rules.stages[stage - 1].sample.formula]
    own, steps = formula.compute(rules, stage, count.remaining)
    size = count.sample or own
    chosen = Counted(
        raw=count.raw, excluded=count.excluded, sample=size, valid=0, required=count.required
    )
    warnings = []
    if count.sample:
        words = f"as given; the rule's own size is {own:,}"
        field = rules.fields[f"stages.{stage}.sample.formula"]
        steps = (*steps, step("sample drawn", size, words, field))
        if size < own:
            warnings.append(
                f"The sample of {size:,} is smaller than the rule's own size of {own:,}."
            )
    cutoffs = cutoff_values(rules, stage, chosen)
    if cutoffs["sufficient_from"] is None and _a_sample_may_suffice(rules, stage):
        warnings.append("No sample can show this petition sufficient: too few were filed for that.")
    values: dict[str, Value] = {"required": count.required, "sample_size": size, **cutoffs}
    if len(rules.stages) > 1:
        values["stage"] = stage
    every = (
        in_force(rules),
        *_county_steps(rules, stage),
        *steps,
        *cutoff_steps(rules, stage, chosen, cutoffs),
    )
    return Computation(values, every, tuple(warnings))


def _a_sample_may_suffice(rules: RuleSet, stage: int) -> bool:
    decision = rules.stages[stage - 1].decision
    return decision.sufficient_percent is not None or decision.formula is not None


def _county_steps(rules: RuleSet, stage: int) -> tuple[Step, ...]:
    if rules.stages[stage - 1].sample.drawn_in != "county":
        return ()
    words = "the numbers given are taken as those of one county: each draws its own sample"
    return (step("drawn in", "county", words, rules.fields[f"stages.{stage}.sample.drawn_in"]),)
