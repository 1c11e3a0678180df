"""What whoever runs the machine does by the command line: the office's own doing."""

from django.db import transaction

from rollcheck.office.acts.act import act
from rollcheck.office.people.founding import new_code
from rollcheck.office.people.handlers import NewPerson
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.record.events.people import PersonAdded, RoleGiven


def add_person(username: str, full_name: str, role: Role) -> Person:
    """Add somebody with a role for all petitions, without a password.

    Raises ``ValidationError`` for an unfit name.
    """
    with transaction.atomic():
        added = PersonAdded(new_code(), full_name)
        person: Person = act(added, by=None, aside=NewPerson(username))
        act(RoleGiven(person.code, role.value), by=None)
    return person
