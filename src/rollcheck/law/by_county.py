"""The question what samples drawn county by county say of the whole petition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rollcheck.law.computation import Computation, Part, Step, Value, in_force, step
from rollcheck.law.counted import Counted
from rollcheck.law.cutoffs import total_cutoffs, zone
from rollcheck.law.districts import District, check_columns
from rollcheck.law.drawing import no_sample, own_size
from rollcheck.law.formulas import PROJECTIONS
from rollcheck.law.given import Given
from rollcheck.law.measures import unnamed_in_sampling
from rollcheck.law.projected import Projected
from rollcheck.law.raw_count import fails_on_raw, insufficient_on_raw, raw_step
from rollcheck.law.rounding import grouped
from rollcheck.law.rule_set import RuleSet

COLUMNS = ("raw", "sample", "valid")
OPTIONAL_COLUMNS = ("duplicates", "withdrawn")


@dataclass(frozen=True, slots=True)
class _County:
    name: str
    count: Counted
    found: Projected
    in_full: bool


def project_counties(
    rules: RuleSet, counties: Sequence[District], *, required: int | None = None
) -> Computation:
    """Project each county's sample, add them up, and with ``required`` decide.

    Each county has ``raw``, ``sample``, ``valid`` and may have ``duplicates`` and ``withdrawn``.
    Where all its lines were examined, ``sample`` is ``raw`` and nothing is projected.
    Values: ``projected_valid`` and ``naive_valid`` of the whole; with ``required`` also
    ``decision``, ``short_by``, ``total_insufficient_below`` and ``total_sufficient_from``.
    ``parts`` hold each county's. Source: for example 2 CCR 20530 to 20532 for each county and
    Elections Code 9030(e) to (g) for the state. Raises ``RollcheckError`` for numbers that cannot
    be.
    """
    _check(rules, counties, required)
    projected = [_county(rules, one) for one in counties]
    naive = sum(one.found.naive for one in projected)
    corrected = sum(one.found.corrected for one in projected)
    values: dict[str, Value] = {"projected_valid": corrected, "naive_valid": naive}
    steps = (
        in_force(rules),
        *(_explained(rules, one) for one in projected),
        _sum(rules, corrected),
    )
    parts = tuple(_part(one) for one in projected)
    warnings = unnamed_in_sampling(rules)
    if required is None:
        return Computation(values, steps, warnings, parts)
    total = Counted(
        raw=sum(one.count.raw for one in projected),
        sample=sum(one.count.sample for one in projected),
        valid=sum(one.count.valid for one in projected),
        required=required,
    )
    if fails_on_raw(rules, total.raw, required):
        return insufficient_on_raw(rules, total.raw, required, values)
    exact = sum((one.found.exact for one in projected), Fraction(0))
    compared = exact if rules.stages[0].decision.arithmetic == "exact" else Fraction(corrected)
    decision = zone(rules, 1, total, compared)
    cutoffs = total_cutoffs(rules, 1, total)
    values |= {
        "required": required,
        "decision": decision,
        "short_by": max(0, required - corrected),
        "total_insufficient_below": cutoffs.insufficient_below,
        "total_sufficient_from": cutoffs.sufficient_from,
    }
    last = _decision(rules, compared, decision, required)
    filed = raw_step(rules, total.raw, required)
    return Computation(values, (*steps, filed, last), warnings, parts)


def county_sizes(rules: RuleSet, lines: Mapping[str, int]) -> Mapping[str, int]:
    """Return how many of its ``lines`` each county draws: all of them where the law samples none.

    Source: for example Elections Code 9030(d): of 500 signatures or fewer every one is verified.
    """
    return {
        name: filed if no_sample(rules, 1, filed) else min(filed, own_size(rules, 1, filed))
        for name, filed in lines.items()
    }


def _check(rules: RuleSet, counties: Sequence[District], required: int | None) -> None:
    given = Given({"required": required}).at_least_one("required")
    if not counties:
        given.note("counts", "There is no county; give one row for each.", "missing")
    check_columns(given, counties, COLUMNS)
    for one in counties:
        numbers = one.numbers
        used = (*COLUMNS, *OPTIONAL_COLUMNS)
        unknown = sorted(set(numbers) - set(used))
        if unknown:
            words = f"{one.name}: {', '.join(unknown)} is not used; known are {', '.join(used)}."
            given.note("counts", words, "unused")
        if not set(COLUMNS) <= set(numbers):
            continue
        parts = ("valid", *OPTIONAL_COLUMNS)
        if sum(numbers.get(part, 0) for part in parts) > numbers["sample"]:
            given.note("counts", f"{one.name}: more valid and duplicates than lines in the sample.")
        if not 1 <= numbers["sample"] <= numbers["raw"] and numbers["raw"]:
            given.note("counts", f"{one.name}: the sample is not between 1 and the raw count.")
        elif numbers["sample"] < numbers["raw"] <= rules.stages[0].sample.sampled_above:
            given.note("counts", f"{one.name}: of so few signatures every one is verified.")
    given.check()


def _county(rules: RuleSet, one: District) -> _County:
    numbers = one.numbers
    count = Counted(
        raw=numbers["raw"],
        sample=numbers["sample"],
        valid=numbers["valid"],
        duplicates=numbers.get("duplicates", 0),
    )
    if count.sample == count.raw:
        valid = Fraction(count.valid)
        return _County(
            one.name, count, Projected(count.valid, count.valid, valid, valid, ()), in_full=True
        )
    compute = PROJECTIONS[rules.stages[0].projection.formula].compute
    return _County(one.name, count, compute(rules, 1, count), in_full=False)


def _explained(rules: RuleSet, one: _County) -> Step:
    count, found = one.count, one.found
    if one.in_full:
        words = f"all {count.raw:,} examined, {count.valid:,} valid"
        return step(one.name, found.corrected, words, rules.fields["stages.1.sample.sampled_above"])
    words = (
        f"{count.valid:,} valid of {count.sample:,} drawn from {count.raw:,}, with "
        f"{count.duplicates:,} duplicates; {found.naive:,} without the correction for them"
    )
    formula = rules.fields["stages.1.projection.formula"]
    return step(one.name, found.corrected, words, formula)


def _sum(rules: RuleSet, corrected: int) -> Step:
    words = "the counties together"
    return step("projected valid", corrected, words, rules.fields["stages.1.sample.drawn_in"])


def _part(one: _County) -> Part:
    return {
        "name": one.name,
        "raw": one.count.raw,
        "sample": one.count.sample,
        "projected_valid": one.found.corrected,
        "naive_valid": one.found.naive,
    }


def _decision(rules: RuleSet, compared: Fraction, decision: str, required: int) -> Step:
    share = grouped(compared * 100 / required, decimals=2)
    words = f"projected {grouped(compared, decimals=2)} of {required:,} required, {share} %"
    names = [name for name in rules.fields if name.startswith("stages.1.decision.")]
    return step("decision", decision, words, *(rules.fields[name] for name in names))
