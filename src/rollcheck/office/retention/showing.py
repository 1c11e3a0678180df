"""What was said of a petition's keeping, as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from rollcheck.office.acts.models import Entry
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.retention.models import Said
from rollcheck.record import EVENT_TYPES, read_entry

IN_WORDS = ("until", "citation", "hold", "reason")


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry: its number, when, by whom (their name), what, and what it says."""

    number: int
    at: datetime
    who: str
    what: str
    said: str


def steps_of(petition: Petition) -> list[Shown]:
    """Return the entries about the petition's keeping, in order."""
    numbers = Said.objects.filter(petition=petition).values("entry")
    rows = list(Entry.objects.filter(pk__in=numbers).order_by("pk"))
    codes = {row.actor for row in rows}
    names = dict(Person.objects.filter(code__in=codes).values_list("code", "full_name"))
    return [_shown(row, names) for row in rows]


def _shown(row: Entry, names: dict[str, str]) -> Shown:
    data = read_entry(bytes(row.entry)).data
    return Shown(
        number=row.pk,
        at=row.at,
        who=names.get(row.actor, gettext("the office itself")),
        what=gettext(EVENT_TYPES[row.type].label),
        said=", ".join(str(data[name]) for name in IN_WORDS if data.get(name)),
    )
