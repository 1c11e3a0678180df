"""The draw: the lines with the smallest tickets, a function of the root and the seed alone."""

import heapq
from collections.abc import Container, Iterator, Sequence
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


def draw(
    universe: Universe, seed: str, size: int, *, without: Container[str] = frozenset()
) -> tuple[Drawn, ...]:
    """Return the ``size`` lines with the smallest tickets, in the tickets' order.

    A larger draw from the same root and seed begins with the smaller one. The line ids ``without``
    are passed over, and the next smallest tickets take their place: lines that were not found, or
    that are not in the count after all. Raises ``RollcheckError`` for an empty seed or a size
    outside 1 to the number of lines that are left.
    """
    left = sum(line.identity.line_id not in without for line in universe.lines)
    _refuse_nonsense(left, seed, size)
    tickets = _tickets(universe, seed)
    smallest = heapq.nsmallest(
        size,
        (one for one in tickets if universe.lines[one[1]].identity.line_id not in without),
    )
    return tuple(
        Drawn(rank, index, number, universe.lines[index])
        for rank, (number, index) in enumerate(smallest, start=1)
    )


def passed_over(
    universe: Universe, seed: str, drawn: Sequence[Drawn], without: Container[str]
) -> tuple[int, ...]:
    """Return the leaf indices of the lines ``without`` whose place a later ticket took, rising."""
    last = max(one.ticket for one in drawn)
    return tuple(
        index
        for number, index in _tickets(universe, seed)
        if number < last and universe.lines[index].identity.line_id in without
    )


def skipped(universe: Universe, seed: str, drawn: Container[str]) -> tuple[int, ...]:
    """Return the leaf indices below the last ticket of ``drawn`` whose line was not drawn, rising.

    ``drawn`` are the line ids of a whole draw; none is skipped unless lines were passed over.
    """
    tickets = [
        (number, index, universe.lines[index].identity.line_id in drawn)
        for number, index in _tickets(universe, seed)
    ]
    last = max((number for number, _, inside in tickets if inside), default=b"")
    return tuple(index for number, index, inside in tickets if number < last and not inside)


def _tickets(universe: Universe, seed: str) -> Iterator[tuple[bytes, int]]:
    prefix = _prefix(universe.root, seed)
    for index in range(len(universe.lines)):
        yield sha256(prefix + index.to_bytes(8)).digest(), index


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
