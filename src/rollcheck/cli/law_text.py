"""How ``rollcheck law`` explains itself in plain words, within 80 columns."""

import textwrap
from collections.abc import Callable, Mapping
from decimal import Decimal

from rich.console import Console
from rich.text import Text

from rollcheck.law import (
    MARKS,
    Computation,
    RuleSet,
    Step,
)

WIDTH = 80


def print_answer(question: str, rules: RuleSet, answer: Computation) -> None:
    """Print the answer in a sentence, then every step, then what to be careful about."""
    console = plain_console()
    wrapped(console, HEADLINES[question](rules, answer.values), style="bold")
    for warning in answer.warnings:
        console.print()
        wrapped(console, f"Note: {warning}", style="yellow")
    console.print()
    for part in answer.parts:
        numbers = (f"{name.replace('_', ' ')} {_number(part[name])}" for name in part)
        indented(console, ", ".join(numbers).removeprefix("name "))
    if answer.parts:
        console.print()
    for number, step in enumerate(answer.steps, start=1):
        _print_step(console, number, step)
    unverified = sum(not step.verified for step in answer.steps)
    if unverified:
        words = (
            f"{unverified} of {len(answer.steps)} steps rest on rules whose text was not read. "
            "Check those before you rely on this."
        )
        wrapped(console, words, style="yellow")


def _print_step(console: Console, number: int, step: Step) -> None:
    line = Text(f"{number:>2}. {step.name}", style="bold")
    if step.value:
        line.append(f": {shown_number(step.value)}")
    console.print(line)
    indented(console, f"{step.rule[:1].upper()}{step.rule[1:]}.")
    indented(console, step.citation, style="dim")
    if not step.verified:
        words = f"Not verified ({step.mark}): {MARKS[step.mark]}."
        indented(console, words, style="yellow")
    console.print()


def wrapped(console: Console, words: str, *, style: str = "", indent: str = "") -> None:
    """Print words in as many lines as they need, breaking none."""
    for line in textwrap.wrap(words, console.width - len(indent), break_long_words=False):
        console.print(Text(f"{indent}{line}", style=style), soft_wrap=True)


def indented(console: Console, words: str, *, style: str = "") -> None:
    """Print words four columns in."""
    wrapped(console, words, style=style, indent="    ")


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
    if "projected_valid" not in values:
        return _decision(rules, values)
    projected = f"The sample projects {_number(values['projected_valid'])} valid signatures"
    corrects = rules.stages[0].projection.pairs_counted != "none"
    if corrects or values["naive_valid"] != values["projected_valid"]:
        plainly = _number(values["naive_valid"])
        words = "the correction for duplicates" if corrects else "what the rule takes off"
        projected += f"; {plainly} without {words}"
    projected += "."
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


def json_ready(value: object) -> object:
    """Return the value with decimals as JSON numbers.

    The law counted in exact numbers and rounded to few decimals before; a JSON number of so few
    digits is read back as the same decimal.
    """
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return {name: json_ready(one) for name, one in value.items()}
    if isinstance(value, list):
        return [json_ready(one) for one in value]
    return value


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def plain_console() -> Console:
    """Return a console for plain text, at most 80 columns wide."""
    width = min(WIDTH, Console().width)
    return Console(highlight=False, markup=False, emoji=False, width=width)
