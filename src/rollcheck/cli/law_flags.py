"""The flags of the questions of law: the same everywhere, and refused where a place has no use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from rollcheck.cli.law_counts import read_counts
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
    takes,
)
from rollcheck.problems import Problem, RollcheckError

Command = Callable[..., None]

NUMBERS = {
    "registered": "Registered voters, as the law of the place counts them.",
    "votes_cast": "Votes cast at the election that the law of the place names.",
    "raw": "Signatures filed, before any is verified.",
    "sample": "Lines in the sample.",
    "valid": "Valid lines, without the second copies of duplicates.",
    "invalid": "Invalid lines.",
    "excluded": "Lines excluded before the sample was drawn.",
    "duplicates": "Duplicates with both copies in the sample.",
    "withdrawn": "Withdrawn lines in the sample; they are not among the valid.",
    "required": "Valid signatures required.",
    "stage": "Stage of sampling, where the size of the sample does not say it.",
}
DAYS = {
    "on": "Day of the act: approval of the form for `required`, filing for the rest.",
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
ORDER = [*DAYS, "county", "measure", "counts", *NUMBERS]


def asks(command: Command) -> Command:
    """Give a command every flag of the questions; each place then uses some of them."""
    for name in reversed(NUMBERS):
        command = click.option(flag(name), name, type=Number(), help=NUMBERS[name])(command)
    counts = click.Path(path_type=Path)
    command = click.option("--counts", type=counts, help=WORDS["counts"])(command)
    for name in ("measure", "county"):
        command = click.option(flag(name), name, help=WORDS[name])(command)
    for name in reversed(DAYS):
        command = click.option(flag(name), name, type=Day(), help=DAYS[name])(command)
    command = click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)
    return click.argument("identifier", metavar="ID")(command)


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
        return [name for name in ORDER if name in needed and name not in self.numbers]

    def needs(self, *further: str) -> None:
        """Refuse a question, as an error of usage, that lacks a number."""
        missing = ", ".join(flag(name) for name in self.lacking(*further))
        if missing:
            identifier = self.rules.identifier
            raise click.UsageError(f"`law {self.question}` needs {missing} for {identifier}.")


def asked(question: str, identifier: str, given: Mapping[str, object]) -> Asked:
    """Find the rules for the day of the act and the numbers they use for a question.

    Refuses, with what to write instead, a flag that the place does not use, as an error of usage.
    """
    rules = form_on(known_forms(identifier), _day_of_act(question, given))
    if question in ("sample", "project") and not rules.stages:
        message = (
            f"{rules.identifier} draws no sample: every signature is verified. Give the full count "
            "to `law decide`."
        )
        raise RollcheckError([Problem("", None, "sample", "no_sample", message)])
    refuse_unused(question, rules, given)
    used = takes(rules, question)
    numbers = {name: value for name in NUMBERS if isinstance(value := given.get(name), int)}
    counts = given.get("counts")
    county = given.get("county")
    measure = given.get("measure")
    return Asked(
        question,
        for_measure(rules, None if measure is None else str(measure)),
        used,
        numbers,
        tuple(read_counts(counts)) if isinstance(counts, Path) else (),
        None if county is None else str(county),
    )


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
    on, filed = given.get("on"), given.get("filed")
    if question != "required" and isinstance(filed, date):
        if on not in (None, filed):
            raise click.UsageError("--on is the day of filing here; it differs from --filed.")
        return filed
    if not isinstance(on, date):
        raise click.UsageError(f"`law {question}` needs --on. {DAYS['on']}")
    return on


def refuse_unused(question: str, rules: RuleSet, given: Mapping[str, object]) -> None:
    """Refuse a flag that the place does not use, naming those that it does."""
    filed = () if question == "required" else ("filed",)
    used = {"on", *filed, *takes(rules, question).used}
    unused = [flag(name) for name in ORDER if given[name] is not None and name not in used]
    if unused:
        names = ", ".join(flag(name) for name in ORDER if name in used)
        raise click.UsageError(
            f"{rules.identifier} does not use {', '.join(unused)} for `law {question}`. "
            f"It uses {names}, --json."
        )
