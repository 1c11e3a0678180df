"""The question whether the petition is sufficient when every signature is verified."""

from rollcheck.law.computation import Computation, Value, in_force, step
from rollcheck.law.given import Given
from rollcheck.law.raw_count import fails_on_raw, insufficient_on_raw
from rollcheck.law.rule_set import RuleSet
from rollcheck.problems import Problem


def decide(
    rules: RuleSet, *, raw: int, required: int, valid: int, invalid: int | None = None
) -> Computation:
    """Return the decision on the count of every signature.

    ``invalid``, where given, must add up with ``valid`` to ``raw``. Values: ``decision``
    (sufficient, insufficient or insufficient_on_raw), ``required``, ``valid``, ``short_by`` (0
    when sufficient). Raises ``RollcheckError`` for numbers that cannot be.
    """
    given = Given({"raw": raw, "required": required, "valid": valid, "invalid": invalid})
    given.at_least_one("required").at_most(("valid",), "raw")
    if invalid is not None and not given.problems and valid + invalid != raw:
        given.problems.append(_does_not_add_up(raw, valid, invalid))
    given.check()
    if fails_on_raw(rules, raw, required):
        return insufficient_on_raw(rules, raw, required, {"valid": valid})
    rule = rules.full_check
    enough = valid > required or (valid == required and rule.sufficient_when == "at_or_above")
    short = 0 if enough else required - valid
    decision = "sufficient" if enough else "insufficient"
    when = rules.fields["full_check.sufficient_when"]
    values: dict[str, Value] = {
        "decision": decision,
        "required": required,
        "valid": valid,
        "short_by": short,
    }
    steps = (
        in_force(rules),
        step(
            "raw count",
            raw,
            f"{raw:,} signatures filed are not fewer than {required:,} required",
            rules.fields["raw_count.below_required"],
        ),
        step("margin", valid - required, f"{valid:,} valid less {required:,} required", when),
        step(
            "decision",
            decision,
            f"sufficient when the valid are {rule.sufficient_when.replace('_', ' ')} "
            "the number required",
            when,
        ),
    )
    warnings: tuple[str, ...] = ()
    if valid == required and rule.equality_warning:
        warnings = (rule.equality_warning,)
    return Computation(values, steps, warnings)


def _does_not_add_up(raw: int, valid: int, invalid: int) -> Problem:
    message = (
        f"valid and invalid make {valid + invalid:,}, but the raw count is {raw:,}: "
        f"{abs(raw - valid - invalid):,} lines are unaccounted for. Every line is one or the other."
    )
    return Problem(file="", row=None, column="invalid", code="reconcile", message=message)
