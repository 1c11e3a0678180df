"""How many people a finding takes, who may give it, and when a line is settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rollcheck.law import Reason
from rollcheck.office.people.may import roles_held
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.policy import Taken, policies
from rollcheck.office.review.models import Finding, LineState
from rollcheck.petition.determinations import Determination
from rollcheck.petition.settle import State, settle


@dataclass(frozen=True, slots=True)
class Known:
    """A reason of the place for somebody who rejects: its key on the screen, how many it takes."""

    reason: Reason
    people: int
    by_policy: bool
    key: str

    @property
    def is_policy(self) -> bool:
        """Whether the office, not the law, says how many people it takes."""
        return self.by_policy or self.reason.people_basis == "policy"

    @property
    def basis(self) -> str:
        """Return what a rejection rests on: the citation, and the policy where there is one."""
        parts = [self.reason.citation or self.reason.label]
        if self.is_policy:
            parts.append(f"office policy: {self.people}")
        return "; ".join(parts)[:300]


KEYS = "123456789bcdefghijk"
"""A key for each of the nineteen reasons there are, in the place's order; none that the workbench
uses itself."""


def known_reasons(petition: Petition) -> dict[str, Known]:
    """Return the place's reasons by code. Raises ``RollcheckError`` where no rules are known."""
    return {
        taken.reason.code: _known(taken, place) for place, taken in enumerate(policies(petition))
    }


def _known(taken: Taken, place: int) -> Known:
    key = KEYS[place] if place < len(KEYS) else ""
    return Known(taken.reason, taken.people, taken.by_policy, key)


def reasons_for(
    person: Person, petition: Petition, known: Mapping[str, Known] | None = None
) -> list[Known]:
    """Return the reasons that somebody may reject for, in the place's order.

    ``known`` are those of the petition, where they are at hand.
    """
    held = roles_held(person, petition, of_office=False)
    every = known_reasons(petition) if known is None else known
    return [one for one in every.values() if _gives(held, one.reason)]


def may_give(person: Person, petition: Petition, reason: Reason) -> bool:
    """Tell whether one of somebody's roles may apply a reason."""
    return _gives(roles_held(person, petition, of_office=False), reason)


def _gives(held: frozenset[Role], reason: Reason) -> bool:
    """Tell whether roles let somebody apply a reason; a campaign is all of its own office."""
    return Role.CAMPAIGN in held or bool(held & {Role(role) for role in reason.who})


def standing_findings(state: LineState) -> list[Finding]:
    """Return what stands about a line, oldest first: this round's findings not taken back."""
    found = Finding.objects.filter(
        line_id=state.line_id, round=state.round, undone_at=None, known=False
    )
    return list(found.select_related("person", "repeats__section").order_by("pk"))


def settled(found: Iterable[Finding], petition: Petition) -> State:
    """Return what findings add up to, by the one rule for every place."""
    stand = [determination(one) for one in found]
    # An acceptance takes one person, whatever the policy.
    asked = any(not one.valid for one in stand)
    known = known_reasons(petition) if asked else {}
    return settle(stand, {code: one.people for code, one in known.items()})


def determination(found: Finding) -> Determination:
    """Return a finding as the core takes it."""
    repeats = found.repeats
    return Determination(
        person=found.person.code,
        valid=found.valid,
        reason=found.reason,
        voter_id=found.voter,
        duplicate_of="" if repeats is None else f"{repeats.section.number}:{repeats.ordinal}",
        at=found.at,
    )
