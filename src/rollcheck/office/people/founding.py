"""Setting an office up: its first administrator, and adding people from the command line."""

import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction

from rollcheck.office.acts.act import act
from rollcheck.office.acts.kept import writing
from rollcheck.office.acts.store import OfficeStore
from rollcheck.office.people.handlers import NewPerson
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.record.events.people import PersonAdded, RoleGiven

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def founding_key() -> str:
    """Return the key that the server prints, so that no stranger is faster; void once founded."""
    made = hashlib.sha256(b"founding\0" + settings.SECRET_KEY.encode()).hexdigest()[:16]
    return "-".join(made[start : start + 4] for start in range(0, 16, 4))


def is_founded() -> bool:
    """Tell whether the office has had an administrator."""
    return Person.objects.exists()


def new_code() -> str:
    """Return a code for a new person, by which the record calls them."""
    return "p-" + "".join(secrets.choice(LETTERS) for _ in range(8))


def found_office(username: str, full_name: str, password: str) -> Person:
    """Add the first administrator.

    Raises ``PermissionDenied`` where there is one, ``ValidationError`` for an unfit name.
    """
    added = PersonAdded(new_code(), full_name)
    with transaction.atomic():
        with writing():
            OfficeStore().tree()  # Locks the record: of two founders at once one is first.
        if is_founded():
            raise PermissionDenied("founded already")
        person: Person = act(added, by=None, aside=NewPerson(username, make_password(password)))
        act(RoleGiven(person.code, Role.ADMINISTRATOR.value), by=None)
    return person
