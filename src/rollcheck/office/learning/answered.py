"""What people answered to known lines: wrong acceptances as well as wrong rejections."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from rollcheck.office.learning.models import Known
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import Finding

ACCEPTED, REJECTED, OTHERWISE, RIGHT = "accepted", "rejected", "otherwise", "right"


@dataclass(frozen=True, slots=True)
class Answered:
    """One person's answers to known lines.

    ``accepted`` and ``rejected`` wrongly; ``otherwise``: rejected rightly for another reason, or
    accepted for another voter.
    """

    person: Person
    of: int
    right: int
    accepted: int
    rejected: int
    otherwise: int


def by_person(petition: Petition) -> dict[int, Answered]:
    """Return everybody's answers to known lines of a petition, by the person's key."""
    known = {(one.line_id, one.round): one for one in Known.objects.filter(petition=petition)}
    given = Finding.objects.filter(petition=petition, known=True, undone_at=None)
    counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for one in given.order_by("pk"):
        answer = known.get((one.line_id, one.round))
        if answer is not None:
            counted[one.person_id][_judged(one, answer)] += 1
    people = Person.objects.in_bulk(counted)
    return {
        key: Answered(
            people[key],
            found.total(),
            found[RIGHT],
            found[ACCEPTED],
            found[REJECTED],
            found[OTHERWISE],
        )
        for key, found in sorted(counted.items(), key=lambda item: str(people[item[0]]))
    }


def _judged(given: Finding, known: Known) -> str:
    if given.valid != known.valid:
        return ACCEPTED if given.valid else REJECTED
    same = given.voter == known.voter if known.valid else given.reason == known.reason
    return RIGHT if same else OTHERWISE
