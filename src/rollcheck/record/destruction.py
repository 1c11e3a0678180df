"""When content may be destroyed: the retention has run out, nothing holds it, two people agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rollcheck.record.entry import Entry

PEOPLE = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """How a petition's content stands.

    ``retention``, ``approvals``, ``begun`` and ``destroyed`` give entries' numbers.
    """

    until: date | None
    retention: int | None
    holds: tuple[str, ...]
    approvals: tuple[tuple[str, int], ...]
    begun: int | None
    destroyed: int | None

    @property
    def basis(self) -> tuple[int, ...]:
        """Return the entries that a certificate of destruction refers to."""
        retention = () if self.retention is None else (self.retention,)
        return (*retention, *(seq for _, seq in self.approvals))


def standing_of(entries: Iterable[Entry], petition: str) -> Standing:
    """Return how a petition's content stands, from the entries about its retention.

    Approvals given before the last change of retention or the last hold do not count: those who
    gave them did not know of it.
    """
    until, retention, begun, destroyed = None, None, None, None
    holds: dict[str, None] = {}
    approvals: dict[str, int] = {}
    for entry in entries:
        if entry.petition != petition:
            continue
        code, data = entry.type.code, entry.data
        if code == "retention_set":
            until, retention = date.fromisoformat(str(data["until"])), entry.seq
            approvals.clear()
        elif code == "hold_placed":
            holds[str(data["hold"])] = None
            approvals.clear()
        elif code == "hold_lifted":
            holds.pop(str(data["hold"]), None)
        elif code == "destruction_approved":
            approvals.setdefault(entry.actor, entry.seq)
        elif code == "destruction_begun":
            begun = entry.seq
        elif code == "content_destroyed":
            destroyed = entry.seq
    given = tuple(approvals.items())
    return Standing(until, retention, tuple(holds), given, begun, destroyed)


def refusals(standing: Standing, today: date) -> list[tuple[str, str]]:
    """Return every reason why content may not be destroyed today, as (code, message)."""
    found = []
    if standing.until is None:
        message = "nothing says how long it must be kept; record retention_set with its citation"
        found.append(("no_retention", message))
    elif today <= standing.until:
        found.append(("retained", f"it must be kept until {standing.until.isoformat()}"))
    found += [
        ("held", f"the litigation hold {hold} stands; have it lifted first")
        for hold in standing.holds
    ]
    if len(standing.approvals) < PEOPLE:
        given = len(standing.approvals)
        message = (
            f"it takes the approval of {PEOPLE} different people, given after the last change of "
            f"retention or hold; {given} gave it"
        )
        found.append(("approvals", message))
    return found
