"""Whether somebody may do something to something, and why: asked before every act and page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rollcheck.office.acts.remembered import remembered
from rollcheck.office.people.models import Person, RoleHeld
from rollcheck.office.people.rights import RIGHTS, Right
from rollcheck.office.people.roles import Role

if TYPE_CHECKING:
    from rollcheck.office.petitions.models import Petition


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether somebody holds a right, and the sentence that says why or why not.

    ``through`` are the roles that give it; ``would`` those that would.
    """

    allowed: bool
    because: Promise
    through: tuple[Role, ...]
    would: tuple[Role, ...]


def may(person: Person, right: Right, petition: "Petition | None" = None) -> Answer:
    """Answer whether ``person`` holds ``right``, for ``petition`` where it is about one.

    A role held for all petitions counts for each; a role held for one petition counts for rights of
    the office as well, except that people are managed by an administrator of the office alone.
    """
    granted = RIGHTS[right]
    would = tuple(role for role in Role if role in granted.roles)
    if not person.is_active:
        return Answer(allowed=False, because=_("You are not signed in."), through=(), would=would)
    held = roles_held(person, None if granted.of_office else petition, of_office=granted.of_office)
    through = tuple(role for role in would if role in held)
    if through and granted.cleared and not person.cleared:
        return Answer(
            allowed=False,
            because=_("An administrator has not cleared you for confidential voters."),
            through=(),
            would=would,
        )
    if through:
        return Answer(
            allowed=True,
            because=_("One of your roles gives this right."),
            through=through,
            would=would,
        )
    if petition is not None and held:
        return Answer(
            allowed=False,
            because=_("None of your roles for this petition gives this right."),
            through=(),
            would=would,
        )
    return Answer(
        allowed=False, because=_("You hold no role that gives this right."), through=(), would=would
    )


def who_may(right: Right, petition: "Petition") -> QuerySet[Person]:
    """Find everybody of whom ``may`` says yes about a petition, by one query."""
    granted = RIGHTS[right]
    held = RoleHeld.objects.filter(role__in=granted.roles, taken_at=None)
    if not granted.of_office:
        held = held.filter(Q(petition=None) | Q(petition=petition))
    found = Person.objects.filter(is_active=True, pk__in=held.values("person"))
    return found.filter(cleared=True) if granted.cleared else found


def roles_held(person: Person, petition: "Petition | None", *, of_office: bool) -> frozenset[Role]:
    """Return the roles ``person`` holds now: everywhere, or those that count for ``petition``."""
    about = None if petition is None else petition.pk
    return frozenset(
        Role(role)
        for role, of in remembered(("roles", person.pk), ("RoleHeld",), lambda: _read(person))
        if of_office or of is None or of == about
    )


def _read(person: Person) -> tuple[tuple[str, int | None], ...]:
    """Return somebody's roles, each with the petition for which it is held; None: for all."""
    held = RoleHeld.objects.filter(person=person, taken_at=None)
    return tuple(held.values_list("role", "petition_id"))
