"""What was found on each circulator's lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from rollcheck.petition.agreement import Share, share, stands_out
from rollcheck.petition.determinations import DUPLICATE
from rollcheck.petition.tally import Tally


@dataclass(frozen=True, slots=True)
class Circulator:
    """A circulator's lines: all, and of the settled ones the valid and the duplicate ones."""

    name: str
    lines: int
    valid: Share
    duplicates: int
    others: Share

    @property
    def stands_out(self) -> bool:
        """Whether the intervals of the share of valid lines, here and elsewhere, do not meet."""
        return stands_out(self.valid, self.others)


def circulators(tallies: Mapping[str, Tally]) -> list[Circulator]:
    """Return circulators by name; lines of those not named at receipt are under no name."""
    valid = sum(count.valid for count in tallies.values())
    settled = sum(_settled(count) for count in tallies.values())
    return [
        Circulator(
            name,
            count.raw,
            share(count.valid, _settled(count)),
            count.reasons.get(DUPLICATE, 0),
            share(valid - count.valid, settled - _settled(count)),
        )
        for name, count in sorted(tallies.items())
    ]


def _settled(count: Tally) -> int:
    return count.valid + count.invalid
