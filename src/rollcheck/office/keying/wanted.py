"""Which lines are to be keyed, and which sheet somebody keys next."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rollcheck.office.keying.models import Entry, LineRead, Turn
from rollcheck.office.keying.plan import EVERY, Plan, plan_of
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import ImagePage, Line, Sheet

SETTLING = 3
"""The entry that settles where the first two differ."""

LAPSES_AFTER = timedelta(hours=1)
"""A sheet of which nothing was kept for so long is given to somebody else."""


def to_key(petition: Petition, plan: Plan) -> QuerySet[Line]:
    """Return the lines that still have no text and are to get one by keying."""
    lines = Line.objects.filter(petition=petition, as_read=None)
    if plan.lines == EVERY:
        return lines
    return lines.filter(wanted__isnull=False, wanted__dropped_at=None)


def lines_of(sheet: Sheet, number: int, plan: Plan, person: Person) -> QuerySet[Line]:
    """Return the lines of a sheet that wait for this entry by a person, in order."""
    petition = sheet.section.petition
    lines = waiting(shown_to(person, petition, to_key(petition, plan)), number)
    return lines.filter(sheet=sheet).order_by("on_sheet")


def shown_to(person: Person, petition: Petition, lines: QuerySet[Line]) -> QuerySet[Line]:
    """Keep the lines that a person may see: a confidential voter's only where they are cleared.

    Where no scan shows a line alone, one of the whole sheet that has such a line is not shown
    either.
    """
    if may(person, Right.SEE_CONFIDENTIAL, petition).allowed:
        return lines
    beside = Line.objects.filter(sheet=OuterRef("sheet"), confidential=True)
    scans = ImagePage.objects.filter(sheet=OuterRef("sheet"))
    alone = scans.filter(on_sheet=OuterRef("on_sheet"))
    hidden = Exists(beside) & Exists(scans.filter(on_sheet=None)) & ~Exists(alone)
    return lines.filter(~hidden, confidential=False)


def sees(person: Person, line: Line) -> bool:
    """Tell whether somebody may see a line."""
    return shown_to(person, line.petition, Line.objects.filter(pk=line.pk)).exists()


def waiting(lines: QuerySet[Line], number: int) -> QuerySet[Line]:
    """Keep the lines that wait for this entry: the third waits for the first two."""
    if number == SETTLING:
        for each in (1, 2):
            lines = lines.filter(_keyed(each))
    return lines.exclude(_keyed(number))


def _keyed(number: int) -> Exists:
    standing = Entry.objects.filter(line=OuterRef("pk"), number=number, replaced_at=None)
    return Exists(standing)


def next_sheet(petition: Petition, person: Person, now: datetime) -> tuple[Sheet, int] | None:
    """Return the sheet that somebody may key now, and for which entry; None where there is none.

    Differences come first, then the first sheet that still waits for one of its entries. Nobody
    keys a sheet twice, unless what they had begun is still theirs to end.
    """
    plan = plan_of(petition)
    lines = shown_to(person, petition, to_key(petition, plan))

    def first(number: int) -> list[tuple[Sheet, int]]:
        waits = Exists(waiting(lines, number).filter(sheet=OuterRef("pk")))
        free = _free(petition, person, number, now).filter(waits).order_by("pk")
        return [(sheet, number) for sheet in free.select_related("section")[:1]]

    differing = first(SETTLING)
    if differing:
        return differing[0]
    found = [one for number in range(1, plan.people + 1) for one in first(number)]
    return min(found, key=lambda one: (one[0].pk, one[1]), default=None)


def _free(petition: Petition, person: Person, number: int, now: datetime) -> QuerySet[Sheet]:
    """Return the sheets that nobody holds for this entry and ``person`` keyed for no other."""
    turns = Turn.objects.filter(sheet=OuterRef("pk"))
    held = turns.filter(number=number, ended_at=None, seen_at__gt=now - LAPSES_AFTER)
    others = turns.filter(person=person).exclude(number=number)
    return Sheet.objects.filter(~Exists(held), ~Exists(others), section__petition=petition)


def progress(petition: Petition) -> dict[str, int]:
    """Count the lines: keyed, read beforehand, still to key, keyed once, differing."""
    plan = plan_of(petition)
    rest = to_key(petition, plan)
    read = LineRead.objects.filter(line__petition=petition).aggregate(
        keyed=Count("pk", filter=Q(source="keyed")), read=Count("pk", filter=Q(source="read"))
    )
    differ = waiting(rest, SETTLING).count()
    once = rest.filter(_keyed(1) | _keyed(2)).count() - differ
    return {**read, "to_key": rest.count(), "once": once, "differ": differ}
