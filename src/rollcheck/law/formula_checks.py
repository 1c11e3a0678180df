"""What is wrong between a rule file's fields and the formulas it names."""

from collections.abc import Iterator, Mapping

from rollcheck.law.formulas import (
    DECISION_RULES,
    PROJECTIONS,
    REQUIREMENTS,
    SAMPLE_SIZES,
    Decides,
    Formula,
    Function,
)
from rollcheck.law.rule_set import RuleSet
from rollcheck.law.stage_rules import DEFAULT_DECISION, SampleDecision

MOST_DAYS = 40_000
PERCENTS = DECISION_RULES[DEFAULT_DECISION]
Found = Iterator[tuple[str, str]]


def formula_problems(rules: RuleSet) -> Found:
    """Yield the key and message of every formula unknown, or without what it needs."""
    yield from _check(REQUIREMENTS, rules.requirement, "requirement")
    for number, stage in enumerate(rules.stages, start=1):
        yield from _check(SAMPLE_SIZES, stage.sample, f"stages.{number}.sample")
        if stage.sample.percent is not None and stage.sample.rounding is None:
            yield f"stages.{number}.sample.rounding", "A percent of lines needs its rounding."
        yield from _check(PROJECTIONS, stage.projection, f"stages.{number}.projection")
        yield from _decision(stage.decision, f"stages.{number}.decision")
        if number == len(rules.stages) and stage.decision.otherwise == "next_sample":
            yield f"stages.{number}.decision.otherwise", "There is no stage after the last one."
        if (
            stage.decision.named == "pairs-acceptable"
            and stage.projection.formula != "acceptable-pairs"
        ):
            yield (
                f"stages.{number}.decision.formula",
                "This decision needs the projection acceptable-pairs.",
            )
    yield from _measures(rules)
    yield from _of_counties(rules)
    yield from _of_other_sections(rules)


def _of_counties(rules: RuleSet) -> Found:
    """Find samples drawn in each county that ``project_counties`` cannot add up."""
    for number, stage in enumerate(rules.stages, start=1):
        if stage.sample.drawn_in != "county":
            continue
        key = f"stages.{number}.sample.drawn_in"
        if len(rules.stages) > 1:
            yield key, "Samples drawn in each county have one stage."
        if not DECISION_RULES.get(stage.decision.named, PERCENTS).by_percent:
            yield key, "Samples drawn in each county are decided by percent-of-requirement."
        if stage.sample.drawn_from == "remaining":
            yield key, "Samples drawn in each county are drawn of all filed."


def _of_other_sections(rules: RuleSet) -> Found:
    """Find what one section says and another must say more of."""
    for number, stage in enumerate(rules.stages, start=1):
        if stage.sample.drawn_from == "remaining" and rules.raw_count.excluded is None:
            yield (
                f"stages.{number}.sample.drawn_from",
                "Say in raw_count.excluded which lines are taken out before.",
            )
    named = [name for name in ("bands", "measures", "number") if getattr(rules.requirement, name)]
    if len(named) > 1:
        words = (
            f"The requirement has {' and '.join(named)}, and takes one of them; leave out the rest."
        )
        yield f"requirement.{named[1]}", words
    for number, deadline in enumerate(rules.deadlines, start=1):
        if deadline.counted == "working" and rules.working_days is None:
            words = "Say in the section [working_days] which days are none."
            yield f"deadlines.{number}.counted", words


def _check(
    known: Mapping[str, Formula[Function]] | Mapping[str, Decides], section: object, key: str
) -> Found:
    name = getattr(section, "named", getattr(section, "formula", ""))
    if name not in known:
        yield f"{key}.formula", f"No formula of that name; known are {', '.join(sorted(known))}."
        return
    for need in known[name].needs:
        fields = need.split("|")
        if all(getattr(section, one) in (None, ()) for one in fields):
            words = " or ".join(fields[1:])
            also = f", or {words}" if words else ""
            yield f"{key}.{fields[0]}", f"The formula {name} needs this field{also}."


def _decision(decision: SampleDecision, key: str) -> Found:
    yield from _check(DECISION_RULES, decision, key)
    for side in ("insufficient", "sufficient"):
        percent = getattr(decision, f"{side}_percent")
        when = getattr(decision, f"{side}_when")
        if (percent is None) != (when is None):
            yield key, f"{side}_percent and {side}_when go together."
    low, high = decision.insufficient_percent, decision.sufficient_percent
    if low is not None and high is not None and low > high:
        yield key, "The insufficient percent is above the sufficient."


def _measures(rules: RuleSet) -> Found:
    """Find measures named elsewhere that the requirement does not have, and fractions of lines."""
    known = {one.name for one in rules.requirement.measures}
    places = {f"stages.{n}.sample": stage.sample for n, stage in enumerate(rules.stages, start=1)}
    named = {f"{key}.measures": section.measures or () for key, section in places.items()}
    if rules.district_minimum:
        named["district_minimum.measures"] = rules.district_minimum.measures or ()
    for key, names in named.items():
        if not set(names) <= known:
            yield key, f"No such measure; known are {', '.join(sorted(known)) or 'none'}."
    if rules.requirement.formula == "fixed-number":
        for number, one in enumerate(rules.requirement.measures, start=1):
            if one.value.denominator != 1:
                yield f"requirement.measures.{number}", "Write a whole number of signatures."
    for band in rules.circulation.bands if rules.circulation else ():
        if band.value.denominator != 1 or band.value > MOST_DAYS:
            yield "circulation.bands", f"Write whole days, {MOST_DAYS:,} at most."
    minimum = rules.district_minimum
    if minimum and minimum.districts is not None and minimum.needed > minimum.districts:
        yield "district_minimum.needed", "More districts are needed than there are."
