"""A run's findings by leaf of the universe: what everyone gets, and what opens it."""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from rollcheck.petition import Run
from rollcheck.petition.result import FULL_CHECK, Result
from rollcheck.petition.settle import State
from rollcheck.publish.disclosure import NOT_COUNTED, OUTSIDE, WAITING, merged_in, published
from rollcheck.record import finding_leaf
from rollcheck.record.sealing import SALT_BYTES
from rollcheck.sampling import Universe, root_of_parts, skipped_in

FORMAT = "rollcheck-leaves/1"
KEY = b"rollcheck findings v1\n"
FULL = "code"

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one leaf of the second list commits to; ``texts`` in the order of record's FINDING."""

    texts: tuple[str, ...]
    salt: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Leaves:
    """Every leaf of the universe, in the committed order; ``findings_of`` yields their findings.

    ``columns`` are the public codes: ``code`` of the check of every line, ``sample_1`` and so on
    of each sample. ``merged`` are the reasons that every column shows as one. ``without_leaf``
    lines were counted and are not in the universe.
    """

    universe: Universe
    columns: Mapping[str, Sequence[str]]
    merged: frozenset[str]
    smallest_cell: int
    draws: tuple[Json, ...]
    seed: str
    without_leaf: int


def leaves_of(run: Run) -> Leaves | None:
    """Return the leaves of a run, ``None`` where no universe was committed."""
    if run.universe is None:
        return None
    result, universe = run.result, run.universe
    ids = [line.identity.line_id for line in universe.lines]
    columns: dict[str, list[str]] = {}
    merged = merged_in(result)
    for name, states in _stages(result):
        outside = run.not_counted if name == FULL else {}
        codes = (_code(line_id, states, outside) for line_id in ids)
        columns[name] = published(codes, merged)
    return Leaves(
        universe=universe,
        columns=columns,
        merged=merged,
        smallest_cell=result.rules.disclosure.smallest_cell,
        draws=tuple(_draws(result, universe)),
        seed=result.draw.seed if result.draw else "",
        without_leaf=len(result.full.states.keys() - set(ids)),
    )


def _stages(result: Result) -> Iterator[tuple[str, Mapping[str, State]]]:
    """Yield the columns: the check of every line where there was one, then each sample."""
    if result.stage == FULL_CHECK:
        yield FULL, result.full.states
    for one in result.samples:
        yield f"sample_{one.number}", one.taken


def _code(line_id: str, states: Mapping[str, State], not_counted: Mapping[str, State]) -> str:
    state = states.get(line_id)
    if state is None:
        return NOT_COUNTED if line_id in not_counted else OUTSIDE
    if state.status == "invalid":
        return str(state.reason)
    # Why a line waits can be personal ("confidential"), and is nobody's finding yet.
    return WAITING if state.status == "waiting" else state.status


def _draws(result: Result, universe: Universe) -> Iterator[Json]:
    """Yield each sample's size, and the leaves whose place a later ticket took."""
    for one in result.samples:
        passed = skipped_in(universe, result.draw.seed, one.states) if result.draw else ()
        yield {"stage": one.number, "size": one.size, "passed_over": list(passed)}


def findings_of(run: Run, universe: Universe) -> Iterator[Finding]:
    """Commit to what was found on each line of the universe, in its order, as the run decides.

    Each salt is drawn from all the universe's secret salts together and from what it hides: so
    the same inputs give the same commitments, one opening tells nothing of another, and two
    runs share a commitment only where the finding is the same.
    """
    secret = sha256(KEY + b"".join(line.salt for line in universe.lines)).digest()
    states = {**run.not_counted, **_deciding(run.result)}
    for index, line in enumerate(universe.lines):
        line_id = line.identity.line_id
        images = run.images.get(line_id, ())
        texts = _texts(states.get(line_id), run.people.get(line_id, ()), images)
        hidden = line.leaf + index.to_bytes(8) + "\x00".join(texts).encode()
        salt = hmac.digest(secret, hidden, "sha256")[:SALT_BYTES]
        yield Finding(texts, salt, finding_leaf(texts, salt))


def _deciding(result: Result) -> Mapping[str, State]:
    if result.stage == FULL_CHECK:
        return result.full.states
    return result.samples[-1].states if result.samples else {}


def _texts(state: State | None, people: Sequence[str], images: Sequence[str]) -> tuple[str, ...]:
    """Return finding, reason, voter, image and people; a keyed line has no image."""
    if state is None:
        return ("not_checked", "", "", "", "")
    why = state.reason or state.waits_for or ""
    return (state.status, why, state.voter_id or "", " ".join(images), " ".join(people))


def public_head(leaves: Leaves, findings_root: bytes) -> Json:
    """Return what goes with the table: roots, sizes, the draw, and what was merged."""
    lines = leaves.universe.lines
    return {
        "format": FORMAT,
        "lines": len(lines),
        "universe_root": leaves.universe.root.hex(),
        **_strata(leaves.universe),
        "findings_root": findings_root.hex(),
        "without_leaf": leaves.without_leaf,
        "seed": leaves.seed,
        "draws": list(leaves.draws),
        "columns": list(leaves.columns),
        "merged": sorted(leaves.merged),
        "smallest_cell": leaves.smallest_cell,
    }


def _strata(universe: Universe) -> Json:
    """Return the strata in the leaves' order, each with its root as it was committed."""
    if not universe.parts:
        return {}
    parts = [
        {"name": one.name, "lines": one.lines, "root": one.root.hex()} for one in universe.parts
    ]
    return {"strata": parts, "strata_root": root_of_parts(universe.parts).hex()}
