"""Where a sample decides: the cut-offs in the sample and in the projected total."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from rollcheck.law.counting import SampleDecision
from rollcheck.law.formulas import PROJECTIONS
from rollcheck.law.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class CutOffs:
    """``insufficient_below``: fewer are insufficient; ``sufficient_from``: so many suffice.

    None where no number in the range does.
    """

    insufficient_below: int | None
    sufficient_from: int | None


def zone(rule: SampleDecision, projected: Fraction, required: int) -> str:
    """Return the decision that a projection gives, by exact comparison."""
    if rule.sufficient_percent is not None:
        limit = rule.sufficient_percent / 100 * required
        if projected > limit or (projected == limit and rule.sufficient_when == "at_or_above"):
            return "sufficient"
    if rule.insufficient_percent is not None:
        limit = rule.insufficient_percent / 100 * required
        if projected < limit or (projected == limit and rule.insufficient_when == "at_or_below"):
            return "insufficient"
    return rule.otherwise


def sample_cutoffs(
    rules: RuleSet,
    stage: int,
    *,
    raw: int,
    sample: int,
    required: int,
    duplicates: int,
    arithmetic: str,
) -> CutOffs:
    """Return the cut-offs in valid lines of the sample, of 0 to ``sample``.

    ``arithmetic`` is "exact" for exact fractions or "rounded" for the rule's own steps.
    """
    projection = rules.stages[stage - 1].projection
    compute = PROJECTIONS[projection.formula].compute

    def projected(valid: int) -> Fraction:
        found = compute(rules, stage, raw, sample, valid, duplicates)
        return found.exact if arithmetic == "exact" else Fraction(found.corrected)

    return _cutoffs(rules.stages[stage - 1].decision, required, sample, projected)


def total_cutoffs(rules: RuleSet, stage: int, *, raw: int, required: int) -> CutOffs:
    """Return the cut-offs in the projected total, in whole signatures of 0 to ``raw``."""
    return _cutoffs(rules.stages[stage - 1].decision, required, raw, Fraction)


def _cutoffs(
    rule: SampleDecision, required: int, most: int, projected: Callable[[int], Fraction]
) -> CutOffs:
    """Search by halves: every projection rises with the number it is made from."""

    def first(holds: Callable[[str], bool]) -> int | None:
        numbers = range(most + 1)
        found = bisect_left(
            numbers, x=True, key=lambda number: holds(zone(rule, projected(number), required))
        )
        return found if found <= most else None

    return CutOffs(
        insufficient_below=first(lambda decision: decision != "insufficient"),
        sufficient_from=first(lambda decision: decision == "sufficient"),
    )
