"""How a petition's keeping stands: the law's time, holds, who agreed, and why not yet."""

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rollcheck import law
from rollcheck.office.acts.models import Entry
from rollcheck.office.petitions.models import Petition
from rollcheck.office.retention.models import Said
from rollcheck.office.tasks.models import OPEN, Task
from rollcheck.problems import RollcheckError
from rollcheck.record import read_entry
from rollcheck.record.destruction import PEOPLE, Standing, refusals, standing_of
from rollcheck.record.entry import Entry as Read

Words = str | Promise


def said_of(petition: Petition) -> list[Read]:
    """Return the entries about a petition's retention, holds and destruction, in order."""
    numbers = Said.objects.filter(petition=petition).values("entry")
    rows = Entry.objects.filter(pk__in=numbers).order_by("pk").values_list("entry", flat=True)
    return [read_entry(bytes(row)) for row in rows]


def keeping_of(petition: Petition) -> Standing:
    """Return how the keeping of a petition stands, from the record."""
    return standing_of(said_of(petition), petition.code)


def kept_until(petition: Petition, since: date) -> law.Kept | None:
    """Return the last day of keeping by the rules of the day that it is counted from.

    None where they do not say it. Raises ``RollcheckError`` where there are no rules for that day.
    """
    return law.kept_until(law.rule_set(petition.rules, since), since)


def the_laws_time(petition: Petition, today: date) -> law.Kept | None:
    """Return what the law says of keeping now, or None where it says nothing that is known."""
    try:
        return kept_until(petition, today)
    except RollcheckError:
        return None


def why_not(
    petition: Petition, standing: Standing, today: date, *, people: bool = True
) -> list[Words]:
    """Return every reason why a petition's content may not be destroyed today, in words.

    ``people`` False leaves out that too few agreed.
    """
    found: list[Words] = []
    if petition.closed_at is None:
        found.append(_("The petition is not closed; close it on its page first."))
    if Task.objects.filter(petition=petition, state__in=OPEN).exists():
        found.append(_("Long work on this petition has not ended."))
    codes = dict.fromkeys(code for code, _message in refusals(standing, today))
    return found + [SENTENCES[code](standing) for code in codes if people or code != "approvals"]


def _retained(standing: Standing) -> Words:
    day = "" if standing.until is None else date_format(standing.until)
    return format_lazy(_("It must be kept until {day}."), day=day)


def _held(standing: Standing) -> Words:
    return format_lazy(_("A litigation hold stands: {holds}."), holds=", ".join(standing.holds))


def _approvals(standing: Standing) -> Words:
    said = _("It takes {people} different people who agree; {given} did.")
    return format_lazy(said, people=PEOPLE, given=len(standing.approvals))


SENTENCES: dict[str, Callable[[Standing], Words]] = {
    "no_retention": lambda _standing: _("Nothing says yet how long it must be kept."),
    "retained": _retained,
    "held": _held,
    "approvals": _approvals,
}
