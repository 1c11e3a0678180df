"""The places in the office, in the order in which the header names them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the header; ``here`` on the page that it leads to or one below it."""

    label: Promise
    url: str
    here: bool


PLACES: tuple[tuple[str, Promise, Right | None], ...] = (
    ("home", _("Petitions"), None),
    ("rolls", _("The roll"), Right.IMPORT_ROLL),
    ("connections", _("Connections"), Right.IMPORT_ROLL),
    ("people", _("People"), Right.MANAGE_PEOPLE),
    ("tasks", _("Long work"), Right.SEE_TASKS),
    ("acts", _("Log"), Right.SEE_LOG_OF_OFFICE),
    ("record", _("The record"), Right.KEEP_RECORD),
    ("public_record", _("The public record"), Right.SEE_PUBLIC_RECORD),
    ("rights", _("What I may do"), None),
)


def entries(person: Person, path: str) -> tuple[Entry, ...]:
    """Return the links for the places that ``person`` may go to."""
    found = []
    for name, label, right in PLACES:
        if right is not None and not may(person, right).allowed:
            continue
        if name == "public_record" and may(person, Right.KEEP_RECORD).allowed:
            continue  # "The record" leads there.
        url = reverse(name)
        here = path == url if name == "home" else path.startswith(url)
        found.append(Entry(label, url, here))
    return tuple(found)
