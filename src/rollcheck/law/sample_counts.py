"""The counts of one sample, checked against each other before anything is projected."""

from collections.abc import Mapping

from rollcheck.law.counted import Counted
from rollcheck.law.drawing import refuse_sample, stage_of
from rollcheck.law.formulas import PROJECTIONS, Formula, Projects
from rollcheck.law.given import Given, stage_exists
from rollcheck.law.rule_set import RuleSet
from rollcheck.problems import RollcheckError


def counted_sample(
    rules: RuleSet, numbers: Mapping[str, int | None], stage: int | None
) -> tuple[Counted, int]:
    """Return the counts of a sample and the stage that they belong to.

    ``numbers`` hold raw and sample, and some of valid, invalid, duplicates, withdrawn, excluded
    and required. Where the stage's formula counts the invalid lines of the sample, the valid may
    be derived from them; where both are given they must make the sample, with the duplicates.
    Raises ``RollcheckError`` with every problem of the numbers.
    """
    given = Given(numbers)
    given.at_least_one("sample", "required").at_most(("excluded", "sample"), "raw")
    given.none_excluded(rules)
    raw, sample, excluded = (given.number(name) for name in ("raw", "sample", "excluded"))
    chosen = stage_of(rules, stage, raw - excluded, sample) if rules.stages else 1
    if not stage_exists(given, rules, stage):
        raise RollcheckError(given.problems)
    formula = PROJECTIONS[rules.stages[chosen - 1].projection.formula]
    several = f", stage {chosen}," if len(rules.stages) > 1 else ""
    valid = _valid(given, formula, f"{rules.identifier}{several}")
    _parts_of_the_sample(given, rules, chosen)
    if not given.problems:
        refuse_sample(rules, given, chosen, raw - excluded)
    given.check()
    by_name = None if formula.sample_is else given.numbers.get("invalid")
    count = Counted(
        raw=raw,
        sample=sample,
        valid=valid,
        duplicates=given.number("duplicates"),
        excluded=excluded,
        ineligible=by_name,
        required=given.numbers.get("required"),
    )
    return count, chosen


def _parts_of_the_sample(given: Given, rules: RuleSet, stage: int) -> None:
    """Check that what is valid and what is not come to no more than the sample."""
    rule = rules.stages[stage - 1].projection
    duplicates = () if rule.second_copy_is_valid else ("duplicates",)
    taken_back = () if rule.withdrawn_are_valid else ("withdrawn",)
    given.at_most(("valid", *duplicates, *taken_back), "sample")


def _valid(given: Given, formula: Formula[Projects], named: str) -> int:
    """Return the valid lines, given or derived, noting where they are missing or do not add up."""
    numbers = given.numbers
    if "invalid" in numbers and formula.sample_is:
        return _of_the_invalid(given, formula.sample_is)
    if "invalid" in numbers and "invalid" not in formula.optional:
        given.note("invalid", f"{named} does not use invalid; leave it out.", "unused")
    elif "invalid" in numbers:
        given.at_most(("excluded", "invalid"), "raw", _meant(formula))
    if "valid" not in numbers:
        also = " or invalid" if formula.sample_is else ""
        given.note("valid", f"{named} needs valid{also}, counted in the sample.", "missing")
    return given.number("valid")


def _meant(formula: Formula[Projects]) -> str:
    return "; ".join(f"{name} are here {words}" for name, words in formula.means.items())


def _of_the_invalid(given: Given, parts: tuple[str, ...]) -> int:
    """Derive the valid lines from the invalid; check that both, where given, make the sample."""
    others = tuple(name for name in parts if name != "valid")
    rest = sum(given.number(name) for name in others)
    sample = given.number("sample")
    if "valid" not in given.numbers:
        given.at_most(others, "sample")
        return max(0, sample - rest)
    total = given.number("valid") + rest
    if total != sample:
        summed = ", ".join(f"{name} {given.number(name):,}" for name in parts)
        gap = abs(total - sample)
        given.note(
            "invalid",
            f"{summed} make {total:,}, but sample is {sample:,}: {gap:,} "
            f"{'line' if gap == 1 else 'lines'} {'too many' if total > sample else 'missing'}. "
            "Every line of the sample is one of them; check the numbers, or leave out valid or "
            "invalid and it is derived.",
            "reconcile",
        )
    return given.number("valid")
