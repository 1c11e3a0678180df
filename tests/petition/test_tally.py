"""Every line is counted once, and the tally says so when it is not."""

from hypothesis import given
from hypothesis import strategies as st

from rollcheck.petition.settle import State
from rollcheck.petition.tally import tally

REASONS = ("not_registered", "duplicate")
STATES = (
    State("valid"),
    State("invalid", reason="duplicate"),
    State("invalid", reason="not_registered"),
    State("waiting", waits_for="disagreement"),
)


@given(st.lists(st.sampled_from(STATES)), st.integers(0, 50))
def test_raw_is_the_sum(states: list[State], not_keyed: int) -> None:
    raw = len(states) + not_keyed
    count = tally(states, raw=raw, reasons=REASONS, further={"not_keyed": not_keyed})
    assert count.reconciles
    assert raw == count.valid + count.invalid + count.waits
    assert count.lowest_valid == states.count(STATES[0])
    assert count.highest_valid - count.lowest_valid == states.count(STATES[3]) + not_keyed


def test_a_line_lost_is_seen() -> None:
    count = tally(STATES, raw=5, reasons=REASONS, further={})
    assert not count.reconciles
    assert "is not" in count.sentence({code: code for code in REASONS})


def test_the_sentence() -> None:
    count = tally(STATES, raw=1004, reasons=REASONS, further={"not_keyed": 1000})
    labels = {"not_registered": "Not Registered", "duplicate": "Duplicate"}
    assert count.sentence(labels) == (
        "1,004 raw = 1 valid + 1 Not Registered + 1 Duplicate + 1,001 waiting"
    )


def test_a_reason_out_of_the_place_breaks_the_sum() -> None:
    count = tally([State("invalid", reason="moon")], raw=1, reasons=REASONS, further={})
    assert not count.reconciles
