"""Which copy counts, and which pairs a sample subtracts."""

import pytest

from rollcheck.petition.duplicates import in_sample, none_counts, of_uncounted, one_per_voter
from rollcheck.petition.settle import State


def valid(voter: str) -> State:
    return State("valid", voter_id=voter, people=1)


def copy_of(line_id: str) -> State:
    return State("invalid", reason="duplicate", duplicate_of=line_id, people=1)


def test_the_first_counts_and_the_others_wait() -> None:
    states = {"a": valid("V"), "b": valid("W"), "c": valid("V")}
    settled = one_per_voter(states, ["a", "b", "c"], "first")
    assert settled["a"].status == "valid"
    assert (settled["c"].status, settled["c"].waits_for) == ("waiting", "same_voter")
    assert one_per_voter(states, ["c", "b", "a"], "first")["a"].waits_for == "same_voter"


def test_where_none_counts_all_wait() -> None:
    settled = one_per_voter({"a": valid("V"), "c": valid("V")}, ["a", "c"], "none")
    assert {state.status for state in settled.values()} == {"waiting"}


def test_a_voter_whose_every_copy_is_rejected_is_reported() -> None:
    gone = State("invalid", reason="date_missing")
    assert of_uncounted({"a": gone, "b": copy_of("a")}) == ["b"]
    assert of_uncounted({"a": valid("V"), "b": copy_of("a"), "c": copy_of("b")}) == []
    assert of_uncounted({"a": copy_of("b"), "b": copy_of("a")}) == ["a", "b"]
    waiting = State("waiting", waits_for="disagreement")
    assert of_uncounted({"a": waiting, "b": copy_of("a")}) == []
    # Nothing is known against a line outside a sample; one that left the count counts for nobody.
    assert of_uncounted({"b": copy_of("a")}) == []
    assert of_uncounted({"b": copy_of("a")}, {"a"}) == ["b"]


@pytest.mark.parametrize(
    ("states", "inside", "outside", "counted"),
    [
        ({"a": valid("V"), "b": copy_of("a")}, 1, 0, {"a"}),
        ({"b": copy_of("a")}, 0, 1, {"b"}),
        ({"b": copy_of("a"), "c": copy_of("a")}, 1, 1, {"b"}),
        ({"b": copy_of("a"), "c": copy_of("b")}, 1, 1, {"b"}),
        ({"a": valid("V"), "b": copy_of("a"), "c": copy_of("b")}, 2, 0, {"a"}),
        ({"a": State("waiting", waits_for="disagreement"), "b": copy_of("a")}, 1, 0, set()),
    ],
)
def test_only_pairs_inside_the_sample_are_subtracted(
    states: dict[str, State], inside: int, outside: int, counted: set[str]
) -> None:
    found = in_sample(states, sorted(states))
    assert (found.inside, found.outside) == (inside, outside)
    assert {line for line, state in found.states.items() if state.status == "valid"} == counted


def test_copies_of_one_outside_line_and_an_accepted_one_are_a_pair_inside() -> None:
    """People named the same voter for both, though neither line names the other."""
    outside = State("invalid", reason="duplicate", duplicate_of="x", voter_id="V")
    found = in_sample({"a": outside, "b": valid("V")}, ["a", "b"])
    assert (found.inside, found.outside) == (1, 0)
    assert found.states["a"].status == "invalid"


@pytest.mark.parametrize(
    "states",
    [
        {"a": State("invalid", reason="not_registered"), "b": copy_of("a")},
        {"a": copy_of("b"), "b": copy_of("a")},
    ],
)
def test_nothing_is_subtracted_where_no_copy_counts(states: dict[str, State]) -> None:
    found = in_sample(states, sorted(states))
    assert (found.inside, found.outside) == (0, 0)
    assert found.uncounted == tuple(
        line for line in sorted(states) if states[line].reason == "duplicate"
    )


def test_a_line_named_like_a_voter_is_no_voter() -> None:
    states = {"V": valid("W"), "b": copy_of("x"), "c": State("valid", voter_id="V")}
    found = in_sample(states, ["V", "b", "c"])
    assert (found.inside, found.outside) == (0, 1)


def test_voters_with_three_lines_are_told_apart() -> None:
    states = {"a": valid("V"), "b": copy_of("a"), "c": copy_of("b"), "d": copy_of("x")}
    found = in_sample(states, sorted(states))
    assert (found.inside, found.outside, dict(found.copies)) == (2, 1, {3: 1})


def test_where_no_copy_counts_the_line_repeated_falls_too() -> None:
    states = {
        "a": valid("V"),
        "b": copy_of("a"),
        "c": State("waiting", waits_for="disagreement"),
        "d": copy_of("c"),
        "e": valid("W"),
        "f": State("invalid", reason="duplicate", voter_id="W", duplicate_of="x"),
    }
    settled = none_counts(states)
    fallen = {line for line, state in settled.items() if state.by_rule == "duplicates.counts"}
    assert fallen == {"a", "e"}
    assert settled["c"].status == "waiting"
