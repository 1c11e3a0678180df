"""People and what they may do. An entry names a person by a code of the office, never by name."""

from dataclasses import dataclass

from rollcheck.record.event_type import HELD, Event, Group, Sealed, event

PEOPLE = Group("people", "People and rights", "Who may do what, and who let them.")


@event(PEOPLE, "person_added", "Person added")
@dataclass(frozen=True, slots=True)
class PersonAdded(Event):
    """A person may use the office; the code stands in entries, the name is sealed."""

    person: str
    name: Sealed


@event(PEOPLE, "person_removed", "Person removed")
@dataclass(frozen=True, slots=True)
class PersonRemoved(Event):
    """A person may no longer use the office; sessions ended at once."""

    person: str
    reason: Sealed


@event(PEOPLE, "person_brought_back", "Person brought back")
@dataclass(frozen=True, slots=True)
class PersonBroughtBack(Event):
    """A person who was removed may use the office again."""

    person: str
    reason: Sealed


@event(PEOPLE, "password_link_made", "Password link made", shown=HELD)
@dataclass(frozen=True, slots=True)
class PasswordLinkMade(Event):
    """An administrator made a link by which a person sets a password; it is nowhere kept."""

    person: str


@event(PEOPLE, "password_set", "Password set", shown=HELD)
@dataclass(frozen=True, slots=True)
class PasswordSet(Event):
    """A person set a password; no entry holds it or its hash."""

    person: str


@event(PEOPLE, "role_given", "Role given")
@dataclass(frozen=True, slots=True)
class RoleGiven(Event):
    """A person has a role, on the whole office or on one petition."""

    person: str
    role: str


@event(PEOPLE, "role_taken", "Role taken")
@dataclass(frozen=True, slots=True)
class RoleTaken(Event):
    """A person no longer has a role."""

    person: str
    role: str


@event(PEOPLE, "clearance_changed", "Clearance changed")
@dataclass(frozen=True, slots=True)
class ClearanceChanged(Event):
    """A person may, or may no longer, see lines of confidential voters."""

    person: str
    cleared: bool


@event(PEOPLE, "signed_in", "Signed in", shown=HELD)
@dataclass(frozen=True, slots=True)
class SignedIn(Event):
    """A person signed in, by this means."""

    means: str


@event(PEOPLE, "sign_in_refused", "Sign-in refused", shown=HELD)
@dataclass(frozen=True, slots=True)
class SignInRefused(Event):
    """A sign-in failed or was locked out."""

    reason: str
    name: Sealed


@event(PEOPLE, "practice_passed", "Practice passed")
@dataclass(frozen=True, slots=True)
class PracticePassed(Event):
    """A person passed, or failed, the practice set before live work."""

    person: str
    passed: bool


@event(PEOPLE, "policy_set", "Policy set")
@dataclass(frozen=True, slots=True)
class PolicySet(Event):
    """The office chose a value that the law leaves to it, such as how many eyes a reason takes."""

    name: str
    value: str
    reason: str
