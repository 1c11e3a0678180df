"""What waits for somebody at a petition, counted."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import (
    ADJUDICATION,
    FIRST,
    Assignment,
    Counted,
    Finding,
    LineState,
    Stands,
)
from rollcheck.office.review.queue import own_lines

Kind = tuple[int, int, bool]
"""A petition's key, the step that a line is at, and whether it is a confidential voter's."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Lines that wait for somebody; None where that work is not theirs.

    ``begun`` they have already. ``looks`` are first and further looks together: apart, they would
    tell a second reviewer that somebody rejects; ``first`` and ``further`` are for who may know.
    """

    begun: int
    looks: int | None
    first: int | None
    further: int | None
    splits: int | None
    questions: int | None


def waiting(person: Person, petition: Petition) -> Waits:
    """Count what waits for a person now."""
    # A bare truth value is no column of an index to SQLite; one of a list of one is.
    free = LineState.objects.filter(petition=petition, free__in=[True])
    held = LineState.objects.filter(petition=petition, state=Stands.HELD)
    cleared = may(person, Right.SEE_CONFIDENTIAL, petition).allowed
    if not cleared:
        free, held = (one.filter(confidential__in=[False]) for one in (free, held))
    looks = first = further = splits = questions = None
    if may(person, Right.REVIEW, petition).allowed:
        new = free_lines([petition.pk])
        first = sum(new[petition.pk, FIRST, hidden] for hidden in {False, cleared})
        further = _not_theirs(free.filter(step__gt=FIRST), person).count()
        looks = first + further
    if not may(person, Right.SEE_FINDINGS, petition).allowed:
        first = further = None
    if may(person, Right.ADJUDICATE, petition).allowed:
        splits = _not_theirs(free.filter(step=ADJUDICATION), person).count()
        questions = held.count()
    begun = len(own_lines(person, petition))
    return Waits(begun, looks, first, further, splits, questions)


def free_lines(petitions: Collection[int]) -> Counter[Kind]:
    """Count the lines that wait and that nobody has.

    The database counts those that wait as they change; those that somebody has are few.
    """
    waits = Counted.objects.filter(petition__in=petitions, state=Stands.WAITING).order_by()
    had = Assignment.objects.filter(
        petition__in=petitions,
        ended_at=None,
        line__state__state=Stands.WAITING,
        line__state__free=False,
    ).order_by()
    found: Counter[Kind] = Counter()
    rows = waits.values_list("petition", "step", "confidential").annotate(Sum("lines"))
    for *alike, lines in rows:
        found[cast("Kind", tuple(alike))] = lines
    kind = ("petition", "line__state__step", "line__state__confidential")
    taken = had.values_list(*kind).annotate(Count("pk"))
    for *alike, lines in taken:
        found[cast("Kind", tuple(alike))] -= lines
    return found


def _not_theirs(lines: QuerySet[LineState], person: Person) -> QuerySet[LineState]:
    mine = Finding.objects.filter(
        line=OuterRef("pk"), round=OuterRef("round"), person=person, undone_at=None
    )
    return lines.filter(~Exists(mine))
