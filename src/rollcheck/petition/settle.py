"""From the people's determinations on a line to its state: valid, invalid or waiting.

The rule, for every place: a finding stands when the people it takes agree on it and nobody
disagrees, or, after a disagreement, when it has the strict majority of at least three people
and as many as it takes. Accepting takes one person. Until then the line waits; the machine
settles nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rollcheck.petition.determinations import DUPLICATE, NOT_LOCATED, Determination

OTHER = "other"
WITHDRAWN = "withdrawn"
PEOPLE_TO_ACCEPT = 1
PEOPLE_TO_OVERRULE = 3

WAITING: Mapping[str, str] = MappingProxyType(
    {
        "not_in_sample": "Outside the sample: not checked at this stage",
        "not_keyed": "Counted, but not keyed yet",
        "confidential": "A confidential voter's line: waits for a cleared person",
        "machine_duplicate": "The machine found an earlier line of the same voter; nobody has "
        "determined it yet",
        "no_determination": "Nobody has determined it yet",
        "more_people": "Rejecting it takes more people",
        "disagreement": "People disagree about it",
        "not_located": "Counted, but not found on paper",
        "sheet_defect": "A defect of its sheet or section waits for more people",
        "same_voter": "Accepted for a voter who is counted on another line already",
    }
)
"""Why a line waits: code to meaning, in the order in which reports list them."""


@dataclass(frozen=True, slots=True)
class State:
    """How a line stands: ``status`` is valid, invalid or waiting.

    ``reason`` is the reason code of an invalid line, ``waits_for`` a code of ``WAITING``,
    ``voter_id`` the voter of a valid line (of an invalid one where it is known), and
    ``people`` how many have determined it. ``by_rule`` names the field of the law that put the
    line there where that was not a finding on the line itself.
    """

    status: str
    reason: str | None = None
    waits_for: str | None = None
    voter_id: str | None = None
    duplicate_of: str | None = None
    people: int = 0
    by_rule: str | None = None


def settle(found: Sequence[Determination], people_needed: Mapping[str, int]) -> State:
    """Settle one line from everything determined about it.

    ``people_needed`` maps each reason code to the number of different people it takes. That a
    line is not located takes as many as the reason "other", and the line then waits: what becomes
    of it is for the rules of the stage.
    """
    if not found:
        return State("waiting", waits_for="no_determination")
    options: dict[tuple[str, str], list[Determination]] = {}
    for one in found:
        key = ("valid", one.voter_id) if one.valid else ("invalid", one.reason)
        if not one.located:
            key = (NOT_LOCATED, OTHER)
        options.setdefault(key, []).append(one)
    (kind, what), backers = max(options.items(), key=lambda option: len(option[1]))
    needed = PEOPLE_TO_ACCEPT if kind == "valid" else people_needed.get(what, 1)
    agreed = len(options) == 1
    overruled = len(found) >= PEOPLE_TO_OVERRULE and 2 * len(backers) > len(found)
    if not agreed and not overruled:
        return State("waiting", waits_for="disagreement", people=len(found))
    if len(backers) < needed:
        return State("waiting", waits_for="more_people", people=len(found))
    if kind == NOT_LOCATED:
        return State("waiting", waits_for=NOT_LOCATED, people=len(found))
    if kind == "valid":
        return State("valid", voter_id=what, people=len(found))
    return State(
        "invalid",
        reason=what,
        voter_id=_only([one.voter_id for one in backers]),
        duplicate_of=_only([one.duplicate_of for one in backers]) if what == DUPLICATE else None,
        people=len(found),
    )


def _only(values: Sequence[str]) -> str | None:
    """Return what the first who said anything said."""
    return next((value for value in values if value), None)
