"""Counts by county or district, and the least that some or all of them must give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rollcheck.law.computation import Computation, Part, Step, in_force, step
from rollcheck.law.counting import DistrictMinimum
from rollcheck.law.given import Given
from rollcheck.law.measures import measure_name
from rollcheck.law.rounding import grouped
from rollcheck.law.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class District:
    """The numbers of one county or district, by name such as ``valid`` or ``registered``."""

    name: str
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DistrictCheck:
    """Whether enough districts reach the minimum; ``parts`` say it of each."""

    met: int
    enough: bool
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]


def minimum_for(rules: RuleSet, districts: Sequence[District] = ()) -> DistrictMinimum | None:
    """Return the minimum that applies to the measure chosen, else to that of the counts given."""
    rule = rules.district_minimum
    if rule is None or rule.measures is None:
        return rule
    chosen = rules.measure if districts else measure_name(rules)
    return rule if chosen is None or chosen in rule.measures else None


def check_districts(
    given: Given,
    rules: RuleSet,
    districts: Sequence[District],
    *,
    valid: int,
) -> None:
    """Note what is wrong with the counts by district."""
    if not districts:
        return
    rule = minimum_for(rules, districts)
    if rule is None:
        given.note("counts", "No minimum by district applies; leave the counts out.", "unused")
        return
    _check_rows(given, rule, districts, (rule.of, "valid"))
    total = sum(one.numbers.get("valid", 0) for one in districts)
    if total > valid:
        given.note(
            "counts",
            f"The valid of all rows are {total:,}, more than {valid:,} in all; check both.",
            "reconcile",
        )


def least_by_district(rules: RuleSet, districts: Sequence[District]) -> Computation | None:
    """Return how many valid signatures each county or district must give to reach the minimum.

    None where the rules have no minimum for the measure. Each district has the number that the
    percent is taken of. Value: ``districts_needed``; ``parts`` hold each district's ``required``.
    Raises ``RollcheckError`` for a name that comes twice, a number that cannot be or is missing,
    and more districts than there are.
    """
    rule = minimum_for(rules)
    if rule is None:
        return None
    given = Given({})
    _check_rows(given, rule, districts, (rule.of,))
    given.check()
    fields = {name: rules.fields[f"district_minimum.{name}"] for name in ("percent", "needed")}
    rounding = rules.fields["district_minimum.rounding"]
    of = rule.of.replace("_", " ")
    words = f"percent of its {of} that one of the {rule.unit} must give, {rule.rounding.words()}"
    steps = (
        in_force(rules),
        step("percent of each", rule.percent, words, fields["percent"], rounding),
        step("districts needed", rule.needed, f"{rule.unit} must give that", fields["needed"]),
    )
    parts = tuple(_least(rule, one) for one in districts)
    return Computation({"districts_needed": rule.needed}, steps, parts=parts)


def _least(rule: DistrictMinimum, one: District) -> Part:
    of = one.numbers[rule.of]
    return {"name": one.name, rule.of: of, "required": _needed(rule, of)}


def _needed(rule: DistrictMinimum, of: int) -> int:
    return int(rule.rounding.apply(rule.percent / 100 * of))


def _check_rows(
    given: Given, rule: DistrictMinimum, districts: Sequence[District], columns: tuple[str, ...]
) -> None:
    check_columns(given, districts, columns)
    if rule.districts is not None and len(districts) > rule.districts:
        given.note(
            "counts", f"There are {len(districts):,} rows, and {rule.districts:,} {rule.unit}."
        )


def check_columns(given: Given, districts: Sequence[District], needed: tuple[str, ...]) -> None:
    """Note a name that comes twice, a number that is missing and one that is negative."""
    names = [one.name for one in districts]
    for name in sorted({name for name in names if names.count(name) > 1}):
        given.note("counts", f"{name} comes more than once; give it one row.", "twice")
    for one in districts:
        missing = [name for name in needed if name not in one.numbers]
        if missing:
            given.note("counts", f"{one.name}: there is no {', '.join(missing)}.", "missing")
        for name, value in one.numbers.items():
            if value < 0:
                given.note("counts", f"{one.name}: {name} cannot be negative.")


def district_check(
    rules: RuleSet, rule: DistrictMinimum, districts: Sequence[District]
) -> DistrictCheck:
    """Compare each district with its minimum, percent x its registered or votes, rounded.

    Source: for example Colorado's Constitution, article V, section 1(2.5).
    """
    parts: list[Part] = []
    met = 0
    for one in districts:
        needed = _needed(rule, one.numbers[rule.of])
        reached = one.numbers["valid"] >= needed
        met += reached
        parts.append(
            {
                "name": one.name,
                rule.of: one.numbers[rule.of],
                "valid": one.numbers["valid"],
                "required": needed,
                "short_by": max(0, needed - one.numbers["valid"]),
            }
        )
    enough = met >= rule.needed
    of = rule.of.replace("_", " ")
    names = ("percent", "of", "rounding", "needed")
    words = (
        f"{rule.unit} that give {grouped(rule.percent)} % of their {of}, "
        f"{rule.rounding.words()}; {rule.needed:,} are needed"
    )
    fields = [rules.fields[f"district_minimum.{name}"] for name in names]
    missing = (rule.districts or 0) - len(districts)
    warnings = (
        (f"{missing:,} of {rule.districts:,} {rule.unit} have no row and count as short.",)
        if missing > 0
        else ()
    )
    reached_step = step("districts that reach it", met, words, *fields)
    return DistrictCheck(met, enough, tuple(parts), (reached_step,), warnings)


def unchecked(rule: DistrictMinimum) -> str:
    """Warn that the counts that the minimum needs were not given."""
    return (
        f"Not checked: {rule.needed:,} {rule.unit} must each give {grouped(rule.percent)} % of "
        f"their {rule.of.replace('_', ' ')}. Give the counts of each (--counts)."
    )
