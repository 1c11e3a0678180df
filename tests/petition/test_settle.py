"""How many people a finding takes, and what happens when they disagree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.petition.determinations import Determination
from rollcheck.petition.settle import WAITING, State, settle

PEOPLE = {"not_registered": 1, "signature_mismatch": 2, "duplicate": 1}


def valid(person: str, voter: str = "V1") -> Determination:
    return Determination(person, True, "", voter, "", None)


def invalid(person: str, reason: str, duplicate_of: str = "") -> Determination:
    return Determination(person, False, reason, "", duplicate_of, None)


def test_nobody() -> None:
    assert settle([], PEOPLE) == State("waiting", waits_for="no_determination")


def test_accepting_takes_one() -> None:
    assert settle([valid("a")], PEOPLE) == State("valid", voter_id="V1", people=1)


def test_rejecting_takes_what_the_place_says() -> None:
    assert settle([invalid("a", "not_registered")], PEOPLE).status == "invalid"
    one = settle([invalid("a", "signature_mismatch")], PEOPLE)
    assert (one.status, one.waits_for) == ("waiting", "more_people")
    two = settle([invalid("a", "signature_mismatch"), invalid("b", "signature_mismatch")], PEOPLE)
    assert (two.status, two.reason, two.people) == ("invalid", "signature_mismatch", 2)


def test_a_split_waits_and_a_third_settles_it() -> None:
    split = [valid("a"), invalid("b", "signature_mismatch")]
    assert settle(split, PEOPLE).waits_for == "disagreement"
    assert settle([*split, valid("c")], PEOPLE).status == "valid"
    assert settle([*split, invalid("c", "signature_mismatch")], PEOPLE).status == "invalid"
    assert settle([*split, invalid("c", "not_registered")], PEOPLE).waits_for == "disagreement"


def test_two_voters_for_one_line_is_a_disagreement() -> None:
    assert settle([valid("a", "V1"), valid("b", "V2")], PEOPLE).waits_for == "disagreement"


def test_two_reasons_are_a_disagreement() -> None:
    found = [invalid("a", "not_registered"), invalid("b", "duplicate", "L1")]
    assert settle(found, PEOPLE).waits_for == "disagreement"


def test_a_duplicate_names_its_original() -> None:
    assert settle([invalid("a", "duplicate", "L1")], PEOPLE).duplicate_of == "L1"


finding = st.one_of(
    st.builds(valid, st.just(""), st.sampled_from(["V1", "V2"])),
    st.builds(invalid, st.just(""), st.sampled_from(list(PEOPLE))),
)


@given(st.lists(finding, max_size=7), st.randoms())
def test_the_order_of_people_does_not_matter(found: list[Determination], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert settle(found, PEOPLE) == settle(shuffled, PEOPLE)


@given(st.lists(finding, max_size=7))
def test_never_rejected_by_fewer_people_than_it_takes(found: list[Determination]) -> None:
    state = settle(found, PEOPLE)
    if state.status == "invalid":
        backers = [one for one in found if one.reason == state.reason]
        assert len(backers) >= PEOPLE[str(state.reason)]
        assert 2 * len(backers) > len(found)
    elif state.status == "waiting":
        assert state.waits_for in WAITING


@pytest.mark.parametrize("code", WAITING)
def test_every_wait_has_a_label(code: str) -> None:
    assert WAITING[code]
