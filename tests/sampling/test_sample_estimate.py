"""Estimates, intervals and confidence: what must hold for any counts, and the published case."""

import json
from math import ceil, floor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.sampling import (
    SampleCounts,
    estimate,
    estimate_pairs,
    goodman_estimator,
    naive_estimator,
    sample_counts,
)
from rollcheck.sampling.estimate import confidence_of_at_least
from rollcheck.sampling.interval import estimate_limits

R71 = json.loads((Path(__file__).parent / "r71-2009.json").read_text(encoding="utf-8"))
PAGE = Path(__file__).parents[2] / "docs" / "sampling.md"
LA_2022 = SampleCounts(raw=715_833, sample=35_793, valid=27_983, duplicates=104)


@st.composite
def counts(draw: st.DrawFn) -> SampleCounts:
    raw = draw(st.integers(2, 2_000_000))
    sample = draw(st.integers(2, raw))
    duplicates = draw(st.integers(0, sample // 2))
    valid = draw(st.integers(duplicates, sample - duplicates))
    return sample_counts(raw=raw, sample=sample, valid=valid, duplicates=duplicates)


@given(counts())
def test_an_interval_keeps_within_what_can_be(found: SampleCounts) -> None:
    one = estimate("goodman", found, goodman_estimator(found.raw, found.sample))
    invalid_and_second = found.sample - found.valid
    assert found.valid <= one.low <= one.high <= found.raw - invalid_and_second
    assert one.standard_error >= 0


@given(counts(), st.integers(1, 2_000_000), st.integers(1, 2_000_000))
def test_more_required_is_never_more_sure(found: SampleCounts, one: int, other: int) -> None:
    estimator = goodman_estimator(found.raw, found.sample)
    low, high = sorted((one, other))
    sure = confidence_of_at_least(found, estimator, low)
    assert 0 <= confidence_of_at_least(found, estimator, high) <= sure + 1e-9 <= 1 + 1e-9


def test_the_confidence_is_the_intervals() -> None:
    estimator = goodman_estimator(LA_2022.raw, LA_2022.sample)
    one = estimate("goodman", LA_2022, estimator)
    assert confidence_of_at_least(LA_2022, estimator, round(one.low)) == pytest.approx(
        0.975, abs=1e-4
    )
    assert confidence_of_at_least(LA_2022, estimator, round(one.high)) == pytest.approx(
        0.025, abs=1e-4
    )
    assert 0.45 < confidence_of_at_least(LA_2022, estimator, round(one.projected)) < 0.55


@pytest.mark.parametrize(("valid", "duplicates"), [(0, 0), (70, 30), (100, 0), (50, 10)])
def test_a_sample_of_everything_leaves_no_doubt(valid: int, duplicates: int) -> None:
    everything = sample_counts(raw=100, sample=100, valid=valid, duplicates=duplicates)
    one = estimate("goodman", everything, goodman_estimator(100, 100), required=50)
    assert (one.projected, one.low, one.high) == pytest.approx((valid, valid, valid))
    assert one.standard_error == pytest.approx(0)
    assert one.confidence == (1.0 if valid >= 50 else 0.0)


def test_the_case_of_2022() -> None:
    """Naive 559,639, as the published cut-offs imply; 104 pairs bring it to the full count."""
    naive = estimate("naive", LA_2022, naive_estimator(LA_2022.raw, LA_2022.sample))
    corrected = estimate("goodman", LA_2022, goodman_estimator(LA_2022.raw, LA_2022.sample))
    assert round(naive.projected) == 559_639
    assert corrected.low < 520_050 < corrected.high < naive.low
    assert corrected.standard_error == pytest.approx(4_246, abs=1)


def test_no_pair_seen_still_leaves_room_for_pairs() -> None:
    none = sample_counts(raw=10_000, sample=500, valid=400, duplicates=0)
    one = estimate("goodman", none, goodman_estimator(10_000, 500))
    assert one.projected == pytest.approx(8_000)
    assert one.projected - one.low > 2 * (one.high - one.projected)
    assert estimate_pairs(none).high > 1_000


def test_a_wider_tail_gives_a_narrower_interval() -> None:
    lines, pairs = np.array([27_000.0]), np.array([7.0])
    estimator = goodman_estimator(700_000, 35_000)
    narrow = estimate_limits(700_000, 35_000, lines, pairs, estimator, 0.1)
    wide = estimate_limits(700_000, 35_000, lines, pairs, estimator, 0.025)
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


def test_pairs_of_referendum_71_land_where_the_sources_say() -> None:
    raw = R71["snapshots"]["inputs"]["N"]
    said = R71["snapshots"]["outputs"]["derived_estimates"]
    found = {}
    for snapshot in R71["snapshots"]["inputs"]["snapshots"]:
        sample, pairs = snapshot["n"], snapshot["duplicates"]
        at = sample_counts(raw=raw, sample=sample, valid=sample - pairs, duplicates=pairs)
        found[str(sample)] = round(estimate_pairs(at).projected)
    assert found == said
    assert list(found.values()) == [2853, 2350, 2240, 1973, 2119, 2064, 2054, 2084]


def test_the_table_of_referendum_71_in_the_docs_is_computed() -> None:
    text = PAGE.read_text(encoding="utf-8")
    raw = R71["snapshots"]["inputs"]["N"]
    for snapshot in R71["snapshots"]["inputs"]["snapshots"]:
        n, d = snapshot["n"], snapshot["duplicates"]
        at = sample_counts(raw=raw, sample=n, valid=n - d, duplicates=d)
        pairs = estimate_pairs(at)
        cells = (f"{n:,}", f"{d:,}", f"{d * raw / n:,.0f}", f"{pairs.projected:,.0f}")
        assert f"| {' | '.join(cells)} | {floor(pairs.low):,} to {ceil(pairs.high):,} |" in text
