"""What the law did by itself: lines it took out, made invalid or let count, with counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rollcheck import law
from rollcheck.petition.counted_lines import DEFECT, FOUND, STRUCK
from rollcheck.petition.definition import Petition
from rollcheck.petition.duplicates import NONE_COUNTS
from rollcheck.petition.inputs import Inputs
from rollcheck.petition.sampled import SampledStage
from rollcheck.petition.settle import State
from rollcheck.petition.stages import FullCheck, SampleCheck

PETITION, SAMPLE = "petition", "sample"


@dataclass(frozen=True, slots=True)
class ByRule:
    """One field of the law and what it did here, in a sentence with its counts.

    ``of`` says what it was done to, ``petition`` or ``sample`` (with its ``stage``); ``lines`` is
    how many lines it concerns, ``None`` where it concerns none by itself.
    """

    field: law.Field
    sentence: str
    of: str
    lines: int | None
    stage: int | None = None


def done_by_rule(
    petition: Petition, inputs: Inputs, full: FullCheck, samples: tuple[SampleCheck, ...]
) -> tuple[ByRule, ...]:
    """Return everything that the law did by itself, in the order in which it comes into play."""
    found = [
        *_of_the_requirement(inputs),
        *_of_the_raw_count(petition, inputs),
        *_of_sheets(inputs),
    ]
    drawn = inputs.sampled.stages if inputs.sampled else ()
    for check, stage in zip(samples, drawn, strict=True):
        found += _of_a_sample(inputs.rules, check, stage)
    if inputs.determined is not None:
        found += _no_copy(inputs.rules, full.states, PETITION, None)
    if petition.withdrawn:
        lines = petition.withdrawn
        words = (
            f"{_lines(lines, 'signature')} withdrawn after the count {_are(lines)} taken off it."
        )
        found.append(_done(inputs.rules, "full_check.withdrawn_deducted", words, lines))
    return tuple(found)


def _done(
    rules: law.RuleSet,
    field: str,
    sentence: str,
    lines: int | None,
    of: str = PETITION,
    stage: int | None = None,
) -> ByRule:
    return ByRule(rules.fields[field], sentence, of, lines, stage)


def _lines(count: int, what: str = "line") -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _of_the_requirement(inputs: Inputs) -> Iterator[ByRule]:
    field = inputs.rules.fields.get("requirement.inactive_voters_counted")
    if field is None or not any(one.registered for one in inputs.required):
        return
    which = "with" if field.value else "without"
    report = inputs.rules.requirement.registration_report
    of = f" of {report}" if report else ""
    yield ByRule(
        field,
        f"The registration asked for is that{of}, {which} inactive voters.",
        PETITION,
        None,
    )


def _of_the_raw_count(petition: Petition, inputs: Inputs) -> Iterator[ByRule]:
    rules, counted = inputs.rules, inputs.counted
    out = len(counted.struck_out)
    if out:
        words = f"{_lines(out)} struck out before the filing {_are(out)} not in the raw count."
        yield _done(rules, STRUCK, words, out)
    struck = sum(state.by_rule == STRUCK for state in counted.by_rule.values())
    if struck:
        words = (
            f"{_lines(struck)} struck out before the filing {_are(struck)} counted, and invalid."
        )
        yield _done(rules, STRUCK, words, struck)
    if petition.filed_count != petition.raw_count:
        words = (
            f"{petition.raw_count:,} lines were counted at filing and {petition.filed_count:,} on "
            "checking; the second count stands."
        )
        change = abs(petition.filed_count - petition.raw_count)
        yield _done(rules, "raw_count.on_checking", words, change)
    if petition.excluded:
        lines = petition.excluded
        words = f"{_lines(lines)} left the count before any was verified: {_what(rules)}."
        yield _done(rules, "raw_count.excluded", words, lines)


def _what(rules: law.RuleSet) -> str:
    return rules.raw_count.excluded or "excluded"


def _of_sheets(inputs: Inputs) -> Iterator[ByRule]:
    rules, counted = inputs.rules, inputs.counted
    sheets = sum(counted.defects.sheets.values())
    what = f"{sheets:,} defective {'sheet or section' if sheets == 1 else 'sheets or sections'}"
    before = len(counted.void_before)
    if before:
        words = (
            f"{_lines(before)} on {what} left the count before the check, by one finding on each: "
            f"{_by_reason(counted.void_before, rules)}."
        )
        yield _done(rules, FOUND, words, before)
    void = {
        line: str(state.reason)
        for line, state in counted.by_rule.items()
        if state.by_rule == DEFECT
    }
    if void:
        words = (
            f"{_lines(len(void))} on {what} {_are(len(void))} invalid by one finding on each: "
            f"{_by_reason(void, rules)}."
        )
        yield _done(rules, DEFECT, words, len(void))
    harmless = counted.defects.harmless
    if harmless:
        where = "sheet or section" if harmless == 1 else "sheets or sections"
        words = f"A defect was found on {harmless:,} {where}; here it voids no line."
        yield _done(rules, DEFECT, words, 0)


def _by_reason(void: Mapping[str, str], rules: law.RuleSet) -> str:
    """Say how many lines fell for which reason, and how many people that takes."""
    reasons = list(void.values())
    parts = []
    for code in dict.fromkeys(reasons):
        known = rules.reasons.get(code)
        label = known.label if known else law.REASONS[code]
        people = known.people if known else 1
        takes = f"takes {people:,} {'person' if people == 1 else 'people'}"
        parts.append(f"{reasons.count(code):,} {label} ({takes})")
    return ", ".join(parts)


def _of_a_sample(rules: law.RuleSet, check: SampleCheck, drawn: SampledStage) -> Iterator[ByRule]:
    key, stage = f"stages.{check.number}", check.number
    if drawn.not_counted:
        lines = drawn.not_counted
        words = (
            f"{_lines(lines)} drawn {_are(lines)} not in the count; the next of the draw took "
            "their place."
        )
        yield _done(rules, f"{key}.sample.drawn_by", words, lines, SAMPLE, stage)
    if drawn.replaced:
        lines = drawn.replaced
        words = f"{_lines(lines)} drawn could not be found; the next of the draw took their place."
        yield _done(rules, f"{key}.sample.not_located", words, lines, SAMPLE, stage)
    missing = _made(check.states, f"{key}.sample.not_located")
    if missing:
        words = f"{_lines(missing)} drawn could not be found and {_are(missing)} invalid."
        yield _done(rules, f"{key}.sample.not_located", words, missing, SAMPLE, stage)
    if check.withdrawn:
        lines, valid = check.withdrawn, rules.stages[stage - 1].projection.withdrawn_are_valid
        became = "valid all the same" if valid else "not valid"
        words = f"{_lines(lines)} of the sample withdrawn {_are(lines)} {became}."
        yield _done(rules, f"{key}.projection.withdrawn_are_valid", words, lines, SAMPLE, stage)
    yield from _no_copy(rules, check.states, SAMPLE, stage)


def _no_copy(
    rules: law.RuleSet, states: Mapping[str, State], of: str, stage: int | None
) -> Iterator[ByRule]:
    lines = _made(states, NONE_COUNTS)
    if lines:
        words = (
            f"{_lines(lines)} that another repeats {_are(lines)} invalid too: no signature of a "
            "voter who signed twice counts."
        )
        yield _done(rules, NONE_COUNTS, words, lines, of, stage)


def _made(states: Mapping[str, State], by_rule: str) -> int:
    return sum(state.by_rule == by_rule for state in states.values())
