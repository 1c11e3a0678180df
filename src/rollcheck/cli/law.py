"""``rollcheck law``: the rules of a place, and what they say of a petition's numbers."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import click

from rollcheck.cli.law_text import (
    print_answer,
    print_check,
    print_forms,
    print_rule_set,
    rule_set_json,
    rule_set_name,
)
from rollcheck.cli.output import print_json
from rollcheck.law import (
    Computation,
    RuleSet,
    deadlines,
    decide,
    example_problems,
    form_on,
    forms,
    identifiers,
    load_rule_set,
    numbers_used,
    project,
    required,
    sample,
)
from rollcheck.problems import Problem, RollcheckError, raise_if_any

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
}
DAYS = {
    "on": "Day of the act: approval of the form for `required`, filing for the rest.",
    "filed": "Day of the filing.",
    "approved": "Day on which the form was approved.",
    "certified": "Day on which the result was certified.",
    "examined": "Day on which the proponents' examination began.",
}
EVENT_OF = {
    "approved": "approval_of_form",
    "filed": "filing",
    "certified": "certification",
    "examined": "examination_begun",
}


class Day(click.ParamType[date]):
    """A date written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the date, or refuse it with what to write."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            self.fail(f"{value!r} is no date. Write it as 2022-07-06.", param, ctx)


class Number(click.ParamType[int]):
    """A whole number; thousands separators may be written."""

    name = "NUMBER"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read the number, or refuse it with what to write."""
        if isinstance(value, int):
            return value
        try:
            return int(str(value).replace(",", ""))
        except ValueError:
            self.fail(f"{value!r} is no whole number. Write it as 566857.", param, ctx)


def asks(command: Command) -> Command:
    """Give a command every flag of the questions; each place then uses some of them."""
    for name in reversed(NUMBERS):
        command = click.option(_flag(name), name, type=Number(), help=NUMBERS[name])(command)
    command = click.option("--counts", help="File of counts per county or district.")(command)
    command = click.option("--county", help="County, where the law differs by county.")(command)
    for name in reversed(DAYS):
        command = click.option(_flag(name), name, type=Day(), help=DAYS[name])(command)
    command = click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)
    return click.argument("identifier", metavar="ID")(command)


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


@click.group()
def law() -> None:
    """Ask the law of a place, with every step and its citation.

    ID is a place and a kind of petition, such as us-ca/county-recall (see `law list`), or the
    path of a rule file. Which of the flags a place uses depends on its rules; one that it does
    not use is refused.
    """


@law.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_rules(*, as_json: bool) -> None:
    """List the places and kinds of petition there are rules for."""
    found = [rules for identifier in identifiers() for rules in forms(identifier)]
    if as_json:
        print_json([rule_set_name(rules) for rules in found])
    else:
        print_forms(found)


@law.command()
@click.argument("identifier", metavar="ID")
@click.option("--on", type=Day(), help="Day of the act; without it, the newest form.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(identifier: str, on: date | None, *, as_json: bool) -> None:
    """Show every rule of a place with its source and the day that governs it."""
    known = _forms(identifier)
    rules = form_on(known, on) if on else known[-1]
    if as_json:
        print_json(rule_set_json(rules))
    else:
        print_rule_set(rules)


@law.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Check rule files: every problem at once, and their worked examples run."""
    problems: list[Problem] = []
    sound = []
    for path in files:
        try:
            rules = load_rule_set(path)
        except RollcheckError as error:
            problems += error.problems
        else:
            problems += example_problems(rules)
            sound.append(rules)
    raise_if_any(problems)
    if as_json:
        print_json({"problems": [], "checked": [rule_set_name(rules) for rules in sound]})
    else:
        print_check(sound)


@law.command("required")
@asks
def required_command(identifier: str, *, as_json: bool, **given: object) -> None:
    """Say how many valid signatures are required."""
    rules, numbers = _asked("required", identifier, given)
    _answer("required", rules, required(rules, **numbers), as_json=as_json)


@law.command("sample")
@asks
def sample_command(identifier: str, *, as_json: bool, **given: object) -> None:
    """Say how large a sample is drawn, and where it decides."""
    rules, numbers = _asked("sample", identifier, given, optional=("sample",))
    _answer("sample", rules, sample(rules, **numbers), as_json=as_json)


@law.command("project")
@asks
def project_command(identifier: str, *, as_json: bool, **given: object) -> None:
    """Say what a sample projects, and with --required what it decides."""
    rules, numbers = _asked("project", identifier, given, optional=("required", "withdrawn"))
    _answer("project", rules, project(rules, **numbers), as_json=as_json)


@law.command("decide")
@asks
def decide_command(identifier: str, *, as_json: bool, **given: object) -> None:
    """Decide on the count of every signature."""
    rules, numbers = _asked("decide", identifier, given, optional=("invalid",))
    _answer("decide", rules, decide(rules, **numbers), as_json=as_json)


@law.command("deadlines")
@asks
def deadlines_command(identifier: str, *, as_json: bool, **given: object) -> None:
    """Say by which day each step must be done."""
    on = given.get("on")
    if on is not None and given.get("filed") not in (None, on):
        raise click.UsageError("For deadlines --on is the day of filing; it differs from --filed.")
    days = {**given, "filed": given.get("filed") or on}
    known = _forms(identifier)
    given_days = {name: day for name, day in days.items() if isinstance(day, date)}
    if not given_days:
        raise click.UsageError("Give a day, such as --filed 2022-07-06.")
    rules = form_on(known, next(iter(given_days.values())))
    _refuse_unused("deadlines", rules, given)
    events = {EVENT_OF[name]: given_days[name] for name in EVENT_OF if name in given_days}
    registered = given.get("registered")
    answer = deadlines(
        known, events, registered=registered if isinstance(registered, int) else None
    )
    _answer("deadlines", rules, answer, as_json=as_json)


def _forms(identifier: str) -> tuple[RuleSet, ...]:
    """Return all forms of a place's rules; an identifier that ends in .toml is a file's path."""
    if identifier.endswith(".toml"):
        return (load_rule_set(Path(identifier)),)
    return forms(identifier)


def _asked(
    question: str, identifier: str, given: Mapping[str, object], optional: tuple[str, ...] = ()
) -> tuple[RuleSet, dict[str, int]]:
    """Find the rules for the day of the act and the numbers they use for a question.

    Refuses, with what to write instead, a flag that the place does not use and one that is
    missing, as errors of usage.
    """
    on = _day_of_act(question, given)
    rules = form_on(_forms(identifier), on)
    _refuse_unused(question, rules, given)
    used = numbers_used(rules, question)
    numbers = {name: value for name in used if isinstance(value := given.get(name), int)}
    needed = [name for name in NUMBERS if name in used and name not in optional]
    missing = [_flag(name) for name in needed if name not in numbers]
    if missing:
        raise click.UsageError(f"`law {question}` needs {', '.join(missing)} for {identifier}.")
    return rules, numbers


def _day_of_act(question: str, given: Mapping[str, object]) -> date:
    on, filed = given.get("on"), given.get("filed")
    if question != "required" and isinstance(filed, date):
        if on not in (None, filed):
            raise click.UsageError("--on is the day of filing here; it differs from --filed.")
        return filed
    if not isinstance(on, date):
        raise click.UsageError(f"`law {question}` needs --on. {DAYS['on']}")
    return on


def _refuse_unused(question: str, rules: RuleSet, given: Mapping[str, object]) -> None:
    filed = () if question == "required" else ("filed",)
    used = {"on", *filed, *numbers_used(rules, question)}
    flags = [*DAYS, "county", "counts", *NUMBERS]
    unused = [_flag(name) for name in flags if given[name] is not None and name not in used]
    if unused:
        names = ", ".join(_flag(name) for name in flags if name in used)
        raise click.UsageError(
            f"{rules.identifier} does not use {', '.join(unused)} for `law {question}`. "
            f"It uses {names}, --json."
        )


def _answer(question: str, rules: RuleSet, answer: Computation, *, as_json: bool) -> None:
    if as_json:
        print_json({**answer.as_json(), "rule_set": rule_set_name(rules)})
    else:
        print_answer(question, rules, answer)
