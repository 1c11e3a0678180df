"""Voters by their values: as a stable sort has them."""

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rollcheck.roll.lookup.ordering import (
    by_code,
    by_code_again,
    by_code_first_last,
    lay_out,
)

Codes = npt.NDArray[np.uint32]
VALUES = 5

codes_of_voters = arrays.arrays(np.uint32, st.integers(0, 30), elements=st.integers(0, VALUES - 1))


def counts_of(codes: Codes) -> npt.NDArray[np.int64]:
    return np.bincount(codes, minlength=VALUES)


@given(codes_of_voters)
def test_voters_stand_by_value_and_those_of_one_as_they_come(codes: Codes) -> None:
    places = np.empty(len(codes), np.uint32)
    by_code(codes, counts_of(codes), places)
    assert places.tolist() == np.argsort(codes, kind="stable").tolist()


@given(codes_of_voters)
def test_voters_of_one_value_stay_in_the_order_they_had(codes: Codes) -> None:
    order = np.random.default_rng(len(codes)).permutation(len(codes)).astype(np.uint32)
    rows = np.empty(len(codes), np.uint32)
    by_code_again(codes, order, counts_of(codes), rows)
    assert rows.tolist() == order[np.argsort(codes[order], kind="stable")].tolist()


@given(codes_of_voters)
def test_those_without_a_value_can_be_left_out(codes: Codes) -> None:
    places = np.empty(len(codes), np.uint32)
    by_code_first_last(codes, counts_of(codes), places)
    filled = [place for place in np.argsort(codes, kind="stable") if codes[place]]
    assert places.tolist() == filled + np.flatnonzero(codes == 0).tolist()


@given(codes_of_voters)
def test_codes_are_laid_out_in_the_order_of_the_voters(codes: Codes) -> None:
    order = np.random.default_rng(len(codes)).permutation(len(codes)).astype(np.uint32)
    values = np.full((len(codes), 3), 9, np.uint32)
    laid, counts = np.empty(len(codes), np.uint32), np.ones(VALUES, np.int64)
    lay_out(codes, order, 1, 100, values, laid, counts)
    assert laid.tolist() == codes[order].tolist()
    assert values[:, 1].tolist() == (codes[order] + 100).tolist()
    assert (values[:, [0, 2]] == 9).all()
    assert counts.tolist() == (counts_of(codes) + 1).tolist()
