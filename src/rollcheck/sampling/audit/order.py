"""The order in which lines are reviewed: a function of the roots, the seed and the weights."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rollcheck.sampling.audit.frame import INVALID, VALID, Finding, Frame, Stratum
from rollcheck.sampling.audit.question import ACCEPTANCES, BOTH, REJECTIONS
from rollcheck.sampling.draw import ticket

STATUSES = {REJECTIONS: (INVALID,), ACCEPTANCES: (VALID,), BOTH: (INVALID, VALID)}


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the order, from 1: which stratum and leaf, its ticket, and its finding."""

    rank: int
    stratum: str
    index: int
    ticket: bytes
    finding: Finding


def audited(frame: Frame, of: str) -> tuple[Stratum, ...]:
    """Return the strata that an audit of rejections, acceptances or both draws from."""
    return tuple(one for one in frame.strata if one.status in STATUSES[of])


def order(
    frame: Frame, of: str, seed: str, weights: Mapping[str, int], size: int
) -> tuple[Place, ...]:
    """Return the first ``size`` lines in the order of their tickets, across strata.

    The line at leaf ``i`` of a stratum of ``n`` lines has as many tickets as the stratum's
    weight (1 where ``weights`` names none): those of the stratum's root, the seed and the
    indices i, i + n, i + 2n and so on; its smallest counts. The smallest of w independent
    tickets comes first with a probability in proportion to w, so that the order is one of
    successive sampling without replacement. A larger size begins with the smaller one.
    """
    drawn = heapq.nsmallest(size, _tickets(audited(frame, of), seed, weights))
    return tuple(
        Place(rank, stratum.name, index, number, stratum.lines[index].finding)
        for rank, (number, index, stratum) in enumerate(
            ((number, index, audited(frame, of)[which]) for number, which, index in drawn), start=1
        )
    )


def _tickets(
    strata: tuple[Stratum, ...], seed: str, weights: Mapping[str, int]
) -> Iterator[tuple[bytes, int, int]]:
    for which, stratum in enumerate(strata):
        n, copies = len(stratum.lines), range(weights.get(stratum.name, 1))
        for index in range(n):
            yield (
                min(ticket(stratum.root, seed, index + copy * n) for copy in copies),
                which,
                index,
            )
