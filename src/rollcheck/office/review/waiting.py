"""What waits for somebody at a petition, counted."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import ADJUDICATION, FIRST, Finding, LineState, Stands
from rollcheck.office.review.queue import own_lines


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
    if not may(person, Right.SEE_CONFIDENTIAL, petition).allowed:
        free, held = (one.filter(confidential__in=[False]) for one in (free, held))
    looks = first = further = splits = questions = None
    if may(person, Right.REVIEW, petition).allowed:
        first = free.filter(step=FIRST).count()
        further = _not_theirs(free.filter(step__gt=FIRST), person).count()
        looks = first + further
    if not may(person, Right.SEE_FINDINGS, petition).allowed:
        first = further = None
    if may(person, Right.ADJUDICATE, petition).allowed:
        splits = _not_theirs(free.filter(step=ADJUDICATION), person).count()
        questions = held.count()
    begun = len(own_lines(person, petition))
    return Waits(begun, looks, first, further, splits, questions)


def _not_theirs(lines: QuerySet[LineState], person: Person) -> QuerySet[LineState]:
    mine = Finding.objects.filter(
        line=OuterRef("pk"), round=OuterRef("round"), person=person, undone_at=None
    )
    return lines.filter(~Exists(mine))
