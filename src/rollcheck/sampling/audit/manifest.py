"""The manifest audit: by how many lines at most the committed raw count is too low.

It comes before the audit of lines. Sections are drawn at random and counted independently. Lines
that the record has but the paper has not are found by the audit of lines itself, where they are
not found; lines that the paper has but the record has not can only be found here. They can only
be where the record leaves spaces on the form: a section is drawn with a probability in proportion
to its spaces left, and one without any is not drawn.
"""

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rollcheck.merkle import leaf_hash, root
from rollcheck.sampling.audit.frame import packed
from rollcheck.sampling.audit.rule import BettingRule
from rollcheck.sampling.audit.supermartingale import Part, Reviewed, money, risk
from rollcheck.sampling.draw import ticket


@dataclass(frozen=True, slots=True)
class Manifest:
    """The committed number of lines of each section, in the order of the sections' names.

    ``spaces`` is the most lines that a section has room for.
    """

    sections: Mapping[str, int]
    spaces: int

    @property
    def root(self) -> bytes:
        """The root over the leaf hashes of each section's name and number of lines."""
        return root([leaf_hash(packed([name, str(n)])) for name, n in self.sections.items()])

    @property
    def room(self) -> Mapping[str, int]:
        """The spaces left in each section that has any."""
        left = {name: self.spaces - lines for name, lines in self.sections.items()}
        return {name: spaces for name, spaces in left.items() if spaces > 0}

    def order(self, seed: str, size: int) -> list[str]:
        """Return the first ``size`` sections with room, in the order of their tickets.

        The section at leaf i of n has the tickets of the indices i, i + n, i + 2n and so on, as
        many as it has spaces left; its smallest counts.
        """
        committed, room = self.root, self.room
        n = len(self.sections)
        tickets = (
            (min(ticket(committed, seed, i + copy * n) for copy in range(room[name])), name)
            for i, name in enumerate(self.sections)
            if name in room
        )
        return [name for _, name in heapq.nsmallest(size, tickets)]


@dataclass(frozen=True, slots=True)
class SectionCount:
    """One person's count of the lines of a section; ``None``: the section was not found."""

    section: str
    counter: str
    lines: int | None


@dataclass(frozen=True, slots=True)
class ManifestAudit:
    """What the counts show.

    ``missing`` and ``surplus`` are lines found beyond the record and short of it in the counted
    sections; ``missing_at_most`` bounds the lines missing from the whole record, wrong with a
    probability of at most the manifest's share of the risk.
    """

    sections: int
    counted: int
    missing: int
    surplus: int
    not_found: int
    missing_at_most: int


def audit_manifest(
    manifest: Manifest,
    counted: Mapping[str, Sequence[SectionCount]],
    share: Fraction,
    rule: BettingRule,
) -> ManifestAudit:
    """Bound the missing lines from ``counted``, whose sections stand in the order drawn.

    Where two counters differ the higher count is taken; a section not found counts as full.
    The bound is the least number of missing lines for which the test of "that many, or more"
    reaches a risk of at most ``share``, less one.
    """
    beyond = {name: _beyond(manifest, name, counts) for name, counts in counted.items()}
    short = [_short(manifest, name, counts) for name, counts in counted.items()]
    return ManifestAudit(
        sections=len(manifest.sections),
        counted=len(counted),
        missing=sum(beyond.values()),
        surplus=sum(short),
        not_found=sum(any(one.lines is None for one in counts) for counts in counted.values()),
        missing_at_most=_bound(manifest, beyond, share, rule),
    )


def _beyond(manifest: Manifest, name: str, counts: Sequence[SectionCount]) -> int:
    found = max(manifest.spaces if one.lines is None else one.lines for one in counts)
    return max(0, found - manifest.sections[name])


def _short(manifest: Manifest, name: str, counts: Sequence[SectionCount]) -> int:
    found = max(manifest.sections[name] if one.lines is None else one.lines for one in counts)
    return max(0, manifest.sections[name] - found)


def _bound(
    manifest: Manifest, beyond: Mapping[str, int], share: Fraction, rule: BettingRule
) -> int:
    """Search by halving: the risk of "so many or more are missing" falls as the number rises."""
    room = manifest.room
    sections_with = Counter(room.values())
    parts = [Part(n, spaces, spaces) for spaces, n in sorted(sections_with.items())]
    part_of = {part.weight: at for at, part in enumerate(parts)}
    reviewed = [Reviewed(part_of[room[name]], Fraction(lines)) for name, lines in beyond.items()]
    limit = Decimal(share.numerator) / Decimal(share.denominator)
    low, high = 0, sum(room.values())
    while low < high:
        middle = (low + high + 1) // 2
        margin = Fraction(middle)
        if risk(margin, parts, money(margin, parts, reviewed, rule)) <= limit:
            high = middle - 1
        else:
            low = middle
    return low
