"""Which copy of a voter's signature counts, and which pairs a sample may subtract."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
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


THRICE = 3
NONE_COUNTS = "duplicates.counts"


def none_counts(states: Mapping[str, State]) -> dict[str, State]:
    """Let no copy count: the line that a standing duplicate repeats falls with it.

    For places where a voter who signs twice is not counted at all. A line that still waits is
    left to people.
    """
    settled = dict(states)
    lines_of: dict[str, list[str]] = {}
    for line_id, state in states.items():
        if state.status == "valid" and state.voter_id:
            lines_of.setdefault(state.voter_id, []).append(line_id)
    for line_id, state in states.items():
        if state.reason != DUPLICATE:
            continue
        named = [state.duplicate_of] if state.duplicate_of in states else []
        for other in (*named, *lines_of.get(state.voter_id or "", ())):
            if other and settled[other].status == "valid":
                settled[other] = replace(
                    states[other],
                    status="invalid",
                    reason=DUPLICATE,
                    duplicate_of=line_id,
                    by_rule=NONE_COUNTS,
                )
    return settled


def counted_once(
    states: Mapping[str, State], order: Sequence[str], counts: str
) -> dict[str, State]:
    """Apply the rule ``counts`` of which copy of a voter's signatures counts: one, or none."""
    settled = one_per_voter(states, order, counts)
    return none_counts(settled) if counts == "none" else settled


def of_uncounted(states: Mapping[str, State], gone: Collection[str] = ()) -> list[str]:
    """Return the lines rejected as a duplicate of a line that is not itself counted.

    A voter whose every copy was rejected is one whom people should look at again. ``gone`` are
    lines that left the count: they have no state.
    """
    return [
        line_id
        for line_id, state in states.items()
        if state.reason == DUPLICATE and not _reaches_counted(line_id, states, gone)
    ]


def _reaches_counted(line_id: str, states: Mapping[str, State], gone: Collection[str]) -> bool:
    """Follow duplicate_of until a valid or waiting line; a chain or circle may have many."""
    seen = set()
    while line_id not in seen:
        seen.add(line_id)
        state = states.get(line_id)
        if state is None and line_id in gone:
            return False
        if state is None or state.status != "invalid" or state.by_rule == NONE_COUNTS:
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
    projection of the pairs inside already stands for them. ``uncounted`` are lines rejected as
    copies of a line of the sample that does not count either: nothing is subtracted for them.
    ``copies[k]`` voters have k lines in the sample that are copies of each other, k from 3.
    """

    states: Mapping[str, State]
    inside: int
    outside: int
    uncounted: tuple[str, ...]
    copies: Mapping[int, int]


def in_sample(states: Mapping[str, State], order: Sequence[str]) -> SampleDuplicates:
    """Take only the pairs with both copies in the sample.

    ``order`` holds the sampled line ids in the order of filing. Lines are copies of each other
    where one names the other, both name a third, or people named the same voter for both.
    """
    settled = dict(states)
    inside = outside = 0
    uncounted: list[str] = []
    lines_of_a_voter: Counter[int] = Counter()
    for members in _copies(states, order):
        repeats = [line for line in members if _is_repeat(states.get(line))]
        others = [states[line] for line in members if line in states and line not in repeats]
        if any(one.status != "invalid" or one.by_rule == NONE_COUNTS for one in others):
            inside += len(repeats)
            lines_of_a_voter[len(repeats) + 1] += 1
        elif any(line not in states for line in members):
            first = repeats[0]
            settled[first] = replace(states[first], status="valid", reason=None, duplicate_of=None)
            outside += 1
            inside += len(repeats) - 1
            lines_of_a_voter[len(repeats)] += 1
        else:
            uncounted += repeats
    often = {lines: voters for lines, voters in lines_of_a_voter.items() if lines >= THRICE}
    return SampleDuplicates(settled, inside, outside, tuple(uncounted), often)


def _is_repeat(state: State | None) -> bool:
    """Whether people found the line a duplicate; one that fell by rule is the copy repeated."""
    return state is not None and state.reason == DUPLICATE and state.by_rule != NONE_COUNTS


def _copies(states: Mapping[str, State], order: Sequence[str]) -> list[list[str]]:
    """Group the lines that hold a duplicate with what they repeat, in the order of filing.

    A group may name lines outside the sample; they come last.
    """
    leader: dict[tuple[str, str], tuple[str, str]] = {}

    def find(name: tuple[str, str]) -> tuple[str, str]:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for line_id in order:
        state = states[line_id]
        if state.reason == DUPLICATE and state.duplicate_of:
            leader[find(("line", line_id))] = find(("line", state.duplicate_of))
        if state.voter_id and (state.reason == DUPLICATE or state.status == "valid"):
            leader[find(("line", line_id))] = find(("voter", state.voter_id))
    groups: dict[tuple[str, str], list[str]] = {}
    inside = set(order)
    outside = [name for kind, name in leader if kind == "line" and name not in inside]
    for line_id in (*order, *outside):
        if ("line", line_id) in leader:
            groups.setdefault(find(("line", line_id)), []).append(line_id)
    repeats = {line_id for line_id in order if _is_repeat(states[line_id])}
    return [members for members in groups.values() if repeats.intersection(members)]
