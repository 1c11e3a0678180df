"""The next line for somebody: one range of one index, however many lines there are."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Min, OuterRef, QuerySet

from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.giving import right_for
from rollcheck.office.review.models import ADJUDICATION, FIRST, Assignment, Finding, LineState

LONGEST = timedelta(hours=12)
"""How long a line waits for somebody who has it; a session ends before."""

MOST_PEOPLE = 5
"""The most different people that a rejection takes by any office's policy."""


def own_lines(person: Person, petition: Petition) -> list[Assignment]:
    """Return what somebody has now, in the order in which to work: first what they took back."""
    held = Assignment.objects.filter(petition=petition, person=person, ended_at=None)
    if not may(person, Right.SEE_CONFIDENTIAL, petition).allowed:
        held = held.filter(line__state__confidential=False)
    return list(
        held.select_related("line__section", "line__sheet", "line__state").order_by("-again", "pk")
    )


def refuse_unless_had(person: Person, petition: Petition, line: int) -> None:
    """Raise ``PermissionDenied`` unless a line is one of those that somebody has now."""
    held = Assignment.objects.filter(petition=petition, person=person, ended_at=None, line=line)
    if not may(person, Right.SEE_CONFIDENTIAL, petition).allowed:
        held = held.filter(line__state__confidential=False)
    if not held.exists():
        raise PermissionDenied("not this person's line")


def left_lying(petition: Petition, now: datetime) -> list[Assignment]:
    """Return the lines had by people who may no longer work on them, or for a working day."""
    held = Assignment.objects.filter(petition=petition, ended_at=None)
    lines = held.select_related("line__section", "line__state", "person").order_by("at")
    return [one for one in lines if one.at < now - LONGEST or not _may_go_on(one, petition)]


def _may_go_on(held: Assignment, petition: Petition) -> bool:
    rights = [right_for(held.step)]
    if held.line.state.confidential:
        rights.append(Right.SEE_CONFIDENTIAL)
    return all(may(held.person, right, petition).allowed for right in rights)


def first_free(person: Person, petition: Petition) -> LineState | None:
    """Return the first line that somebody may be given: splits, then second looks, then new."""
    return next(_free(person, petition), None)


def _free(person: Person, petition: Petition) -> Iterator[LineState]:
    wanted: list[int] = []
    if may(person, Right.ADJUDICATE, petition).allowed:
        wanted.append(ADJUDICATION)
    if may(person, Right.REVIEW, petition).allowed:
        wanted += [*range(FIRST + 1, MOST_PEOPLE + 1), FIRST]
    cleared = may(person, Right.SEE_CONFIDENTIAL, petition).allowed
    for confidential in (True, False) if cleared else (False,):
        # A bare truth value is no column of an index to SQLite; one of a list of one is.
        free = LineState.objects.filter(
            petition=petition, free__in=[True], confidential__in=[confidential]
        )
        further = set(_steps_beyond_the_first(free))
        for step in (one for one in wanted if one <= FIRST or one in further):
            for some in _not_lastly_by(free.filter(step=step), person, step):
                found = some.select_related("line__section").first()
                if found is not None:
                    yield found


def _steps_beyond_the_first(free: QuerySet[LineState]) -> Iterator[int]:
    """Yield the steps beyond the first that lines wait for, leaping over the index."""
    last = FIRST
    while True:
        found = free.filter(step__gt=last).aggregate(step=Min("step"))["step"]
        if found is None:
            return
        yield found
        last = found


def _not_lastly_by(
    lines: QuerySet[LineState], person: Person, step: int
) -> Iterator[QuerySet[LineState]]:
    """Yield ranges of the index that leave out what the person was the last to find.

    Their own rejections wait by the thousand for others: to walk over them would be slow.
    """
    if step == FIRST:
        yield lines.filter(last_by=0).order_by("order")
        return
    mine = Finding.objects.filter(
        line=OuterRef("pk"), round=OuterRef("round"), person=person, undone_at=None
    )
    for some in (lines.filter(last_by__lt=person.pk), lines.filter(last_by__gt=person.pk)):
        yield some.filter(~Exists(mine)).order_by("last_by", "order")
