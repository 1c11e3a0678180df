"""How ``rollcheck law`` explains itself in plain words, within 80 columns."""

import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from fractions import Fraction

from rich.console import Console
from rich.text import Text

from rollcheck.law import (
    EVENTS,
    GOVERNING_DATES,
    MARKS,
    Computation,
    Field,
    Reason,
    RuleSet,
    Step,
)
from rollcheck.law.bands import band_words
from rollcheck.law.rounding import Rounding, grouped, plain

WIDTH = 80


def print_answer(question: str, rules: RuleSet, answer: Computation) -> None:
    """Print the answer in a sentence, then every step, then what to be careful about."""
    console = _console()
    _wrapped(console, HEADLINES[question](rules, answer.values), style="bold")
    for warning in answer.warnings:
        console.print()
        _wrapped(console, f"Note: {warning}", style="yellow")
    console.print()
    for number, step in enumerate(answer.steps, start=1):
        _print_step(console, number, step)
    unverified = sum(not step.verified for step in answer.steps)
    if unverified:
        words = (
            f"{unverified} of {len(answer.steps)} steps rest on rules whose text was not read. "
            "Check those before you rely on this."
        )
        _wrapped(console, words, style="yellow")


def _print_step(console: Console, number: int, step: Step) -> None:
    line = Text(f"{number:>2}. {step.name}", style="bold")
    if step.value:
        line.append(f": {shown_number(step.value)}")
    console.print(line)
    _indented(console, f"{step.rule[:1].upper()}{step.rule[1:]}.")
    _indented(console, step.citation, style="dim")
    if not step.verified:
        words = f"Not verified ({step.mark}): {MARKS[step.mark]}."
        _indented(console, words, style="yellow")
    console.print()


def _wrapped(console: Console, words: str, *, style: str = "", indent: str = "") -> None:
    for line in textwrap.wrap(words, console.width - len(indent), break_long_words=False):
        console.print(Text(f"{indent}{line}", style=style), soft_wrap=True)


def _indented(console: Console, words: str, *, style: str = "") -> None:
    _wrapped(console, words, style=style, indent="    ")


def shown_number(value: str) -> str:
    """Write a number with thousands separators; leave words and dates as they are."""
    digits, point, rest = value.partition(".")
    if digits.lstrip("-").isdigit():
        return f"{int(digits):,}{point}{rest}"
    return value


def _required(_rules: RuleSet, values: Mapping[str, object]) -> str:
    return f"{_number(values['required'])} valid signatures are required."


def _sample(rules: RuleSet, values: Mapping[str, object]) -> str:
    if values["sample_size"] is None:
        return _decision(rules, values)
    words = [f"A sample of {_number(values['sample_size'])} lines."]
    if values["insufficient_below"] is not None:
        words.append(
            f"Fewer than {_number(values['insufficient_below'])} valid in it are insufficient;"
        )
    if values["sufficient_from"] is None:
        words.append("no number in it is sufficient.")
    else:
        words.append(f"{_number(values['sufficient_from'])} or more are sufficient.")
    return " ".join(words)


def _project(rules: RuleSet, values: Mapping[str, object]) -> str:
    projected = (
        f"The sample projects {_number(values['projected_valid'])} valid signatures; "
        f"{_number(values['naive_valid'])} without the correction for duplicates."
    )
    return f"{projected} {_decision(rules, values)}" if "decision" in values else projected


def _decide(rules: RuleSet, values: Mapping[str, object]) -> str:
    return _decision(rules, values)


def _decision(rules: RuleSet, values: Mapping[str, object]) -> str:
    decision = str(values["decision"])
    label = getattr(rules.result_labels, decision, None) or decision.replace("_", " ")
    short = values.get("short_by")
    words = f", {_number(short)} short of {_number(values['required'])} required" if short else ""
    code = "" if label.lower() == decision else f" ({decision})"
    return f"{label}{code}{words}."


def _deadlines(_rules: RuleSet, values: Mapping[str, object]) -> str:
    known = [f"{name.replace('_', ' ')} {day}" for name, day in values.items() if day]
    return "; ".join(known) + "."


HEADLINES: Mapping[str, Callable[[RuleSet, Mapping[str, object]], str]] = {
    "required": _required,
    "sample": _sample,
    "project": _project,
    "decide": _decide,
    "deadlines": _deadlines,
}


def print_forms(found: Iterable[RuleSet]) -> None:
    """Print one line for each form of each place's rules."""
    console = _console()
    for rules in found:
        until = rules.effective_to or "now"
        console.print(Text(f"{rules.identifier}  {rules.effective_from} to {until}", style="bold"))
        words = (
            f"{rules.title}, {rules.place_name}. {len(rules.fields)} fields, "
            f"{len(rules.unverified)} of them not verified."
        )
        _indented(console, words)


def print_check(sound: Iterable[RuleSet]) -> None:
    """Say of each file that it is sound, and what of it is not verified."""
    console = _console()
    for rules in sound:
        words = (
            f"{rules.file}: no problems. {len(rules.fields)} fields, "
            f"{len(rules.unverified)} of them not verified; {len(rules.reasons)} reasons; "
            f"{len(rules.examples)} worked examples reproduced."
        )
        _wrapped(console, words)


def print_rule_set(rules: RuleSet) -> None:
    """Print every field and reason of a rule set with its source."""
    console = _console()
    until = rules.effective_to or "now"
    console.print(Text(f"{rules.title}, {rules.place_name} ({rules.identifier})", style="bold"))
    console.print(Text(f"In force from {rules.effective_from} to {until}."))
    for field in rules.fields.values():
        console.print()
        console.print(Text(f"{field.name}: {_with_its_case(rules, field)}", style="bold"))
        source = f"{field.citation}. Governed by {GOVERNING_DATES[field.governed_by]}."
        _indented(console, source, style="dim")
        _print_doubts(console, field)
    for reason in rules.reasons.values():
        console.print()
        console.print(Text(f"reasons.{reason.code}: {reason.label}", style="bold"))
        people = "1 person" if reason.people == 1 else f"{reason.people} different people"
        basis = "by law" if reason.people_basis == "law" else "by office policy"
        words = f"{people} ({basis}): {', '.join(reason.who)}. {reason.citation}."
        _indented(console, words, style="dim")
        _print_doubts(console, reason)


def _with_its_case(rules: RuleSet, field: Field) -> str:
    """Write a field's value; a band's and a deadline's with the case that it is for."""
    for bands in (rules.requirement.bands, rules.circulation.bands if rules.circulation else ()):
        for band in bands:
            if band.field is field:
                return f"{shown(field.value)} for {band_words(bands, band)}"
    for deadline in rules.deadlines:
        if deadline.days is field:
            words = f"{deadline.counted} days after {EVENTS[deadline.event]}"
            return f"{deadline.title}: {shown(field.value)} {words}, {deadline.when}"
    return shown(field.value)


def _print_doubts(console: Console, sourced: Field | Reason) -> None:
    if not sourced.verified:
        words = f"Not verified ({sourced.mark}): {MARKS[sourced.mark]}."
        _indented(console, words, style="yellow")
    if sourced.note:
        _indented(console, sourced.note)


def shown(value: object) -> str:
    """Write a field's value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Rounding):
        return value.words()
    if isinstance(value, (int, Fraction)):
        return grouped(value)
    if isinstance(value, tuple):
        return "; ".join(str(item) for item in value)
    return str(value)


def rule_set_name(rules: RuleSet) -> dict[str, object]:
    """Return what names a form of a place's rules, for JSON."""
    return {
        "identifier": rules.identifier,
        "title": rules.title,
        "place_name": rules.place_name,
        "effective_from": rules.effective_from.isoformat(),
        "effective_to": rules.effective_to.isoformat() if rules.effective_to else None,
        "verified": rules.verified,
        "sha256": rules.sha256,
    }


def rule_set_json(rules: RuleSet) -> dict[str, object]:
    """Return every field and reason of a rule set, for JSON."""
    fields = [
        {**asdict(field), "value": _plain_value(field.value)} for field in rules.fields.values()
    ]
    return {
        **rule_set_name(rules),
        "fields": fields,
        "reasons": [asdict(reason) for reason in rules.reasons.values()],
    }


def _plain_value(value: object) -> object:
    if isinstance(value, Rounding):
        return asdict(value)
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, (bool, int)):
        return value
    return list(value) if isinstance(value, tuple) else str(value)


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _console() -> Console:
    width = min(WIDTH, Console().width)
    return Console(highlight=False, markup=False, emoji=False, width=width)
