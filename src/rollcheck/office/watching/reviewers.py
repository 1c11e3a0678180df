"""What each reviewer finds, beside what the others find: a reason to look, never a ranking."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count

from rollcheck.office.learning.answered import Answered, by_person
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import FIRST, Finding
from rollcheck.office.watching.progress import Hour, Hours
from rollcheck.petition.agreement import Agreement, Share, agreement, share, stands_out

VALID = "valid"

# The same two people's findings on one line, neither of them an adjudicator's.
_PAIRS = """
SELECT one.person_id, one.reason, other.reason, COUNT(*)
FROM review_finding one
JOIN review_finding other
  ON other.line_id = one.line_id AND other.round = one.round AND other.step <> one.step
WHERE one.petition_id = %s AND one.undone_at IS NULL AND other.undone_at IS NULL
  AND one.step > 0 AND other.step > 0 AND NOT one.known AND NOT other.known
GROUP BY one.person_id, one.reason, other.reason
"""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One person: first looks and the share of them that rejected, beside everybody else's.

    ``agreement`` is of their findings with others' on the same lines; since a second person looks
    only at what the first rejected, it is about rejections and their reasons. ``known`` is what
    they answered to known lines; ``hours`` their first looks in each hour of the day in which
    anybody gave some, None in those in which they gave none.
    """

    person: Person
    rejected: Share
    others: Share
    agreement: Agreement
    known: Answered | None
    hours: tuple[Hour | None, ...]

    @property
    def stands_out(self) -> bool:
        """Whether the interval of this person's rate and the others' do not meet."""
        return stands_out(self.rejected, self.others)


def reviewers(petition: Petition, hours: Hours) -> list[Reviewer]:
    """Return everybody who looked at lines of a petition, by name."""
    looks: Counter[int] = Counter()
    rejected: Counter[int] = Counter()
    for person, valid, number in _first_looks(petition):
        looks[person] += number
        rejected[person] += 0 if valid else number
    agreements, known = _agreements(petition), by_person(petition)
    people = Person.objects.filter(pk__in={*looks, *agreements}).order_by("full_name", "username")
    all_looks, all_rejected = looks.total(), rejected.total()
    return [
        Reviewer(
            person,
            share(rejected[person.pk], looks[person.pk]),
            share(all_rejected - rejected[person.pk], all_looks - looks[person.pk]),
            agreements.get(person.pk, agreement({})),
            known.get(person.pk),
            tuple(hours.of_person.get(person.pk, {}).get(one.hour) for one in hours.whole),
        )
        for person in people
    ]


def _first_looks(petition: Petition) -> Iterable[tuple[int, bool, int]]:
    found = Finding.objects.filter(petition=petition, undone_at=None, step=FIRST, known=False)
    return found.order_by().values_list("person_id", "valid").annotate(Count("pk"))


def _agreements(petition: Petition) -> dict[int, Agreement]:
    pairs: defaultdict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, [petition.pk])
        for person, own, other, number in cursor.fetchall():
            pairs[person][own or VALID, other or VALID] += number
    return {person: agreement(counted) for person, counted in pairs.items()}
