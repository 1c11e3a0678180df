"""``rollcheck law explain``: the whole law of one petition, from its petition file."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import click

from rollcheck.cli.law_questions import of_one_county
from rollcheck.cli.law_show import (
    print_heading,
    print_reasons,
    print_rules_of_lines,
    rule_set_name,
)
from rollcheck.cli.law_text import json_ready, print_answer
from rollcheck.cli.output import print_json
from rollcheck.law import (
    Computation,
    RuleSet,
    deadlines,
    for_measure,
    forms,
    required,
    requirement_inputs,
    rule_set,
    sample,
    takes,
)
from rollcheck.petition.definition import Petition, load_petition


@dataclass(frozen=True, slots=True)
class Explained:
    """The whole law of one petition: its rules, and what each question answers, by heading."""

    petition: Petition
    rules: RuleSet
    answers: Mapping[str, tuple[str, Computation]]


def explain_petition(petition: Petition) -> Explained:
    """Ask the law everything that the petition file gives the numbers for.

    The headings are keys of JSON, each with the question it answers. Raises ``RollcheckError``
    for an unknown place, a day no rules cover and numbers that cannot be.
    """
    rules = for_measure(rule_set(petition.rule_set, petition.filed_on), petition.measure)
    answers: dict[str, tuple[str, Computation]] = {}
    numbers = list(petition.required)
    for position, answer in enumerate(_requirements(petition, rules), start=1):
        answers["required" if position == 1 else f"required_{position}"] = ("required", answer)
        numbers.append(int(str(answer.values["required"])))
    if rules.stages:
        answers["sample"] = ("sample", _sample(petition, rules, numbers[0]))
    first = petition.registered[0] if petition.registered else None
    days = deadlines(forms(petition.rule_set), _events(petition), registered=first)
    answers["deadlines"] = ("deadlines", days)
    return Explained(petition, rules, answers)


def _requirements(petition: Petition, rules: RuleSet) -> Iterator[Computation]:
    """Answer for each number that the petition file gives the requirement by, the first first.

    ``rules`` are those of the day of filing; where another day governs, those of the form's
    approval answer.
    """
    if requirement_inputs(rules) is None:
        rules = rule_set(petition.rule_set, petition.form_approved_on)
    rules = for_measure(rules, petition.measure)
    for registered in petition.registered:
        yield required(rules, registered=registered)
    for votes_cast in petition.votes_cast:
        yield required(rules, votes_cast=votes_cast)
    if not takes(rules, "required").needed:
        yield required(rules)


def _sample(petition: Petition, rules: RuleSet, number: int) -> Computation:
    answer = sample(
        rules,
        raw=petition.filed_count,
        excluded=petition.excluded,
        required=number,
        sample=petition.sample.size if petition.sample else None,
    )
    return answer.with_warnings(of_one_county(rules, petition.county))


def _events(petition: Petition) -> dict[str, date]:
    events = {"filing": petition.filed_on}
    if petition.form_approved_on < petition.filed_on:
        events["approval_of_form"] = petition.form_approved_on
    return events


@click.command("explain")
@click.argument("petition", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain_command(petition: Path, *, as_json: bool) -> None:
    """Print the whole law of one petition, from its petition file.

    How many signatures are required, how large a sample is and where it decides, by when each
    step must be done, when a line counts, and which reasons there are with how many people each
    takes.
    """
    explained = explain_petition(load_petition(petition))
    if as_json:
        print_json(json_ready(dict(_as_json(explained))))
    else:
        _print(explained)


def _as_json(explained: Explained) -> Iterator[tuple[str, object]]:
    yield "title", explained.petition.title
    yield "rule_set", rule_set_name(explained.rules)
    if explained.petition.required:
        yield "required_given", list(explained.petition.required)
    for heading, (_, answer) in explained.answers.items():
        yield heading, answer.as_json()
    yield "reasons", [asdict(reason) for reason in explained.rules.reasons.values()]


def _print(explained: Explained) -> None:
    print_heading(explained.rules, explained.petition.title)
    for question, answer in explained.answers.values():
        print_answer(question, explained.rules, answer)
    print_rules_of_lines(explained.rules)
    print_reasons(explained.rules)
