"""The requirement as a stepped percentage of registered voters."""

from rollcheck.law.bands import band_of, band_words
from rollcheck.law.computation import Step, step
from rollcheck.law.fields import Field
from rollcheck.law.rounding import grouped
from rollcheck.law.rule_set import RuleSet


def percent_of_registered(rules: RuleSet, registered: int) -> tuple[int, tuple[Step, ...]]:
    """Take the percent of the band that the registration falls into, and round.

    Source: a stepped percentage of registered voters, such as California's Elections Code
    11221(a). Returns the number and the steps.
    """
    bands, rounding = rules.requirement.bands, rules.requirement.rounding
    band = band_of(bands, registered)
    exact = band.value / 100 * registered
    rounded = rounding.apply(exact)
    steps = (
        step("registered", registered, _registration(rules), *_registration_fields(rules)),
        step("percent", band.value, f"percent for {band_words(bands, band)}", band.field),
        step("exact requirement", exact, f"{grouped(band.value)} % of {registered:,}", band.field),
        step(
            "required",
            rounded,
            f"{grouped(exact)}, {rounding.words()}",
            band.field,
            rules.fields["requirement.rounding"],
        ),
    )
    return int(rounded), steps


def _registration(rules: RuleSet) -> str:
    words = ["as given"]
    if rules.requirement.registration_report:
        words.append(f"it must be {rules.requirement.registration_report}")
    if rules.requirement.inactive_voters_counted is not None:
        counted = rules.requirement.inactive_voters_counted
        words.append(f"inactive voters {'are' if counted else 'are not'} part of it")
    return "; ".join(words)


def _registration_fields(rules: RuleSet) -> list[Field]:
    names = ("requirement.registration_report", "requirement.inactive_voters_counted")
    return [rules.fields[name] for name in names if name in rules.fields]
