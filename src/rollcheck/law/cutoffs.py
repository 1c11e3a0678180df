"""Where a sample decides: the cut-offs in the sample and in the projected total."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from rollcheck.law.counted import Counted
from rollcheck.law.formulas import DECISION_RULES, PROJECTIONS
from rollcheck.law.projected import Projected
from rollcheck.law.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class CutOffs:
    """``insufficient_below``: fewer are insufficient; ``sufficient_from``: so many suffice.

    None where no number in the range does.
    """

    insufficient_below: int | None
    sufficient_from: int | None


def zone(rules: RuleSet, stage: int, count: Counted, projected: Fraction) -> str:
    """Return what the place's formula for the decision makes of a projection."""
    formula = DECISION_RULES[rules.stages[stage - 1].decision.named]
    return formula.compute(rules, stage, count, projected)


def compared(found: Projected, arithmetic: str) -> Fraction:
    """Return the number that is compared: exact, or by the rule's own rounded steps."""
    return found.exact if arithmetic == "exact" else Fraction(found.corrected)


def sample_cutoffs(rules: RuleSet, stage: int, count: Counted, arithmetic: str) -> CutOffs:
    """Return the cut-offs in valid lines of the sample, of 0 to all of it.

    The valid lines of ``count`` itself play no part. ``arithmetic`` is "exact" for exact
    fractions or "rounded" for the rule's own steps.
    """
    compute = PROJECTIONS[rules.stages[stage - 1].projection.formula].compute

    def decided(valid: int) -> str:
        with_valid = replace(count, valid=valid)
        found = compute(rules, stage, with_valid)
        return zone(rules, stage, with_valid, compared(found, arithmetic))

    return _cutoffs(count.sample, decided)


def total_cutoffs(rules: RuleSet, stage: int, count: Counted) -> CutOffs:
    """Return the cut-offs in the projected total, in whole signatures of 0 to the raw count.

    Both are None where the decision does not rest on the projected total.
    """
    if not DECISION_RULES[rules.stages[stage - 1].decision.named].by_percent:
        return CutOffs(None, None)
    return _cutoffs(count.raw, lambda total: zone(rules, stage, count, Fraction(total)))


def _cutoffs(most: int, decided: Callable[[int], str]) -> CutOffs:
    """Search by halves: every projection rises with the number it is made from."""

    def first(holds: Callable[[str], bool]) -> int | None:
        found = bisect_left(range(most + 1), x=True, key=lambda number: holds(decided(number)))
        return found if found <= most else None

    return CutOffs(
        insufficient_below=first(lambda decision: decision != "insufficient") or None,
        sufficient_from=first(lambda decision: decision == "sufficient"),
    )
