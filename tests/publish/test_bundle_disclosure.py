"""Rare codes are merged so that no row stands out, and nothing is lost from the sum."""

import json
from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from rollcheck.publish.disclosure import (
    NEVER_MERGED,
    NO_REASON,
    merged_reasons,
    published,
    without_withdrawn,
)

REASONS = ["not_registered", "canceled", "illegible", "other", "duplicate", "withdrawn"]
SMALLEST = 10
COUNTS = st.dictionaries(st.sampled_from(REASONS), st.integers(1, 40))


def test_a_rare_reason_is_merged_with_the_next() -> None:
    counts = {"not_registered": 185, "canceled": 15, "illegible": 4, "duplicate": 2}
    assert merged_reasons([counts], smallest=SMALLEST) == {"illegible", "canceled"}
    assert merged_reasons([counts], smallest=1) == frozenset()


def test_what_a_rule_asks_for_is_merged_whatever_its_number() -> None:
    counts = {"not_registered": 185, "canceled": 150, "different_address": 30}
    assert merged_reasons([counts], smallest=SMALLEST) == frozenset()
    merged = merged_reasons([counts], smallest=SMALLEST, also={"canceled"})
    assert merged == {"canceled", "different_address"}


def test_a_reason_rare_in_a_sample_or_outside_it_is_merged_everywhere() -> None:
    whole = {"not_registered": 900, "canceled": 400, "illegible": 60, "other": 200}
    in_the_sample = {"not_registered": 90, "canceled": 40, "illegible": 3, "other": 20}
    for sample in (in_the_sample, {**in_the_sample, "illegible": 57}):
        assert merged_reasons([whole, sample], smallest=SMALLEST) == {"illegible", "other"}


@given(st.lists(COUNTS, min_size=1, max_size=3))
def test_no_subtraction_of_what_is_published_gives_a_small_cell(
    tables: list[dict[str, int]],
) -> None:
    merged = merged_reasons(tables, smallest=SMALLEST)
    shown: list[Counter[str]] = []
    for table in tables:
        cells: Counter[str] = Counter()
        for code, lines in table.items():
            cells["merged" if code in merged else code] += lines
        shown.append(cells)
    every = shown + [
        Counter({code: abs(one[code] - other[code]) for code in {*one, *other}})
        for one, other in combinations(shown, 2)
    ]
    known = {code for table in tables for code in table} - NEVER_MERGED
    for cells in every:
        for code, lines in cells.items():
            small = 0 < lines < SMALLEST and code not in NEVER_MERGED
            # Only where nothing is left that could join.
            assert not small or (code == "merged" and merged == known)
    assert len(merged) != 1 or merged == known


@given(
    st.lists(st.sampled_from([*REASONS, *NO_REASON]), max_size=200),
    st.sets(st.sampled_from(REASONS)),
)
def test_what_is_published_adds_up_to_what_was_found(codes: list[str], merged: set[str]) -> None:
    after, before = Counter(published(codes, merged)), Counter(codes)
    assert after["merged"] == sum(before[code] for code in merged)
    assert all(after[code] == before[code] for code in before.keys() - merged)


def test_withdrawn_lines_are_left_out_wherever_they_are_told() -> None:
    step = {"name": "withdrawn in the sample", "value": "3"}
    sample = {"seed": "s", "withdrawn": 3, "decisions": [{"steps": [step, {"name": "decision"}]}]}
    document = without_withdrawn({"withdrawn": 40, "samples": [sample], "sample": sample})
    assert '"3"' not in json.dumps(document)
    assert document["withdrawn"] == 40
    assert document["sample"] == {
        "seed": "s",
        "withdrawn": None,
        "decisions": [{"steps": [{"name": "decision"}]}],
    }
