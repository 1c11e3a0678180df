"""How ``rollcheck law`` shows rule sets themselves: every field and reason with its source."""

from collections.abc import Iterable
from dataclasses import asdict
from fractions import Fraction

from rich.console import Console
from rich.text import Text

from rollcheck.cli.law_text import indented, plain_console, wrapped
from rollcheck.law import EVENTS, GOVERNING_DATES, MARKS, Field, Reason, RuleSet, takes
from rollcheck.law.bands import band_words
from rollcheck.law.rounding import Rounding, grouped, plain
from rollcheck.law.sections import rule_fields


def print_forms(found: Iterable[RuleSet]) -> None:
    """Print one line for each form of each place's rules."""
    console = plain_console()
    for rules in found:
        until = rules.effective_to or "now"
        console.print(Text(f"{rules.identifier}  {rules.effective_from} to {until}", style="bold"))
        words = (
            f"{rules.title}, {rules.place_name}. {len(rules.fields)} fields, "
            f"{len(rules.unverified)} of them not verified."
        )
        indented(console, words)


def print_check(sound: Iterable[RuleSet]) -> None:
    """Say of each file that it is sound, and what of it is not verified."""
    console = plain_console()
    for rules in sound:
        words = (
            f"{rules.file}: no problems. {len(rules.fields)} fields, "
            f"{len(rules.unverified)} of them not verified; {len(rules.reasons)} reasons; "
            f"{len(rules.examples)} worked examples reproduced."
        )
        wrapped(console, words)


def print_rule_set(rules: RuleSet) -> None:
    """Print every field and reason of a rule set with its source."""
    console = plain_console()
    until = rules.effective_to or "now"
    wrapped(console, f"{rules.title}, {rules.place_name} ({rules.identifier})", style="bold")
    console.print(Text(f"In force from {rules.effective_from} to {until}."))
    for field in rules.fields.values():
        console.print()
        wrapped(console, f"{field.name}: {_with_its_case(rules, field)}", style="bold")
        indented(console, f"{_meaning(field)}.")
        source = f"{field.citation}. Governed by {GOVERNING_DATES[field.governed_by]}."
        indented(console, source, style="dim")
        _print_doubts(console, field)
    print_reasons(rules)


MEANINGS = {**rule_fields(), "deadlines": "By when something must be done"}
LINE_SECTIONS = ("registration", "address", "duplicates", "withdrawals", "signer", "sheet")
"""The sections that say when a line counts."""


def print_rules_of_lines(rules: RuleSet) -> None:
    """Print the fields that say when a line counts, each with its source."""
    console = plain_console()
    console.print(Text("When a line counts", style="bold"))
    for field in rules.fields.values():
        if field.name.partition(".")[0] in LINE_SECTIONS:
            indented(console, f"{_meaning(field)}: {shown(field.value).replace('_', ' ')}")
            indented(console, f"    {field.citation}", style="dim")


def print_heading(rules: RuleSet, title: str) -> None:
    """Print what the petition is called and which rules apply to it."""
    console = plain_console()
    until = rules.effective_to or "now"
    wrapped(console, title, style="bold")
    console.print(Text(f"{rules.identifier}, in force from {rules.effective_from} to {until}."))
    console.print()


def print_reasons(rules: RuleSet) -> None:
    """Print every reason with the people it takes and its source."""
    console = plain_console()
    for reason in rules.reasons.values():
        console.print()
        wrapped(console, f"reasons.{reason.code}: {reason.label}", style="bold")
        people = "1 person" if reason.people == 1 else f"{reason.people} different people"
        basis = "by law" if reason.people_basis == "law" else "by office policy"
        words = f"{people} ({basis}): {', '.join(reason.who)}. {reason.citation}."
        indented(console, words, style="dim")
        _print_doubts(console, reason)


def _meaning(field: Field) -> str:
    """Say what a field means; its name holds the number of its stage, band or measure too."""
    parts = [part for part in field.name.split(".") if not part.isdigit()]
    return MEANINGS[".".join(parts)].replace("`", "")


def _with_its_case(rules: RuleSet, field: Field) -> str:
    """Write a field's value; a band's and a deadline's with the case that it is for."""
    of = next(iter(takes(rules, "required").needed), "registered")
    circulation = rules.circulation.bands if rules.circulation else ()
    for bands, counted in ((rules.requirement.bands, of), (circulation, "registered")):
        for band in bands:
            if band.field is field:
                return f"{shown(field.value)} for {band_words(bands, band, counted)}"
    for measure in rules.requirement.measures:
        if measure.field is field:
            return f"{shown(field.value)} for {measure.name} ({measure.title})"
    for deadline in rules.deadlines:
        if deadline.days is field:
            unit = "months" if deadline.counted == "months" else f"{deadline.counted} days"
            words = f"{unit} after {EVENTS[deadline.event]}"
            return f"{deadline.title}: {shown(field.value)} {words}, {deadline.when}"
    return shown(field.value)


def _print_doubts(console: Console, sourced: Field | Reason) -> None:
    if not sourced.verified:
        words = f"Not verified ({sourced.mark}): {MARKS[sourced.mark]}."
        indented(console, words, style="yellow")
    if sourced.note:
        indented(console, sourced.note)


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
        {**asdict(field), "value": _plain_value(field.value), "meaning": _meaning(field)}
        for field in rules.fields.values()
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
