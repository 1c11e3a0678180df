"""The raw count comes first: with too few signatures nothing is verified."""

from rollcheck.law.computation import Computation, Value, in_force, step
from rollcheck.law.rule_set import RuleSet


def fails_on_raw(rules: RuleSet, raw: int, required: int) -> bool:
    """Whether the raw count alone ends the matter."""
    return raw < required and rules.raw_count.below_required == "insufficient_on_raw"


def insufficient_on_raw(
    rules: RuleSet, raw: int, required: int, others: dict[str, Value]
) -> Computation:
    """Return the answer where the raw count is below the requirement; ``others`` come along."""
    short = required - raw
    steps = (
        in_force(rules),
        step(
            "raw count",
            raw,
            f"{raw:,} signatures were filed and {required:,} are required: "
            f"{short:,} too few before any is verified",
            rules.fields["raw_count.below_required"],
            rules.fields["raw_count.counts"],
        ),
    )
    values: dict[str, Value] = {
        "required": required,
        **others,
        "decision": "insufficient_on_raw",
        "short_by": short,
    }
    return Computation(values, steps)
