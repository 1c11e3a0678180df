"""Which copy of a voter's signature counts, and which pairs a sample may subtract."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rollcheck.petition.determinations import DUPLICATE
from rollcheck.petition.settle import State


def one_per_voter(
    states: Mapping[str, State], order: Sequence[str], counts: str
) -> dict[str, State]:
    """Let further lines accepted for the same voter wait for people.

    ``order`` holds the line ids in the order of filing. Where the rule ``counts`` the "first",
    that one stays valid; where it counts "none", all of them wait.
    """
    of_voter: dict[str, list[str]] = {}
    for line_id in order:
        state = states[line_id]
        if state.status == "valid" and state.voter_id:
            of_voter.setdefault(state.voter_id, []).append(line_id)
    settled = dict(states)
    for line_ids in of_voter.values():
        if len(line_ids) > 1:
            for line_id in line_ids[1 if counts == "first" else 0 :]:
                settled[line_id] = replace(
                    states[line_id], status="waiting", waits_for="same_voter"
                )
    return settled


def of_uncounted(states: Mapping[str, State]) -> list[str]:
    """Return the lines rejected as a duplicate of a line that is not itself counted.

    A voter whose every copy was rejected is one whom people should look at again.
    """
    return [
        line_id
        for line_id, state in states.items()
        if state.reason == DUPLICATE and not _reaches_counted(line_id, states)
    ]


def _reaches_counted(line_id: str, states: Mapping[str, State]) -> bool:
    """Follow duplicate_of until a valid or waiting line; a chain or circle may have many."""
    seen = set()
    while line_id not in seen:
        seen.add(line_id)
        state = states.get(line_id)
        if state is None or state.status != "invalid":
            # Not among these lines (outside a sample): nothing is known against it.
            return True
        if state.reason != DUPLICATE or state.duplicate_of is None:
            return False
        line_id = state.duplicate_of
    return False


@dataclass(frozen=True, slots=True)
class SampleDuplicates:
    """Duplicates at the sample stage.

    ``states`` are the sampled lines' states as the projection takes them. ``inside`` counts
    extra copies whose other copy is in the sample too: these the rule subtracts. ``outside``
    counts lines whose other copy is not in the sample: they count as valid here, since the
    projection of the pairs inside already stands for them.
    """

    states: Mapping[str, State]
    inside: int
    outside: int


def in_sample(states: Mapping[str, State], order: Sequence[str]) -> SampleDuplicates:
    """Take only the pairs with both copies in the sample.

    ``order`` holds the sampled line ids in the order of filing. Copies of one voter that all
    point to a line outside the sample are copies of each other: the first of them counts.
    """
    settled = dict(states)
    inside = outside = 0
    stands_for: set[str] = set()
    for line_id in order:
        state = states[line_id]
        if state.reason != DUPLICATE:
            continue
        original = _origin(line_id, states)
        if original in states or original in stands_for:
            inside += 1
        else:
            outside += 1
            stands_for.add(original)
            settled[line_id] = replace(state, status="valid", reason=None, duplicate_of=None)
    return SampleDuplicates(settled, inside, outside)


def _origin(line_id: str, states: Mapping[str, State]) -> str:
    """Follow duplicate_of to the line that is no duplicate, or is not in the sample."""
    seen = {line_id}
    while True:
        state = states.get(line_id)
        if state is None or state.reason != DUPLICATE or not state.duplicate_of:
            return line_id
        if state.duplicate_of in seen:
            # A circle of copies: the one that comes first by name stands for all of them.
            return min(seen)
        line_id = state.duplicate_of
        seen.add(line_id)
