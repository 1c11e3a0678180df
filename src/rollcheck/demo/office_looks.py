"""What people of the demonstration's office find on the lines: as one errs, and as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DUPLICATE = "duplicate"
NOT_REGISTERED = "not_registered"


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody finds on a line: ``reason`` is empty where it is accepted for ``voter``."""

    reason: str
    voter: str

    @property
    def valid(self) -> bool:
        """Whether the line is accepted."""
        return not self.reason


def looks_at(
    rows: Iterable[Mapping[str, str]], determinations: Iterable[Mapping[str, str]]
) -> dict[str, tuple[Look, Look]]:
    """Return by ``section:ordinal``, for lines in their order, two looks at each of them.

    The first is what somebody found, with people's errors; the second is the truth. Lines that
    came twice are accepted twice: that they are one voter's, the office finds by itself.
    """
    said: dict[str, Mapping[str, str]] = {}
    for one in determinations:
        said.setdefault(one["line_id"], one)
    ordinals: dict[str, int] = {}
    found = {}
    for row in rows:
        section = str(int(row["section"]))
        ordinals[section] = ordinals.get(section, 0) + 1
        truth = _look(row["reason"], row["voter_id"])
        given = said.get(row["line_id"])
        first = truth if given is None else _look(given["reason"], given["voter_id"])
        found[f"{section}:{ordinals[section]}"] = first, truth
    return found


def _look(reason: str, voter: str) -> Look:
    if reason == DUPLICATE:
        return Look("", voter)
    return Look(reason, "" if reason == NOT_REGISTERED else voter)
