"""``rollcheck office``: what an administrator does at the machine itself."""

from pathlib import Path

import click

from rollcheck.cli.groups import Commands
from rollcheck.cli.office_backup import backup, restore
from rollcheck.cli.office_run import office_run
from rollcheck.cli.worker import worker
from rollcheck.office.place import DEFAULT_FOLDER
from rollcheck.office.ready import make_ready
from rollcheck.problems import Problem, RollcheckError

DATA = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_FOLDER,
    show_default=True,
    help="The folder of the office's data.",
)


@click.group(cls=Commands)
def office() -> None:
    """Look after an office: its people, its long work, its runs."""


@office.group()
def user() -> None:
    """People of the office."""


@user.command()
@click.argument("name")
@click.option("--role", required=True, help="One of the nine roles, such as `reviewer`.")
@click.option("--full-name", help="The person's full name; the name to sign in with unless given.")
@click.option(
    "--address", default="http://localhost:8000", show_default=True, help="Where the office is."
)
@DATA
def add(name: str, role: str, full_name: str | None, address: str, data: Path) -> None:
    """Add a person under the NAME to sign in with, and print a link to set a password.

    Whoever may run this at the machine may do it: it is recorded as the office's own doing.
    """
    make_ready({"ROLLCHECK_DATA": str(data)})
    from django.core.exceptions import ValidationError

    from rollcheck.office.people.at_the_machine import add_person
    from rollcheck.office.people.links import password_link
    from rollcheck.office.people.roles import Role

    if role not in list(Role):
        known = ", ".join(Role)
        raise click.BadParameter(f"{role} is no role; the roles are {known}", param_hint="--role")
    try:
        person = add_person(name, full_name or name, Role(role))
    except ValidationError as wrong:
        raise RollcheckError(
            [Problem("", None, "name", "unfit_person", message) for message in wrong.messages]
        ) from None
    click.echo(f"{name} was added as {role}.")
    click.echo(f"Password: {address.rstrip('/')}{password_link(person)}")


office.add_command(worker)
office.add_command(backup)
office.add_command(restore)
office.add_command(office_run)
