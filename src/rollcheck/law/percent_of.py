"""The requirement as a percentage of registered voters or of votes."""

from collections.abc import Mapping
from fractions import Fraction

from rollcheck.law.bands import band_of, band_words
from rollcheck.law.computation import Step, step
from rollcheck.law.fields import Field
from rollcheck.law.measures import measure_of
from rollcheck.law.rounding import grouped
from rollcheck.law.rule_set import RuleSet

Required = tuple[int, tuple[Step, ...]]


def percent_of_registered(rules: RuleSet, numbers: Mapping[str, int]) -> Required:
    """Take the percent of the band or measure of the registered voters, and round.

    Source: for example California's Elections Code 11221(a). Returns the number and the steps.
    """
    rule = rules.requirement
    words = ["as given"]
    if rule.registration_report:
        words.append(f"it must be {rule.registration_report}")
    if rule.inactive_voters_counted is not None:
        words.append(
            f"inactive voters {'are' if rule.inactive_voters_counted else 'are not'} part of it"
        )
    fields = _present(
        rules, "requirement.registration_report", "requirement.inactive_voters_counted"
    )
    registered = step("registered", numbers["registered"], "; ".join(words), *fields)
    return _percent_of(rules, registered, numbers["registered"], "registered")


def percent_of_votes(rules: RuleSet, numbers: Mapping[str, int]) -> Required:
    """Take the percent of the band or measure of the votes that the law names, and round.

    Source: for example California's Constitution, article II, section 8(b).
    """
    counted = rules.requirement.votes_counted
    fields = _present(rules, "requirement.votes_counted")
    words = f"as given; it must be {counted}" if counted else "as given"
    votes = step("votes cast", numbers["votes_cast"], words, *fields)
    return _percent_of(rules, votes, numbers["votes_cast"], "votes_cast")


def _percent_of(rules: RuleSet, first: Step, number: int, of: str) -> Required:
    percent, words, field = _percent(rules, number, of)
    exact = percent / 100 * number
    rounding = rules.requirement.rounding
    whole = rounding.apply(exact)
    steps = (
        first,
        step("percent", percent, f"percent for {words}", field),
        step("exact requirement", exact, f"{grouped(percent)} % of {number:,}", field),
        step(
            "required",
            whole,
            f"{grouped(exact)}, {rounding.words()}",
            field,
            rules.fields["requirement.rounding"],
        ),
    )
    return int(whole), steps


def _percent(rules: RuleSet, number: int, of: str) -> tuple[Fraction, str, Field]:
    chosen = measure_of(rules)
    if chosen:
        return chosen.value, chosen.title, chosen.field
    bands = rules.requirement.bands
    band = band_of(bands, number)
    return band.value, band_words(bands, band, of), band.field


def fixed_number(rules: RuleSet, _numbers: Mapping[str, int]) -> Required:
    """Take the number that the law states, for the measure where there are several.

    Source: for example Switzerland's Federal Constitution, article 139(1).
    """
    chosen = measure_of(rules)
    if chosen:
        words = f"the number for {chosen.title}"
        return int(chosen.value), (step("required", chosen.value, words, chosen.field),)
    number = rules.requirement.number or 0
    field = rules.fields["requirement.number"]
    return number, (step("required", number, "the number that the law states", field),)


def _present(rules: RuleSet, *names: str) -> list[Field]:
    found = [rules.fields[name] for name in names if name in rules.fields]
    return found or [rules.fields["requirement.formula"]]
