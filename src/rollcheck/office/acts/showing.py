"""Entries of the record as a page shows them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from rollcheck.office.acts.models import Entry
from rollcheck.office.people.models import Person
from rollcheck.record import EVENT_TYPES, read_entry


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry: its number, when, by whom (their name), what, of which petition, what it says."""

    number: int
    at: datetime
    who: str
    what: str
    about: str
    said: tuple[tuple[str, object], ...]


def shown(entries: Iterable[Entry], only: Collection[str] | None = None) -> list[Shown]:
    """Return the entries as they are shown, with what is not empty; or ``only`` some of it."""
    rows = list(entries)
    codes = {row.actor for row in rows}
    names = dict(Person.objects.filter(code__in=codes).values_list("code", "full_name"))
    return [_shown(row, names, only) for row in rows]


def _shown(row: Entry, names: dict[str, str], only: Collection[str] | None) -> Shown:
    data = read_entry(bytes(row.entry)).data
    return Shown(
        number=row.pk,
        at=row.at,
        who=names.get(row.actor, gettext("the office itself")),
        what=gettext(EVENT_TYPES[row.type].label),
        about=row.petition,
        said=tuple(
            (name, value)
            for name, value in data.items()
            if value not in ("", None) and (only is None or name in only)
        ),
    )
