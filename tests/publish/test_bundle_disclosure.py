"""Rare codes are merged so that no row stands out, and nothing is lost from the sum."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from rollcheck.publish.disclosure import (
    MERGED,
    NEVER_MERGED,
    NO_REASON,
    SMALLEST_CELL,
    merged_reasons,
    published,
)

REASONS = ["not_registered", "canceled", "illegible", "other", "duplicate", "withdrawn"]
COUNTS = st.dictionaries(st.sampled_from(REASONS), st.integers(1, 40))


def test_a_rare_reason_is_merged_with_the_next() -> None:
    counts = {"not_registered": 185, "canceled": 15, "illegible": 4, "duplicate": 2}
    assert merged_reasons(counts) == {"illegible", "canceled"}


def test_what_a_rule_asks_for_is_merged_whatever_its_number() -> None:
    counts = {"not_registered": 185, "canceled": 150, "different_address": 30}
    assert merged_reasons(counts) == frozenset()
    assert merged_reasons(counts, also={"canceled"}) == {"canceled", "different_address"}


@given(COUNTS)
def test_no_reason_stands_alone_below_the_smallest_cell(counts: dict[str, int]) -> None:
    merged = merged_reasons(counts)
    shown = {code: lines for code, lines in counts.items() if code not in merged}
    assert all(n >= SMALLEST_CELL for code, n in shown.items() if code not in NEVER_MERGED)
    if merged and shown.keys() - NEVER_MERGED:
        assert len(merged) > 1
        assert sum(counts[code] for code in merged) >= SMALLEST_CELL


@given(st.lists(st.sampled_from([*REASONS, *NO_REASON]), max_size=200))
def test_what_is_published_adds_up_to_what_was_found(codes: list[str]) -> None:
    shown, merged = published(codes)
    assert len(shown) == len(codes)
    before, after = Counter(codes), Counter(shown)
    assert after[MERGED] == sum(before[code] for code in merged)
    assert all(after[code] == before[code] for code in before.keys() - merged)
