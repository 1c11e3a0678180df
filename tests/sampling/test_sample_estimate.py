"""Estimates, intervals and confidence: what must hold for any counts, and the published case."""

import json
from math import ceil, floor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.problems import RollcheckError
from rollcheck.sampling import (
    SampleCounts,
    estimate,
    estimate_pairs,
    goodman_estimator,
    naive_estimator,
    sample_counts,
)
from rollcheck.sampling.estimate import confidence_of_at_least, left_open
from rollcheck.sampling.interval import Samples, estimate_limits, one_sided_limits
from rollcheck.sampling.repeats import repeats

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


def samples_of(found: SampleCounts) -> Samples:
    seen = np.array([[n] for n in found.voters_seen])
    lines = np.array([float(found.valid_lines)])
    return Samples(found.raw, found.sample, lines, repeats(seen))


def test_the_confidence_is_read_off_limits_to_one_side() -> None:
    estimator = goodman_estimator(LA_2022.raw, LA_2022.sample)
    low, high = one_sided_limits(samples_of(LA_2022), estimator, 0.025)
    sure = [confidence_of_at_least(LA_2022, estimator, round(float(at[0]))) for at in (low, high)]
    assert sure == pytest.approx([0.975, 0.025], abs=1e-4)
    projected = estimate("goodman", LA_2022, estimator).projected
    assert 0.45 < confidence_of_at_least(LA_2022, estimator, round(projected)) < 0.55


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
    found = samples_of(SampleCounts(raw=700_000, sample=35_000, valid=26_993, duplicates=7))
    estimator = goodman_estimator(700_000, 35_000)
    for limits in (estimate_limits, one_sided_limits):
        narrow, wide = limits(found, estimator, 0.1), limits(found, estimator, 0.025)
        assert wide[0] < narrow[0] < narrow[1] < wide[1]


def test_what_triples_leave_open_reaches_upward_alone() -> None:
    """A voter seen three times says that more may have signed so often, and none says few did."""
    triple = sample_counts(raw=715_833, sample=35_793, valid=27_983, duplicates=104, copies={3: 1})
    estimator = goodman_estimator(715_833, 35_793)
    none, one = (estimate("goodman", counts, estimator) for counts in (LA_2022, triple))
    assert none.projected == one.projected
    assert one.low == pytest.approx(none.low, rel=0.001)
    assert none.high + 3_000 < one.high < 559_639  # below the naive projection all the same
    assert 5_000 < left_open(LA_2022) < left_open(triple) < 104 * 400


def test_an_interval_without_correction_for_pairs_knows_nothing_of_triples() -> None:
    naive = naive_estimator(LA_2022.raw, LA_2022.sample)
    one = estimate("naive", LA_2022, naive)
    assert one.high - one.projected == pytest.approx(one.projected - one.low, rel=0.02)


@pytest.mark.parametrize("copies", [{2: 1}, {3: -1}, {3: 53}, {4: 40}, {3: 20, 5: 17}], ids=str)
def test_voters_seen_more_often_than_the_duplicates_allow(copies: dict[int, int]) -> None:
    with pytest.raises(RollcheckError) as caught:
        sample_counts(raw=715_833, sample=35_793, valid=27_983, duplicates=104, copies=copies)
    assert [problem.column for problem in caught.value.problems] == ["copies"]


def test_voters_seen_add_up_to_the_counts() -> None:
    found = sample_counts(raw=900, sample=300, valid=200, duplicates=20, copies={3: 4, 5: 1})
    assert found.voters_seen == (0, 187, 8, 4, 0, 1)
    assert sum(k * n for k, n in enumerate(found.voters_seen)) == found.valid_lines


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
