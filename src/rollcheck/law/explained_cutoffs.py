"""The cut-offs of a sample under their JSON names, and the steps that explain them."""

from dataclasses import replace
from fractions import Fraction

from rollcheck.law.computation import Step, Value, step
from rollcheck.law.counted import Counted
from rollcheck.law.cutoffs import sample_cutoffs, total_cutoffs
from rollcheck.law.formulas import DECISION_RULES
from rollcheck.law.rounding import grouped
from rollcheck.law.rule_set import RuleSet

NO_CUTOFFS: dict[str, Value] = {
    "insufficient_below": None,
    "sufficient_from": None,
    "rounded_insufficient_below": None,
    "rounded_sufficient_from": None,
    "total_insufficient_below": None,
    "total_sufficient_from": None,
}


def cutoff_values(rules: RuleSet, stage: int, count: Counted) -> dict[str, Value]:
    """Return every cut-off under its JSON name, and which arithmetic decides.

    ``insufficient_below``, ``sufficient_from`` in valid lines of a sample without duplicates by
    exact fractions; ``rounded_…`` the same by the rule's own rounding steps; ``total_…`` in
    projected totals; then what the decision's formula adds.
    """
    alone = replace(count, duplicates=0)
    exact, rounded = (
        sample_cutoffs(rules, stage, alone, arithmetic) for arithmetic in ("exact", "rounded")
    )
    total = total_cutoffs(rules, stage, alone)
    decision = rules.stages[stage - 1].decision
    return {
        "insufficient_below": exact.insufficient_below,
        "sufficient_from": exact.sufficient_from,
        "rounded_insufficient_below": rounded.insufficient_below,
        "rounded_sufficient_from": rounded.sufficient_from,
        "total_insufficient_below": total.insufficient_below,
        "total_sufficient_from": total.sufficient_from,
        "deciding": decision.arithmetic,
        **DECISION_RULES[decision.named].values(rules, stage, alone),
    }


def cutoff_steps(
    rules: RuleSet, stage: int, count: Counted, values: dict[str, Value]
) -> tuple[Step, ...]:
    """Return the steps that explain the cut-offs that a place has."""
    rule = rules.stages[stage - 1].decision
    required = count.required or 0
    steps = list(DECISION_RULES[rule.named].steps(rules, stage, count))
    if rule.insufficient_percent is not None and rule.insufficient_when is not None:
        limit = (rule.insufficient_percent, rule.insufficient_when)
        steps += _side(rules, stage, required, "insufficient_below", limit, values)
    if rule.sufficient_percent is not None and rule.sufficient_when is not None:
        limit = (rule.sufficient_percent, rule.sufficient_when)
        steps += _side(rules, stage, required, "sufficient_from", limit, values)
    if not DECISION_RULES[rule.named].by_percent:
        return (*steps, *_in_the_sample(rules, stage, values))
    arithmetic = rules.fields[f"stages.{stage}.decision.arithmetic"]
    words = f"{rule.arithmetic} arithmetic decides where the two differ"
    return (*steps, step("deciding", rule.arithmetic, words, arithmetic))


def _in_the_sample(rules: RuleSet, stage: int, values: dict[str, Value]) -> list[Step]:
    """Explain the cut-offs of a decision that does not rest on percents of the requirement."""
    formula = rules.fields[f"stages.{stage}.decision.formula"]
    words = "by trying every number, for a sample without duplicates"
    return [
        step(f"{name.replace('_', ' ')}, valid in the sample", str(values[name]), words, formula)
        for name in ("insufficient_below", "sufficient_from")
        if values[name] is not None
    ]


def _side(
    rules: RuleSet,
    stage: int,
    required: int,
    name: str,
    limit: tuple[Fraction, str],
    values: dict[str, Value],
) -> list[Step]:
    """Explain one side, ``name`` being the JSON name of its cut-off in the sample."""
    side = name.split("_", maxsplit=1)[0]
    key = f"stages.{stage}.decision."
    fields = (rules.fields[f"{key}{side}_percent"], rules.fields[f"{key}{side}_when"])
    arithmetic = rules.fields[f"{key}arithmetic"]
    rounded = rules.fields.get(f"stages.{stage}.projection.share_rounding", arithmetic)
    percent, when = limit
    share = f"{grouped(percent)} % of"
    least = "smallest whole number that is sufficient"
    if side == "insufficient":
        least = "smallest whole number that is not insufficient"
    in_words = name.replace("_", " ")
    return [
        step(
            f"{share} the requirement",
            percent / 100 * required,
            f"{share} {required:,}; {side} when the projection is {when.replace('_', ' ')} it",
            *fields,
        ),
        step(f"{in_words}, projected total", _number(values[f"total_{name}"]), least, *fields),
        step(
            f"{in_words}, valid in the sample",
            _number(values[name]),
            "the same in lines of a sample without duplicates, by exact fractions",
            *fields,
            arithmetic,
        ),
        step(
            f"{in_words}, by the rounded steps",
            _number(values[f"rounded_{name}"]),
            "the same by the rounding of each step of the projection",
            *fields,
            rounded,
        ),
    ]


def _number(value: Value) -> str:
    return "none" if value is None else str(value)
