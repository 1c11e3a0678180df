"""What a projection decides: the named formulas for it."""

from dataclasses import dataclass
from fractions import Fraction

from rollcheck.law.acceptable_pairs import pair_test
from rollcheck.law.computation import Step, Value, step
from rollcheck.law.counted import Counted
from rollcheck.law.roots import square_root
from rollcheck.law.rounding import Rounding, grouped
from rollcheck.law.rule_set import RuleSet


def percent_of_requirement(rules: RuleSet, stage: int, count: Counted, projected: Fraction) -> str:
    """Compare the projection with percents of the requirement, exactly.

    Source: for example California's Elections Code 11225(c) to (e).
    """
    rule = rules.stages[stage - 1].decision
    required = count.required or 0
    if rule.sufficient_percent is not None:
        limit = rule.sufficient_percent / 100 * required
        if projected > limit or (projected == limit and rule.sufficient_when == "at_or_above"):
            return "sufficient"
    if rule.insufficient_percent is not None:
        limit = rule.insufficient_percent / 100 * required
        if projected < limit or (projected == limit and rule.insufficient_when == "at_or_below"):
            return "insufficient"
    return rule.otherwise


def pairs_acceptable(rules: RuleSet, stage: int, count: Counted, _projected: Fraction) -> str:
    """Accept where the sample holds no more pairs than are acceptable; else go on.

    Source: Washington Administrative Code 434-379-010(8). It never rejects.
    """
    acceptable = pair_test(rules, stage, count).acceptable
    if acceptable is not None and count.duplicates <= acceptable:
        return "sufficient"
    return rules.stages[stage - 1].decision.otherwise


def sampling_error(rules: RuleSet, stage: int, count: Counted, _projected: Fraction) -> str:
    """Decide only where the valid in the sample are farther from the break-even than chance.

    Source: Michigan's two-stage sampling (Board of State Canvassers). The zone between is laid
    by ``error_zone``; its ends themselves decide.
    """
    low, high = error_zone(rules, stage, count).ends
    if count.valid <= low:
        return "insufficient"
    if count.valid >= high:
        return "sufficient"
    return rules.stages[stage - 1].decision.otherwise


@dataclass(frozen=True, slots=True)
class ErrorZone:
    """The break-even in valid lines of the sample, its standard error, and the zone's ends."""

    break_even: Fraction
    error: Fraction
    ends: tuple[Fraction, Fraction]


def error_zone(rules: RuleSet, stage: int, count: Counted) -> ErrorZone:
    """Lay the zone: break-even + continuity, factor x root(n p (1 - p)) to either side.

    p is the requirement's share of the signatures that remain, at most 1.
    """
    rule = rules.stages[stage - 1].decision
    share = min(Fraction(1), Fraction(count.required or 0, count.remaining))
    error = square_root(count.sample * share * (1 - share), rule.root_digits or 0)
    centre = count.sample * share + (rule.continuity or 0)
    half = (rule.confidence_factor or 0) * error
    return ErrorZone(count.sample * share, error, (centre - half, centre + half))


def error_zone_values(rules: RuleSet, stage: int, count: Counted) -> dict[str, Value]:
    """Return the least number of valid lines whose proportion reaches the requirement."""
    zone = error_zone(rules, stage, count)
    return {"break_even": int(Rounding("up").apply(zone.break_even))}


def error_zone_steps(rules: RuleSet, stage: int, count: Counted) -> tuple[Step, ...]:
    """Explain the zone."""
    rule = rules.stages[stage - 1].decision
    zone = error_zone(rules, stage, count)
    key = f"stages.{stage}.decision."
    fields = [rules.fields[key + one] for one in ("confidence_factor", "continuity", "root_digits")]
    return (
        step(
            "break-even, valid in the sample",
            zone.break_even,
            f"{count.required:,} required of {count.remaining:,} x {count.sample:,} lines",
            rules.fields[f"{key}formula"],
        ),
        step(
            "standard error",
            zone.error,
            f"of the valid in a sample at the break-even, in {rule.root_digits} digits, to the "
            "nearest",
            rules.fields[f"{key}root_digits"],
        ),
        step(
            "zone between",
            f"above {_cut(zone.ends[0])} and below {_cut(zone.ends[1])}",
            f"{grouped(rule.continuity or 0)} above the break-even, "
            f"{grouped(rule.confidence_factor or 0)} standard errors to either side",
            *fields,
        ),
    )


def _cut(number: Fraction) -> str:
    return grouped(Rounding("down", 2).apply(max(Fraction(0), number)))


def nothing_further(_rules: RuleSet, _stage: int, _count: Counted) -> dict[str, Value]:
    """Return nothing: the formula has no values of its own."""
    return {}


def nothing_to_explain(_rules: RuleSet, _stage: int, _count: Counted) -> tuple[Step, ...]:
    """Return no steps: the percents or the projection explain themselves."""
    return ()
