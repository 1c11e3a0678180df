"""``rollcheck law``: the rules of a place, and what they say of a petition's numbers."""

from datetime import date
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import click

from rollcheck.cli.groups import Commands
from rollcheck.cli.law_flags import known_forms
from rollcheck.cli.law_questions import QUESTIONS
from rollcheck.cli.law_show import (
    print_check,
    print_forms,
    print_rule_set,
    rule_set_json,
    rule_set_name,
)
from rollcheck.cli.output import print_json
from rollcheck.cli.values import Day
from rollcheck.law import (
    check_rule_file,
    form_on,
    forms,
    identifiers,
    rule_file_schema,
)
from rollcheck.problems import raise_if_any


class _Law(Commands):
    """The group; ``explain`` reads petitions, whose engines the other commands do not wait for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), "explain"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != "explain":
            return super().get_command(ctx, cmd_name)
        command = import_module("rollcheck.cli.law_explain").explain_command
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Law)
def law() -> None:
    """Ask the law of a place, with every step and its citation.

    ID is a place and a kind of petition, such as us-ca/county-recall (see `law list`), or the
    path of a rule file. Which of the flags a place uses depends on its rules; one that it does
    not use is refused.
    """


for question in QUESTIONS:
    law.add_command(question)


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
    known = known_forms(identifier)
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
    checked = [check_rule_file(path) for path in files]
    raise_if_any(problem for _, problems in checked for problem in problems)
    sound = [rules for rules, _ in checked if rules is not None]
    if as_json:
        print_json({"problems": [], "checked": [rule_set_name(rules) for rules in sound]})
    else:
        print_check(sound)


@law.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a rule file, for editors."""
    print_json(rule_file_schema())


@law.command("template")
def template_command() -> None:
    """Print a commented rule file to begin a place's law with."""
    text = files("rollcheck.law").joinpath("template.toml").read_text(encoding="utf-8")
    click.echo(text, nl=False)
