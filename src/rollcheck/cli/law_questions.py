"""The questions of ``rollcheck law``: required, sample, project, decide, deadlines."""

from dataclasses import replace
from datetime import date

import click

from rollcheck.cli.law_flags import (
    EVENT_OF,
    WHICH,
    Asked,
    asked,
    asks,
    county_of,
    flag,
    known_forms,
    refuse_unused,
)
from rollcheck.cli.law_show import rule_set_name
from rollcheck.cli.law_text import json_ready, print_answer
from rollcheck.cli.output import print_json
from rollcheck.law import (
    FLAG_OF_EVENT,
    Computation,
    RuleSet,
    Value,
    deadlines,
    decide,
    fails_on_raw,
    form_on,
    project,
    project_counties,
    required,
    requirement_inputs,
    sample,
)


@click.command("required", epilog=WHICH)
@asks("required")
def required_command(identifier: str, *, as_json: bool, **given: object) -> None:
    """Say how many valid signatures are required."""
    question = asked("required", identifier, given)
    question.needs()
    _answer("required", question.rules, _required(question), as_json=as_json)


@click.command("sample", epilog=WHICH)
@asks("sample")
def sample_command(identifier: str, *, as_json: bool, **given: object) -> None:
    """Say how large a sample is drawn, and where it decides."""
    question = asked("sample", identifier, given)
    requirement, needed = _requirement(question)
    question.needs(*needed)
    numbers = _only(question, "raw", "sample", "stage", "excluded")
    answer = sample(question.rules, required=_number(question, requirement), **numbers)
    answer = answer.with_warnings(of_one_county(question.rules, question.county))
    _answer("sample", question.rules, _joined(question, requirement, answer), as_json=as_json)


@click.command("project", epilog=WHICH)
@asks("project")
def project_command(identifier: str, *, as_json: bool, **given: object) -> None:
    """Say what a sample projects, and with --required what it decides."""
    question = asked("project", identifier, given)
    requirement, _ = _requirement(question)
    needed = question.numbers.get("required")
    number = _number(question, requirement) if requirement else needed
    _not_twice(question)
    if question.counts and question.county is None:
        answer = project_counties(question.rules, question.counts, required=number)
    elif question.lacking() and _ends_on_raw(question, requirement):
        # Of too few nobody draws a sample, so that there is none to give the numbers of.
        raw, excluded = question.numbers["raw"], question.numbers.get("excluded", 0)
        answer = decide(
            question.rules, required=_number(question, requirement), raw=raw, excluded=excluded
        )
    else:
        answer = _one_sample(question, number)
    _answer("project", question.rules, _joined(question, requirement, answer), as_json=as_json)


def _not_twice(question: Asked) -> None:
    """Refuse numbers of a sample beside a file that holds them."""
    held = ("raw", "sample", "valid", "duplicates", "withdrawn")
    twice = [flag(name) for name in held if question.counts and name in question.numbers]
    if twice:
        words = "the file of --counts holds them; leave them out"
        raise click.UsageError(f"{', '.join(twice)} beside --counts: {words}.")


def _one_sample(question: Asked, number: int | None) -> Computation:
    numbers = dict(question.numbers)
    if question.counts and question.county is not None:
        numbers |= county_of(question).numbers
    question = replace(question, numbers=numbers)
    question.needs()
    names = ("raw", "sample", "valid", "duplicates", "withdrawn", "excluded", "invalid", "stage")
    answer = project(question.rules, required=number, **_only(question, *names))
    return answer.with_warnings(of_one_county(question.rules, question.county))


@click.command("decide", epilog=WHICH)
@asks("decide")
def decide_command(identifier: str, *, as_json: bool, **given: object) -> None:
    """Decide on the count of every signature."""
    question = asked("decide", identifier, given)
    numbers = dict(question.numbers)
    if question.counts and "valid" not in numbers:
        numbers["valid"] = sum(one.numbers.get("valid", 0) for one in question.counts)
    question = replace(question, numbers=numbers)
    requirement, needed = _requirement(question)
    enough = {"raw", "invalid"} <= set(numbers) or _ends_on_raw(question, requirement)
    question.needs(*needed, *(() if enough else ("valid",)))
    answer = decide(
        question.rules,
        required=_number(question, requirement),
        counts=question.counts,
        **_only(question, "raw", "valid", "invalid", "excluded", "withdrawn"),
    )
    _answer("decide", question.rules, _joined(question, requirement, answer), as_json=as_json)


@click.command("deadlines", epilog=WHICH)
@asks("deadlines")
def deadlines_command(identifier: str, *, as_json: bool, **given: object) -> None:
    """Say by which day each step must be done."""
    on = given.get("on")
    if on is not None and given.get("filed") not in (None, on):
        raise click.UsageError("For deadlines --on is the day of filing; it differs from --filed.")
    days = {**given, "filed": given.get("filed") or on}
    known = known_forms(identifier)
    given_days = {name: day for name, day in days.items() if isinstance(day, date)}
    if not given_days:
        raise click.UsageError("Give a day, such as --filed 2022-07-06.")
    rules = form_on(known, next(iter(given_days.values())))
    refuse_unused("deadlines", rules, given)
    events = {EVENT_OF[name]: given_days[name] for name in EVENT_OF if name in given_days}
    registered = given.get("registered")
    answer = deadlines(
        known, events, registered=registered if isinstance(registered, int) else None
    )
    answer = answer.with_warnings(_not_known(rules, answer))
    _answer("deadlines", rules, answer, as_json=as_json)


def _not_known(rules: RuleSet, answer: Computation) -> tuple[str, ...]:
    """Say which flags would give the days that are not known."""
    missing = [
        f"{flag(FLAG_OF_EVENT[one.event])} for {one.name.replace('_', ' ')}"
        for one in rules.deadlines
        if answer.values.get(one.name) is None
    ]
    if rules.circulation and "circulation" not in answer.values:
        missing.insert(0, "--approved and --registered for circulation")
    if missing:
        return (f"Not known without further days: give {', '.join(missing)}.",)
    return () if rules.deadlines else ("The rules of this place hold no deadline.",)


QUESTIONS = (required_command, sample_command, project_command, decide_command, deadlines_command)
"""The commands of this module."""


def of_one_county(rules: RuleSet, county: str | None) -> tuple[str, ...]:
    """Warn where each county draws its own sample and nobody said whose numbers these are."""
    if county is not None or not rules.draws_in_county:
        return ()
    words = "Each county draws its own sample: these numbers are taken as those of one county."
    return (f"{words} Name it with --county, or give all of them with --counts.",)


def _ends_on_raw(question: Asked, requirement: Computation | None) -> bool:
    """Whether too few were filed, so that nobody need have counted the valid."""
    numbers = question.numbers
    if "raw" not in numbers or (requirement is None and "required" not in numbers):
        return False
    number = _number(question, requirement)
    return fails_on_raw(question.rules, numbers["raw"], number, numbers.get("excluded", 0))


def _only(question: Asked, *names: str) -> dict[str, int]:
    return {name: question.numbers[name] for name in names if name in question.numbers}


def _required(question: Asked) -> Computation:
    return required(question.rules, **_only(question, "registered", "votes_cast"))


def _requirement(question: Asked) -> tuple[Computation | None, tuple[str, ...]]:
    """Return the requirement where it can be computed, else what must be given in its place."""
    inputs = requirement_inputs(question.rules)
    if "required" in question.numbers:
        twice = [flag(name) for name in inputs or () if name in question.numbers]
        if twice:
            both = " and ".join(("--required", *twice))
            raise click.UsageError(f"{both} both say how many are required; give one of them.")
        return None, ()
    certain = inputs or question.rules.measure or not question.rules.requirement.measures
    if inputs is not None and certain and set(inputs) <= set(question.numbers):
        return _required(question), ()
    return None, ("required",)


def _number(question: Asked, requirement: Computation | None) -> int:
    if requirement is None:
        return question.numbers["required"]
    return int(str(requirement.values["required"]))


def _joined(question: Asked, requirement: Computation | None, answer: Computation) -> Computation:
    """Put the requirement's steps before those that rest on it, and the county's name first."""
    values: dict[str, Value] = {"county": question.county} if question.county else {}
    values |= answer.values
    steps = answer.steps
    warnings = answer.warnings
    if requirement is not None:
        steps = (*requirement.steps, *answer.steps[1:])
        warnings = tuple(dict.fromkeys((*requirement.warnings, *answer.warnings)))
    return replace(answer, values=values, steps=steps, warnings=warnings)


def _answer(question: str, rules: RuleSet, answer: Computation, *, as_json: bool) -> None:
    if as_json:
        print_json(json_ready({**answer.as_json(), "rule_set": rule_set_name(rules)}))
    else:
        print_answer(question, rules, answer)
