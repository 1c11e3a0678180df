"""How acts on people change the rows."""

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person, RoleHeld
from rollcheck.office.people.rights import Right
from rollcheck.office.people.roles import OF_THE_OFFICE, Role
from rollcheck.record.events import people


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What the record does not hold of a new person; without a hash they cannot sign in yet."""

    username: str
    password_hash: str = ""


@handles(people.PersonAdded, right=None)
def add_person(event: people.PersonAdded, done: Done) -> Person:
    """Add somebody, with a password only where they chose it themselves as the founder."""
    _refuse_unless_manager(done)
    person = Person(code=event.person, full_name=event.name, username=done.aside.username)
    person.password = done.aside.password_hash or make_password(None)
    person.full_clean(exclude=["password"])
    person.save()
    return person


@handles(people.PersonRemoved, right=Right.MANAGE_PEOPLE)
def remove_person(event: people.PersonRemoved, done: Done) -> Person:
    """Bar somebody from signing in and end their sessions."""
    person = Person.objects.select_for_update().get(code=event.person)
    if not person.is_active:
        raise ValidationError(_("This person was removed already."))
    _refuse_last_administrator(person)
    person.is_active, person.removed_at = False, done.at
    person.save()
    sessions = UserSession.objects.filter(user=person)
    Session.objects.filter(pk__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()
    return person


@handles(people.PersonBroughtBack, right=Right.MANAGE_PEOPLE)
def bring_person_back(event: people.PersonBroughtBack, done: Done) -> Person:
    """Let somebody who was removed sign in again."""
    person = Person.objects.select_for_update().get(code=event.person)
    if person.is_active:
        raise ValidationError(_("This person is not removed."))
    person.is_active, person.removed_at = True, None
    person.save()
    return person


@handles(people.PasswordSet, right=None)
def set_password(event: people.PasswordSet, done: Done) -> Person:
    """Keep the hash of somebody's own new password."""
    if done.by is None or done.by.code != event.person:
        raise PermissionDenied("a password is set by its owner")
    person = Person.objects.select_for_update().get(code=event.person)
    person.password = done.aside
    person.save()
    return person


@handles(people.PasswordLinkMade, right=Right.MANAGE_PEOPLE)
def make_password_link(event: people.PasswordLinkMade, done: Done) -> Person:
    """Return whom the link is for; the link itself is made of what they have."""
    return Person.objects.get(code=event.person, is_active=True)


@handles(people.RoleGiven, right=None)
def give_role(event: people.RoleGiven, done: Done) -> RoleHeld:
    """Let somebody hold a role, for the act's petition or without one for all."""
    _refuse_unless_manager(done)
    role = Role(event.role)
    if role in OF_THE_OFFICE and done.petition is not None:
        raise ValidationError(_("This role is held for the whole office."))
    person = Person.objects.get(code=event.person)
    if _holding(person, role, done).exists():
        raise ValidationError(_("This person holds this role already."))
    held = RoleHeld(person=person, role=role, petition=done.petition, given_at=done.at)
    held.save()
    return held


@handles(people.RoleTaken, right=Right.MANAGE_PEOPLE)
def take_role(event: people.RoleTaken, done: Done) -> RoleHeld:
    """End somebody's holding of a role."""
    person = Person.objects.get(code=event.person)
    held = _holding(person, Role(event.role), done).select_for_update().first()
    if held is None:
        raise ValidationError(_("This person does not hold this role."))
    if held.role == Role.ADMINISTRATOR:
        _refuse_last_administrator(person)
    held.taken_at = done.at
    held.save()
    return held


@handles(people.ClearanceChanged, right=Right.MANAGE_PEOPLE)
def change_clearance(event: people.ClearanceChanged, done: Done) -> Person:
    """Let somebody see lines of confidential voters, or no longer."""
    person = Person.objects.select_for_update().get(code=event.person, is_active=True)
    if person.cleared == event.cleared:
        raise ValidationError(_("This is so already. Load the page again."))
    person.cleared = event.cleared
    person.save()
    return person


@handles(people.SignedIn, right=None)
def sign_in(event: people.SignedIn, done: Done) -> None:
    """Record it; the session is the browser's."""


@handles(people.SignInRefused, right=None)
def refuse_sign_in(event: people.SignInRefused, done: Done) -> None:
    """Record it."""


def _holding(person: Person, role: Role, done: Done) -> QuerySet[RoleHeld]:
    return RoleHeld.objects.filter(person=person, role=role, petition=done.petition, taken_at=None)


def _refuse_unless_manager(done: Done) -> None:
    """Pass an administrator, and the office itself: its founding, and whoever runs the machine."""
    if done.by is not None and not may(done.by, Right.MANAGE_PEOPLE).allowed:
        raise PermissionDenied(str(Right.MANAGE_PEOPLE))


def _refuse_last_administrator(person: Person) -> None:
    others = RoleHeld.objects.filter(
        role=Role.ADMINISTRATOR, taken_at=None, person__is_active=True
    ).exclude(person=person)
    if not others.exists():
        raise ValidationError(_("An office needs an administrator. Make another one first."))
