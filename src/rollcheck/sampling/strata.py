"""Strata: one petition's lines in several universes, one for each county or other part.

Every stratum is a universe of its own with its own root, and the ticket's formula takes that
root. So nothing about a stratified draw is new: each stratum is drawn and checked by itself, one
stratum's sample can be extended without touching another's, and the same seed gives draws that
are independent of each other. One more root over the strata makes a single text to publish.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rollcheck.merkle import leaf_hash, root
from rollcheck.problems import Problem, RollcheckError, raise_if_any
from rollcheck.sampling.draw import Drawn, draw, skipped
from rollcheck.sampling.universe import (
    LineIdentity,
    Part,
    Universe,
    commit_universe,
    root_of,
)


@dataclass(frozen=True, slots=True)
class Stratum:
    """A named part of the petition and its universe; the name is empty where there is one."""

    name: str
    universe: Universe


def commit_strata(
    lines: Iterable[tuple[str, LineIdentity]], salts: Iterable[bytes]
) -> tuple[Stratum, ...]:
    """Commit to lines, each with the name of its stratum; the strata come back in name order.

    ``salts`` yields 16 random bytes for each line and must stay secret. Raises ``ValueError`` as
    ``commit_universe`` does.
    """
    named: dict[str, list[LineIdentity]] = {}
    for name, identity in lines:
        named.setdefault(name, []).append(identity)
    shared = iter(salts)
    return tuple(Stratum(name, commit_universe(named[name], shared)) for name in sorted(named))


def strata_root(strata: Sequence[Stratum]) -> bytes:
    """Return the RFC 6962 root over the strata in name order.

    A leaf is the hash of the name, as a uint32 length and UTF-8, followed by the stratum's root.
    """
    return root_of_parts(_parts(strata))


def _parts(strata: Sequence[Stratum]) -> tuple[Part, ...]:
    ordered = sorted(strata, key=lambda one: one.name)
    return tuple(Part(one.name, len(one.universe.lines), one.universe.root) for one in ordered)


def root_of_parts(parts: Sequence[Part]) -> bytes:
    """Return the same of the parts of a joined universe, which are in name order."""
    named = [(part.name.encode(), part.root) for part in parts]
    return root([leaf_hash(len(name).to_bytes(4) + name + own) for name, own in named])


def joined(strata: Sequence[Stratum]) -> Universe:
    """Return the universes of strata as one, in name order, with a root over all their leaves.

    One without a name is returned as it is.
    """
    if [one.name for one in strata] == [""]:
        return strata[0].universe
    ordered = sorted(strata, key=lambda one: one.name)
    lines = tuple(line for one in ordered for line in one.universe.lines)
    return Universe(lines, root_of(lines), _parts(strata))


def skipped_in(universe: Universe, seed: str, drawn: Container[str]) -> tuple[int, ...]:
    """Return what ``skipped`` does, of each part of a joined universe by the part's own root."""
    if not universe.parts:
        return skipped(universe, seed, drawn)
    found: list[int] = []
    start = 0
    for part in universe.parts:
        own = Universe(universe.lines[start : start + part.lines], part.root)
        found += [start + index for index in skipped(own, seed, drawn)]
        start += part.lines
    return tuple(found)


def draw_strata(
    strata: Sequence[Stratum],
    seed: str,
    sizes: Mapping[str, int],
    *,
    without: Container[str] = frozenset(),
) -> tuple[tuple[Stratum, tuple[Drawn, ...]], ...]:
    """Draw ``sizes[name]`` lines from each stratum with one seed.

    A stratum with the size 0 is left out; ``without`` is as in ``draw``. Raises
    ``RollcheckError`` with everything wrong in any of them: a stratum without a size, a size
    without a stratum, and what ``draw`` raises.
    """
    names = {stratum.name for stratum in strata}
    problems = [
        _problem(name, "this stratum has no size; give it one, or 0")
        for name in sorted(names - set(sizes))
    ]
    problems += [
        _problem(name, "the universe has no stratum of this name; check it")
        for name in sorted(set(sizes) - names)
    ]
    drawn = []
    for stratum in strata:
        size = sizes.get(stratum.name, 0)
        if size == 0 and stratum.name:
            continue
        try:
            drawn.append((stratum, draw(stratum.universe, seed, size, without=without)))
        except RollcheckError as error:
            problems += [_of_stratum(stratum.name, problem) for problem in error.problems]
    raise_if_any(list(dict.fromkeys(problems)))
    return tuple(drawn)


def _of_stratum(name: str, problem: Problem) -> Problem:
    """Say which stratum a size does not fit; the seed is the same for all."""
    if not name or problem.column != "size":
        return problem
    message = f"stratum {name}: {problem.message}"
    return Problem(problem.file, problem.row, problem.column, problem.code, message)


def _problem(name: str, message: str) -> Problem:
    return Problem("", None, "size", "strata", f"{name}: {message}")
