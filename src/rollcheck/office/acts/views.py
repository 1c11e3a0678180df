"""The page that shows what was done, by whom and when."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from rollcheck.office.acts.models import Entry
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import takes
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.record import EVENT_TYPES, read_entry

ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as the page shows it."""

    number: int
    at: datetime
    who: str
    what: str
    about: str
    said: tuple[tuple[str, object], ...]


@takes(Right.SEE_LOG_OF_OFFICE)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show the record, newest first; what is sealed stays sealed."""
    page = page_of(request, Entry.objects.order_by("-id"), ON_A_PAGE)
    names = dict(
        Person.objects.filter(code__in={entry.actor for entry in page}).values_list(
            "code", "full_name"
        )
    )
    shown = [_shown(entry, names) for entry in page]
    return render(request, "acts/log.html", {"page": page, "entries": shown})


def _shown(entry: Entry, names: dict[str, str]) -> Shown:
    data = read_entry(bytes(entry.entry)).data
    said = tuple((name, value) for name, value in data.items() if value not in ("", None))
    return Shown(
        number=entry.pk,
        at=entry.at,
        who=names.get(entry.actor, gettext("the office itself")),
        what=gettext(EVENT_TYPES[entry.type].label),
        about=entry.petition,
        said=said,
    )
