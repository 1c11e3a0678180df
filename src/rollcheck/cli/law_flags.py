"""The flags of the questions of law: the same everywhere, and refused where a place has no use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from rollcheck.cli.values import Day, Number
from rollcheck.law import (
    FLAG_OF_EVENT,
    District,
    RuleSet,
    Takes,
    for_measure,
    form_on,
    forms,
    load_rule_set,
    may_take,
    read_counts,
    requirement_inputs,
    takes,
)
from rollcheck.problems import Problem, RollcheckError

Command = Callable[..., None]

NUMBERS = {
    "registered": "Registered voters, as the law of the place counts them.",
    "votes_cast": "Votes cast at the election that the law of the place names.",
    "raw": "Signatures filed, before any is verified.",
    "sample": "Lines in the sample.",
    "valid": "Valid lines in the sample, without the second copies of duplicates.",
    "invalid": "Invalid lines in the sample, in place of the valid or beside them; where the place "
    "takes ineligible lines off by name, those of the whole petition.",
    "excluded": "Lines excluded before the sample was drawn.",
    "duplicates": "Duplicates with both copies in the sample.",
    "withdrawn": "Withdrawn lines in the sample; they are not among the valid.",
    "required": "Valid signatures required.",
    "stage": "Stage of sampling, where the size of the sample does not say it.",
}
DAYS = {
    "on": "Day of the filing, as --filed.",
    "filed": "Day of the filing.",
    "approved": "Day on which the form was approved.",
    "notified": "Day of the notice to verify.",
    "certified": "Day on which the result was certified.",
    "examined": "Day on which the proponents' examination began.",
}
EVENT_OF = {flag: event for event, flag in FLAG_OF_EVENT.items()}
WORDS = {
    "measure": "What the petition is for, where the law differs by it.",
    "county": "County, where each county draws its own sample.",
    "counts": "CSV file of counts per county or district.",
}
IN_QUESTION: Mapping[tuple[str, str], str] = {
    ("required", "on"): "Day that governs the requirement, such as the approval of the form.",
    ("required", "filed"): "Day of the filing, where that governs the requirement.",
    ("sample", "sample"): "Lines drawn, where they are not as many as the rule itself says.",
    ("decide", "raw"): "Signatures filed; without it the raw count is not checked.",
    (
        "decide",
        "valid",
    ): "Valid signatures; not needed where too few were filed, or beside --raw and --invalid.",
    ("decide", "invalid"): "Invalid signatures; with the valid they make the raw count.",
    ("decide", "excluded"): "Lines excluded before any was verified.",
    ("decide", "withdrawn"): "Signatures withdrawn after the count.",
}
"""What a flag means in one question, where that is more than it means in all."""

ORDER = [*DAYS, "county", "measure", "counts", *NUMBERS]
WHICH = (
    "The rules of the place decide which of these it uses. One that it does not use is refused "
    "with those that it does."
)
"""What every question says below its flags."""


def asks(question: str) -> Callable[[Command], Command]:
    """Give a command every flag of the questions, and show those that its question can use."""
    shown = {"on", "filed", *may_take(question)}

    def with_flags(command: Command) -> Command:
        for name in reversed(ORDER):
            option = click.option(
                flag(name),
                name,
                type=_type(name),
                help=IN_QUESTION.get((question, name), (NUMBERS | DAYS | WORDS)[name]),
                hidden=name not in shown,
            )
            command = option(command)
        command = click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)
        return click.argument("identifier", metavar="ID")(command)

    return with_flags


def _type(name: str) -> click.ParamType[object] | None:
    if name in NUMBERS:
        return Number()
    if name in DAYS:
        return Day()
    return click.Path(path_type=Path) if name == "counts" else None


def flag(name: str) -> str:
    """Return the flag of a name."""
    return "--" + name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked: the rules for the day of the act, and what was given."""

    question: str
    rules: RuleSet
    takes: Takes
    numbers: Mapping[str, int]
    counts: tuple[District, ...]
    county: str | None

    def lacking(self, *further: str) -> list[str]:
        """Return what is needed, of the question and ``further``, and was not given."""
        needed = {*self.takes.needed, *further}
        given = {name for name in needed if self.takes.instead.get(name) in self.numbers}
        return [name for name in ORDER if name in needed - given and name not in self.numbers]

    def needs(self, *further: str) -> None:
        """Refuse a question, as an error of usage, that lacks a number."""
        instead = self.takes.instead
        lacking = self.lacking(*further)
        if lacking:
            missing = ", ".join(
                f"{flag(name)} or {flag(instead[name])}" if name in instead else flag(name)
                for name in lacking
            )
            words = f"`law {self.question}` needs {missing} for {self.rules.identifier}."
            raise click.UsageError(f"{words} {_uses(self.question, self.rules)}")


def asked(question: str, identifier: str, given: Mapping[str, object]) -> Asked:
    """Find the rules for the day of the act and the numbers they use for a question.

    Refuses, with what to write instead, a flag that the place does not use, as an error of usage.
    """
    rules = form_on(known_forms(identifier), _day_of_act(question, given))
    refuse_unused(question, rules, given)
    if given["on"] and given["filed"] and given["on"] != given["filed"]:
        raise click.UsageError("--on is the day of filing here; it differs from --filed.")
    if _of_a_sample_never_drawn(question, rules):
        message = f"{rules.identifier} {DRAWS_NONE}"
        raise RollcheckError([Problem("", None, "sample", "no_sample", message)])
    numbers = {name: value for name in NUMBERS if isinstance(value := given.get(name), int)}
    counts = given.get("counts")
    county = given.get("county")
    measure = given.get("measure")
    return Asked(
        question,
        for_measure(rules, None if measure is None else str(measure)),
        takes(rules, question),
        numbers,
        tuple(read_counts(counts)) if isinstance(counts, Path) else (),
        None if county is None else str(county),
    )


DRAWS_NONE = "draws no sample: every signature is verified. Give the full count to `law decide`."


def known_forms(identifier: str) -> tuple[RuleSet, ...]:
    """Return all forms of a place's rules; an identifier that ends in .toml is a file's path."""
    if identifier.endswith(".toml"):
        return (load_rule_set(Path(identifier)),)
    return forms(identifier)


def county_of(question: Asked) -> District:
    """Return the row of the county asked about; raises ``RollcheckError`` where there is none."""
    for one in question.counts:
        if one.name == question.county:
            return one
    names = ", ".join(one.name for one in question.counts)
    message = f"There is no row for {question.county}; there are rows for {names}."
    raise RollcheckError([Problem("", None, "county", "missing", message)])


def _day_of_act(question: str, given: Mapping[str, object]) -> date:
    for name in ("on", "filed"):
        day = given[name]
        if isinstance(day, date):
            return day
    words = IN_QUESTION.get((question, "on"), DAYS["on"])
    raise click.UsageError(f"`law {question}` needs --on. {words}")


def refuse_unused(question: str, rules: RuleSet, given: Mapping[str, object]) -> None:
    """Refuse a flag that the place does not use, naming those that it does."""
    used = _used(question, rules)
    unused = [flag(name) for name in ORDER if given[name] is not None and name not in used]
    if unused:
        words = f"{rules.identifier} does not use {', '.join(unused)} for `law {question}`."
        raise click.UsageError(f"{words} {_uses(question, rules)}")


def _used(question: str, rules: RuleSet) -> set[str]:
    """Return the names of the flags that a place uses for a question, those of days too."""
    by_filing = question != "required" or requirement_inputs(rules) is not None
    return {"on", *(("filed",) if by_filing else ()), *takes(rules, question).used}


def _uses(question: str, rules: RuleSet) -> str:
    used = _used(question, rules)
    names = ", ".join(flag(name) for name in ORDER if name in used)
    words = f"It uses {names}, --json."
    for name, meaning in takes(rules, question).means.items():
        words += f" {flag(name)} are here {meaning}."
    return f"{words} It {DRAWS_NONE}" if _of_a_sample_never_drawn(question, rules) else words


def _of_a_sample_never_drawn(question: str, rules: RuleSet) -> bool:
    return question in ("sample", "project") and not rules.stages
