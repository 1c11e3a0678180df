"""The question: how large a sample, and where does it decide?"""

from rollcheck.law.computation import Computation, Step, Value, in_force, step
from rollcheck.law.cutoffs import CutOffs, sample_cutoffs, total_cutoffs
from rollcheck.law.formulas import SAMPLE_SIZES
from rollcheck.law.given import Given, stage_exists
from rollcheck.law.raw_count import fails_on_raw, insufficient_on_raw
from rollcheck.law.rounding import plain
from rollcheck.law.rule_set import RuleSet

NO_CUTOFFS: dict[str, Value] = {
    "insufficient_below": None,
    "sufficient_from": None,
    "rounded_insufficient_below": None,
    "rounded_sufficient_from": None,
    "total_insufficient_below": None,
    "total_sufficient_from": None,
}


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
    stage_exists(given, rules, stage)
    if sample is not None and not given.problems:
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


def cutoff_values(
    rules: RuleSet, *, raw: int, required: int, sample: int, stage: int
) -> dict[str, Value]:
    """Return every cut-off under its JSON name, and which arithmetic decides.

    ``insufficient_below``, ``sufficient_from`` in valid lines of the sample by exact fractions;
    ``rounded_…`` the same by the rule's own rounding steps; ``total_…`` in projected totals.
    """
    exact, rounded = (
        sample_cutoffs(
            rules,
            stage,
            raw=raw,
            sample=sample,
            required=required,
            duplicates=0,
            arithmetic=arithmetic,
        )
        for arithmetic in ("exact", "rounded")
    )
    total = total_cutoffs(rules, stage, raw=raw, required=required)
    return {
        "insufficient_below": exact.insufficient_below,
        "sufficient_from": exact.sufficient_from,
        "rounded_insufficient_below": rounded.insufficient_below,
        "rounded_sufficient_from": rounded.sufficient_from,
        "total_insufficient_below": total.insufficient_below,
        "total_sufficient_from": total.sufficient_from,
        "deciding": rules.stages[stage - 1].decision.arithmetic,
    }


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


def cutoff_steps(
    rules: RuleSet, required: int, values: dict[str, Value], stage: int
) -> tuple[Step, ...]:
    """Return the steps that explain the cut-offs."""
    rule = rules.stages[stage - 1].decision
    key = f"stages.{stage}.decision."
    arithmetic = rules.fields[f"{key}arithmetic"]
    steps = []
    for side, words in (("insufficient", "below"), ("sufficient", "from")):
        percent = getattr(rule, f"{side}_percent")
        if percent is None:
            continue
        when = getattr(rule, f"{side}_when")
        fields = (rules.fields[f"{key}{side}_percent"], rules.fields[f"{key}{side}_when"])
        limit = percent / 100 * required
        name = f"{side}_{words}"
        comparison = when.replace("_", " ")
        steps += [
            step(
                f"{plain(percent)} % of the requirement",
                limit,
                f"{plain(percent)} % of {required:,}; {side} when the projection is {comparison} it",
                *fields,
            ),
            step(
                f"{side} {words}, projected total",
                _number(values[f"total_{name}"]),
                "smallest whole number " + _what(side),
                *fields,
            ),
            step(
                f"{side} {words}, valid in the sample",
                _number(values[name]),
                "the same by exact fractions, without duplicates",
                *fields,
                arithmetic,
            ),
            step(
                f"{side} {words}, by the rounded steps",
                _number(values[f"rounded_{name}"]),
                "the same by the projection's own rounding, without duplicates",
                *fields,
                rules.fields[f"stages.{stage}.projection.share_rounding"]
                if f"stages.{stage}.projection.share_rounding" in rules.fields
                else arithmetic,
            ),
        ]
    steps.append(
        step(
            "deciding",
            rule.arithmetic,
            f"{rule.arithmetic} arithmetic decides where the two differ",
            arithmetic,
        )
    )
    return tuple(steps)


def _what(side: str) -> str:
    return "that is not insufficient" if side == "insufficient" else "that is sufficient"


def _number(value: Value) -> str:
    return "none" if value is None else str(value)


_ = CutOffs
