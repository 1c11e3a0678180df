"""The question whether the petition is sufficient when every signature is verified."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rollcheck.law.computation import Computation, Step, Value, in_force, step
from rollcheck.law.districts import (
    District,
    DistrictCheck,
    check_districts,
    district_check,
    minimum_for,
    unchecked,
)
from rollcheck.law.given import Given
from rollcheck.law.raw_count import fails_on_raw, insufficient_on_raw, raw_step
from rollcheck.law.rule_set import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """The numbers of a full check; ``left`` of the valid stay after withdrawals.

    ``raw`` is None where nobody said how many were filed.
    """

    raw: int | None
    required: int
    valid: int
    invalid: int | None
    excluded: int
    withdrawn: int

    @property
    def left(self) -> int:
        return self.valid - self.withdrawn


def decide(
    rules: RuleSet,
    *,
    required: int,
    raw: int | None = None,
    valid: int | None = None,
    invalid: int | None = None,
    excluded: int = 0,
    withdrawn: int = 0,
    counts: Sequence[District] = (),
) -> Computation:
    """Return the decision on the count of every signature.

    ``raw`` may be left out: it is then what ``valid``, ``invalid`` and ``excluded`` make, or, where
    the invalid are not given either, not checked, which a step says. ``valid`` may be left out
    where the raw count alone decides, and where ``raw`` and ``invalid`` are given: it is then what
    is left of the raw count, which a step says. ``invalid``, where given, must add up with
    ``valid`` and ``excluded`` to ``raw``, unless the rules revise the raw count on checking.
    ``withdrawn`` are deducted from the valid where the rules say so. ``counts`` are the numbers by
    district where the rules have a minimum for them.

    Values: ``decision`` (sufficient, insufficient or insufficient_on_raw), ``required``,
    ``valid``, ``short_by`` (0 when sufficient), and where they play a part ``remaining`` after
    withdrawals, ``revised_raw``, ``districts_met`` (None where ``counts`` were not given, so that
    nothing was checked), ``districts_needed``. Raises
    ``RollcheckError`` for numbers that cannot be or are missing.
    """
    numbers = {
        "raw": raw,
        "excluded": excluded,
        "required": required,
        "valid": valid,
        "invalid": invalid,
        "withdrawn": withdrawn,
    }
    given = Given(numbers).at_least_one("required").none_excluded(rules)
    if withdrawn and not rules.full_check.withdrawn_deducted:
        words = f"{rules.identifier} deducts no withdrawn signatures; leave them out."
        given.note("withdrawn", words, "unused")
    if valid is None and (raw is None or invalid is None):
        return _on_raw_alone(rules, given)
    left = _left_of_the_raw_count(given)
    count = _Count(
        raw=raw,
        required=required,
        valid=left if valid is None else valid,
        invalid=invalid,
        excluded=excluded,
        withdrawn=withdrawn,
    )
    _check(rules, given, count, counts)
    answer = _on_the_count(rules, count, counts)
    return answer if valid is not None else _derived(rules, count, answer)


def _left_of_the_raw_count(given: Given) -> int:
    """Return what is valid where the invalid alone were counted, noting more of them than lines."""
    if "valid" not in given.numbers:
        given.at_most(("excluded", "invalid"), "raw")
    raw, rest = given.number("raw"), given.number("excluded") + given.number("invalid")
    return max(0, raw - rest)


def _derived(rules: RuleSet, count: _Count, answer: Computation) -> Computation:
    """Say in a step that the valid are what the invalid leave of the raw count."""
    taken = f"{count.raw:,} filed"
    taken += f" less {count.excluded:,} excluded" if count.excluded else ""
    words = f"{taken} less {count.invalid:,} invalid; every line is one or the other"
    first, *others = answer.steps
    valid = step("valid", count.valid, words, rules.fields["raw_count.counts"])
    return replace(answer, steps=(first, valid, *others))


def _on_the_count(rules: RuleSet, count: _Count, counts: Sequence[District]) -> Computation:
    """Decide on numbers that were checked."""
    filed = _filed(count)
    minimum = minimum_for(rules, counts)
    if filed is not None and fails_on_raw(rules, filed, count.required, count.excluded):
        valid: dict[str, Value] = {"valid": count.valid}
        answer = insufficient_on_raw(rules, filed, count.required, valid, count.excluded)
        minimum = None
    else:
        districts = district_check(rules, minimum, counts) if minimum and counts else None
        answer = _answer(rules, count, filed, districts)
    if count.raw is not None and filed is not None and filed != count.raw:
        answer = _revised(rules, answer, count.raw, filed)
    if minimum and not counts:
        needed: dict[str, Value] = {"districts_met": None, "districts_needed": minimum.needed}
        answer = replace(answer, values={**answer.values, **needed})
        answer = answer.with_warnings((unchecked(minimum),))
    return answer


def _on_raw_alone(rules: RuleSet, given: Given) -> Computation:
    """Decide without a count of the valid, where too few were filed; else ask for it."""
    raw, required, excluded = (given.number(name) for name in ("raw", "required", "excluded"))
    given.at_most(("excluded",), "raw")
    ends = "raw" in given.numbers and fails_on_raw(rules, raw, required, excluded)
    if not ends:
        given.note("valid", "Give the valid signatures counted.", "missing")
    given.check()
    return insufficient_on_raw(rules, raw, required, {}, excluded)


def _filed(count: _Count) -> int | None:
    """Return how many were filed: as the check found, else as given; None where nobody said."""
    if count.invalid is None:
        return count.raw
    return count.valid + count.excluded + count.invalid


def _check(rules: RuleSet, given: Given, count: _Count, districts: Sequence[District]) -> None:
    given.at_most(("withdrawn",), "valid")
    check_districts(given, rules, districts, valid=count.valid)
    revises = rules.raw_count.on_checking == "revise" and count.invalid is not None
    if not revises:
        given.at_most(("valid", "excluded") if count.excluded else ("valid",), "raw")
        _check_sum(given, count)
    given.check()


def _check_sum(given: Given, count: _Count) -> None:
    total = count.valid + count.excluded + (count.invalid or 0)
    if count.raw is None or count.invalid is None or given.problems or total == count.raw:
        return
    parts = "valid, invalid and excluded" if count.excluded else "valid and invalid"
    message = (
        f"{parts} make {total:,}, but the raw count is {count.raw:,}: "
        f"{abs(count.raw - total):,} lines are unaccounted for. Every line is one or the other."
    )
    given.note("invalid", message, "reconcile")


def _answer(
    rules: RuleSet, count: _Count, filed: int | None, districts: DistrictCheck | None
) -> Computation:
    rule = rules.full_check
    left, required = count.left, count.required
    enough = left > required or (left == required and rule.sufficient_when == "at_or_above")
    short = 0 if enough else required - left
    enough = enough and (districts is None or districts.enough)
    decision = "sufficient" if enough else "insufficient"
    when = rules.fields["full_check.sufficient_when"]
    values: dict[str, Value] = {
        "decision": decision,
        "required": required,
        "valid": count.valid,
        "short_by": short,
    }
    steps: list[Step] = [in_force(rules), raw_step(rules, filed, required, count.excluded)]
    if count.withdrawn:
        values["remaining"] = left
        words = f"{count.valid:,} valid less {count.withdrawn:,} withdrawn after the count"
        steps.append(step("remaining", left, words, rules.fields["full_check.withdrawn_deducted"]))
    steps.append(
        step("margin", left - required, f"{left:,} valid less {required:,} required", when)
    )
    also = ""
    if districts and rules.district_minimum:
        values["districts_met"] = districts.met
        values["districts_needed"] = rules.district_minimum.needed
        steps += districts.steps
        also = ", and enough districts reach their minimum"
    words = f"sufficient when the valid are {rule.sufficient_when.replace('_', ' ')} "
    steps.append(step("decision", decision, f"{words}the number required{also}", when))
    warnings = districts.warnings if districts else ()
    if left == required and rule.equality_warning:
        warnings = (rule.equality_warning, *warnings)
    return Computation(values, tuple(steps), warnings, districts.parts if districts else ())


def _revised(rules: RuleSet, answer: Computation, raw: int, filed: int) -> Computation:
    field = rules.fields["raw_count.on_checking"]
    words = f"{raw:,} were counted first; the check found {filed:,} lines, which stand"
    first, *others = answer.steps
    steps = (first, step("revised raw count", filed, words, field), *others)
    warning = (
        f"The check found {filed:,} lines, not the {raw:,} of the raw count. Find out why before "
        "you certify."
    )
    values = {**answer.values, "revised_raw": filed}
    return Computation(values, steps, (*answer.warnings, warning), answer.parts)
