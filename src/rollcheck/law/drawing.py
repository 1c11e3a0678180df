"""Which stage of sampling a number of lines belongs to, and whether a sample is drawn at all."""

from rollcheck.law.formulas import SAMPLE_SIZES
from rollcheck.law.given import Given
from rollcheck.law.measures import measure_name
from rollcheck.law.rule_set import RuleSet


def stage_of(rules: RuleSet, stage: int | None, drawn_from: int, sample: int | None) -> int:
    """Return the stage named, else the last one whose own size the sample reaches, at least 1."""
    if stage is not None:
        return stage
    for number in range(len(rules.stages), 1, -1):
        if sample is not None and sample >= own_size(rules, number, drawn_from):
            return number
    return 1


def own_size(rules: RuleSet, stage: int, drawn_from: int) -> int:
    """Return the size that the rule itself gives the sample of a stage."""
    return SAMPLE_SIZES[rules.stages[stage - 1].sample.formula].compute(rules, stage, drawn_from)[0]


def no_sample(rules: RuleSet, stage: int, drawn_from: int) -> str:
    """Say why no sample is drawn, in a phrase; empty where one is."""
    rule = rules.stages[stage - 1].sample
    chosen = measure_name(rules)
    if rule.measures is not None and chosen not in rule.measures:
        return f"for the measure {chosen} every signature is verified"
    if drawn_from <= rule.sampled_above:
        return (
            f"{drawn_from:,} signatures are {rule.sampled_above:,} or fewer: every one is verified"
        )
    return ""


def refuse_sample(rules: RuleSet, given: Given, stage: int, drawn_from: int) -> None:
    """Note a problem where a sample is named but the law draws none."""
    why = no_sample(rules, stage, drawn_from)
    if why:
        given.note(
            "sample",
            f"{why[:1].upper()}{why[1:]} and no sample is drawn. Leave the sample out and give the "
            "full count to `law decide`.",
            "no_sample",
        )
