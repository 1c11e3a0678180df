"""Who must practise before live work, and who has passed."""

from rollcheck.office.learning.models import Practice, PracticePolicy
from rollcheck.office.people.may import roles_held
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition

BEYOND_PRACTICE = frozenset({Role.SUPERVISOR, Role.ADJUDICATOR, Role.CAMPAIGN})


def is_asked(petition: Petition) -> bool:
    """Tell whether reviewers of a petition practise first: a policy of the office."""
    return PracticePolicy.objects.filter(petition=petition, asked=True, replaced_at=None).exists()


def has_passed(person: Person, petition: Petition) -> bool:
    """Tell whether somebody passed the practice of a petition."""
    return Practice.objects.filter(petition=petition, person=person, passed=True).exists()


def must_practise(person: Person, petition: Petition) -> bool:
    """Tell whether somebody has to pass before they are given a line.

    Whoever supervises, adjudicates or is the campaign itself is asked for none.
    """
    if not is_asked(petition) or has_passed(person, petition):
        return False
    return not roles_held(person, petition, of_office=False) & BEYOND_PRACTICE
