"""Work that waits at several petitions, counted by one query for each kind of it."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from rollcheck.office.duplicates.groups import (
    accepted_at,
    of_uncounted_at,
    open_groups_at,
)
from rollcheck.office.keying.models import Entry
from rollcheck.office.people.models import Person
from rollcheck.office.receiving.models import (
    BoxStep,
    RawCount,
    Sheet,
    SheetOut,
    StepKind,
)
from rollcheck.office.receiving.noted import voiding_nothing
from rollcheck.office.review import waiting
from rollcheck.office.review.models import FIRST, Assignment, Finding, LineState, Stands
from rollcheck.office.tasks.models import State, Task

Some = Collection[int]
"""Keys of petitions."""

Found = Counter[int | None]
"""How much waits, by the key of the petition; None: in the office as a whole."""

LATELY = timedelta(days=7)


def free_lines(among: Some, cleared: Some, person: Person) -> tuple[Found, Found]:
    """Count the lines that nobody has: those to look at, and splits, which ``person`` may take.

    Confidential ones only where the person is ``cleared``.
    """
    looks, splits = Found(), Found()
    mine = Finding.objects.filter(
        person=person, undone_at=None, petition__in=among,
        line__state__free=True, round=F("line__state__round"),
    ).exclude(line__state__step=FIRST).order_by()  # fmt: skip
    free = waiting.free_lines(among)
    theirs = mine.values_list("petition", "line__state__step", "line__state__confidential")
    for petition, step, confidential, lines in theirs.annotate(Count("pk")):
        free[petition, step, confidential] -= lines
    for (petition, step, confidential), lines in free.items():
        if not confidential or petition in cleared:
            (looks if step >= FIRST else splits)[petition] += lines
    return looks, splits


def begun(among: Some, cleared: Some, person: Person) -> Found:
    """Count the lines that somebody has now."""
    had = Assignment.objects.filter(petition__in=among, person=person, ended_at=None).order_by()
    return _shown(had, "line__state__confidential", cleared)


def questions(among: Some, cleared: Some) -> Found:
    """Count the lines about which a lead was asked."""
    held = LineState.objects.filter(petition__in=among, state=Stands.HELD).order_by()
    return _shown(held, "confidential", cleared)


def differing_entries(among: Some, cleared: Some, person: Person) -> Found:
    """Count the lines that two others keyed differently, which ``person`` may settle."""
    standing = Entry.objects.filter(line=OuterRef("line"), replaced_at=None)
    second = Entry.objects.filter(
        Exists(standing.filter(number=1)), ~Exists(standing.filter(person=person)),
        number=2, replaced_at=None, line__as_read=None, line__petition__in=among,
    ).order_by()  # fmt: skip
    found = Found()
    rows = second.values_list("line__petition", "line__confidential").annotate(Count("pk"))
    for petition, confidential, lines in rows:
        if not confidential or petition in cleared:
            found[petition] += lines
    return found


def differing_counts(among: Some) -> Found:
    """Count the sheets that people counted differently, where the raw count is not fixed."""
    sheets = _open(Sheet.objects.filter(lines=None, missing=False), "section__petition", among)
    ways = Count("counts__lines", filter=Q(counts__round=F("round")), distinct=True)
    differ = sheets.annotate(ways=ways).filter(ways__gte=2)
    return Found(differ.order_by().values_list("section__petition", flat=True))


def sheets_out(among: Some) -> Found:
    """Count the sheets that are out of their box."""
    out = SheetOut.objects.filter(sheet__section__petition__in=among, back_at=None).order_by()
    return Found(dict(out.values_list("sheet__section__petition").annotate(Count("pk"))))


def seals_in_doubt(among: Some) -> Found:
    """Count the boxes whose seal was last found broken or another one, and not renewed since."""
    steps = BoxStep.objects.filter(
        box=OuterRef("box"), pk__gt=OuterRef("pk"),
        kind__in=(StepKind.SEAL_CHECKED, StepKind.SEALED_AGAIN),
    )  # fmt: skip
    wrong = BoxStep.objects.filter(
        Q(whole=False) | Q(as_written=False), ~Exists(steps),
        kind=StepKind.SEAL_CHECKED, box__petition__in=among,
    ).order_by()  # fmt: skip
    return Found(dict(wrong.values_list("box__petition").annotate(Count("pk"))))


def noted_defects(among: Mapping[int, Collection[str]]) -> Found:
    """Count the noted defects that void no line yet, where a review is open.

    ``among`` has by petition the reasons by which the law voids every line there.
    """
    noted = voiding_nothing(frozenset().union(*among.values())).filter(
        section__petition__in=among, section__petition__review__closed_at=None,
        section__petition__review__isnull=False,
    )  # fmt: skip
    found = Found()
    rows = noted.values_list("section__petition", "defect").annotate(Count("pk"))
    for petition, defect, number in rows:
        if defect in among[petition]:
            found[petition] += number
    return found


def voters_of_several(among: Some) -> Found:
    """Count the voters for whom several lines were accepted."""
    voters = accepted_at(among).order_by().values_list("petition", "voter")
    several = voters.annotate(number=Count("pk")).filter(number__gt=1)
    return Found(petition for petition, _voter, _number in several)


def duplicates_of_uncounted(among: Some) -> Found:
    """Count the duplicates of a line that does not count itself."""
    rows = of_uncounted_at(among).order_by().values_list("petition")
    return Found(dict(rows.annotate(Count("pk"))))


def groups_without_voter(among: Some) -> Found:
    """Count the groups of lines without a voter that nobody has settled."""
    return Found({petition: len(keys) for petition, keys in open_groups_at(among).items()})


def failed_tasks(among: Some, *, of_office: bool) -> Found:
    """Count the long work that failed in the last week, and was not done again since."""
    again = Task.objects.filter(
        Q(petition=OuterRef("petition")) | Q(petition=None), kind=OuterRef("kind"),
        pk__gt=OuterRef("pk"), state__in=(State.WAITING, State.RUNNING, State.DONE),
    )  # fmt: skip
    theirs = Q(petition__in=among) | (Q(petition=None) if of_office else Q(pk=None))
    failed = Task.objects.filter(
        theirs, ~Exists(again), state=State.FAILED, ended_at__gte=timezone.now() - LATELY
    ).order_by()
    return Found(dict(failed.values_list("petition").annotate(Count("pk"))))


def _open(sheets: QuerySet[Any], petition: str, among: Some) -> QuerySet[Any]:
    """Keep those of petitions whose raw count is not fixed."""
    fixed = RawCount.objects.filter(petition=OuterRef(petition))
    return sheets.filter(~Exists(fixed), **{f"{petition}__in": among})


def _shown(rows: QuerySet[Any], confidential: str, cleared: Some) -> Found:
    found = Found()
    for petition, hidden, lines in rows.values_list("petition", confidential).annotate(Count("pk")):
        if not hidden or petition in cleared:
            found[petition] += lines
    return found
