"""The raw count comes first: with too few signatures nothing is verified."""

from rollcheck.law.computation import Computation, Step, Value, in_force, step
from rollcheck.law.rule_set import RuleSet


def fails_on_raw(rules: RuleSet, raw: int, required: int, excluded: int = 0) -> bool:
    """Whether the raw count, less any excluded lines, alone ends the matter."""
    return raw - excluded < required and rules.raw_count.below_required == "insufficient_on_raw"


def insufficient_on_raw(
    rules: RuleSet, raw: int, required: int, others: dict[str, Value], excluded: int = 0
) -> Computation:
    """Return the answer where the raw count is below the requirement; ``others`` come along."""
    left = raw - excluded
    short = required - left
    taken_out = f", {excluded:,} of them excluded," if excluded else ""
    fields = [
        rules.fields["raw_count.below_required"],
        rules.fields["raw_count.counts"],
    ]
    if excluded:
        fields.append(rules.fields["raw_count.excluded"])
    steps = (
        in_force(rules),
        step(
            "raw count",
            left,
            f"{raw:,} signatures were filed{taken_out} and {required:,} are required: "
            f"{short:,} too few before any is verified",
            *fields,
        ),
    )
    values: dict[str, Value] = {
        "required": required,
        **others,
        "decision": "insufficient_on_raw",
        "short_by": short,
    }
    return Computation(values, steps)


def raw_step(rules: RuleSet, raw: int | None, required: int, excluded: int = 0) -> Step:
    """Explain that the raw count does not end the matter, or that nobody gave it."""
    field = rules.fields["raw_count.below_required"]
    if raw is None:
        words = "raw count not given, not checked: whether as many were filed as are required"
        if rules.raw_count.below_required != "insufficient_on_raw":
            words = "not given; here it decides nothing"
        return step("raw count", "not given", words, field)
    left = raw - excluded
    filed = f"{left:,} signatures filed" if not excluded else f"{left:,} filed and not excluded"
    words = f"{filed} are not fewer than {required:,} required"
    if left < required:
        words = f"{filed} are fewer than {required:,} required; here that alone decides nothing"
    return step("raw count", left, words, field)
