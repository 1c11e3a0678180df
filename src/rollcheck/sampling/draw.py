"""The draw: the lines with the smallest tickets, a function of the root and the seed alone."""

import heapq
from dataclasses import dataclass
from hashlib import sha256

from rollcheck.problems import Problem, RollcheckError
from rollcheck.sampling.universe import Universe, UniverseLine


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn line: its place in the draw from 1, its leaf index from 0, its ticket."""

    rank: int
    index: int
    ticket: bytes
    line: UniverseLine


def ticket(root: bytes, seed: str, index: int) -> bytes:
    """Return ``SHA-256(root || uint32 length of seed || seed in UTF-8 || uint64 index)``.

    Integers are big-endian; ``index`` counts leaves from 0.
    """
    return sha256(_prefix(root, seed) + index.to_bytes(8)).digest()


def draw(universe: Universe, seed: str, size: int) -> tuple[Drawn, ...]:
    """Return the ``size`` lines with the smallest tickets, in the tickets' order.

    A larger draw from the same root and seed begins with the smaller one. Raises
    ``RollcheckError`` for an empty seed or a size outside 1 to the number of lines.
    """
    _refuse_nonsense(len(universe.lines), seed, size)
    prefix = _prefix(universe.root, seed)
    tickets = (
        (sha256(prefix + index.to_bytes(8)).digest(), index) for index in range(len(universe.lines))
    )
    smallest = heapq.nsmallest(size, tickets)
    return tuple(
        Drawn(rank, index, number, universe.lines[index])
        for rank, (number, index) in enumerate(smallest, start=1)
    )


def _prefix(root: bytes, seed: str) -> bytes:
    encoded = seed.encode()
    return root + len(encoded).to_bytes(4) + encoded


def _refuse_nonsense(lines: int, seed: str, size: int) -> None:
    problems = []
    if not seed:
        message = "the seed is empty; name the public text it was drawn from"
        problems.append(Problem("", None, "seed", "empty", message))
    if not 1 <= size <= lines:
        message = (
            f"a sample of {size:,} cannot be drawn from {lines:,} lines; choose 1 to {lines:,}"
        )
        problems.append(Problem("", None, "size", "out_of_range", message))
    if problems:
        raise RollcheckError(problems)
