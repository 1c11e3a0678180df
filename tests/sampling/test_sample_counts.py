"""A sample's counts are checked together before anything is computed from them."""

import pytest

from rollcheck.problems import RollcheckError
from rollcheck.sampling import SampleCounts, sample_counts


@pytest.mark.parametrize(
    ("raw", "sample", "valid", "duplicates", "columns"),
    [
        (-1, 10, 5, 0, {"raw"}),
        (100, 10, -5, -1, {"valid", "duplicates"}),
        (100, 101, 5, 0, {"sample"}),
        (100, 1, 1, 0, {"sample"}),
        (100, 0, 0, 0, {"sample"}),
        (100, 10, 11, 0, {"valid"}),
        (100, 10, 8, 3, {"valid"}),
        (100, 10, 2, 3, {"duplicates"}),
        (100, 200, 201, 0, {"sample", "valid"}),
        (10**12, 10, 5, 0, {"raw"}),
    ],
)
def test_all_that_cannot_be_is_named(
    raw: int, sample: int, valid: int, duplicates: int, columns: set[str]
) -> None:
    with pytest.raises(RollcheckError) as caught:
        sample_counts(raw=raw, sample=sample, valid=valid, duplicates=duplicates)
    assert {problem.column for problem in caught.value.problems} == columns
    assert {problem.code for problem in caught.value.problems} == {"impossible"}


@pytest.mark.parametrize(("valid", "duplicates"), [(0, 0), (10, 0), (5, 5)])
def test_what_just_can_be_is_taken(valid: int, duplicates: int) -> None:
    counts = sample_counts(raw=10, sample=10, valid=valid, duplicates=duplicates)
    assert counts == SampleCounts(10, 10, valid, duplicates)
    assert counts.valid_lines == valid + duplicates
