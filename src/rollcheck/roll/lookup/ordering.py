"""The voters by the values that they have: each voter is looked at once, nothing is compared."""

from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.roll.compiled import compiled

Array = npt.NDArray[Any]


def by_code(codes: Array, counts: Array, places: Array) -> None:
    """Fill ``places`` with those of the codes in the order of the codes, those of one as they come.

    ``counts[code]`` is how many there are of each.
    """
    begins = np.zeros(len(counts), np.int64)
    np.cumsum(counts[:-1], out=begins[1:])
    _sort_out(codes, begins, places)


def by_code_first_last(codes: Array, counts: Array, places: Array) -> None:
    """Fill ``places`` like ``by_code``, but those of code 0 behind all others."""
    begins = np.zeros(len(counts), np.int64)
    np.cumsum(counts[1:-1], out=begins[2:])
    begins[0] = len(codes) - counts[0]
    _sort_out(codes, begins, places)


def by_code_again(codes: Array, order: Array, counts: Array, rows: Array) -> None:
    """Fill ``rows`` with those of ``order`` by their codes, those of one as ``order`` has them.

    ``codes`` are by row; ``counts[code]`` is how many rows there are of each.
    """
    begins = np.zeros(len(counts), np.int64)
    np.cumsum(counts[:-1], out=begins[1:])
    _sort_out_again(codes, order, begins, rows)


@compiled
def _sort_out_again(codes: Array, order: Array, begins: Array, rows: Array) -> None:
    for place in range(len(order)):
        code = codes[order[place]]
        rows[begins[code]] = order[place]
        begins[code] += 1


@compiled
def _sort_out(codes: Array, begins: Array, places: Array) -> None:
    for place in range(len(codes)):
        code = codes[place]
        places[begins[code]] = place
        begins[code] += 1


@compiled
def lay_out(
    of_rows: Array,
    order: Array,
    column: int,
    first: int,
    values: Array,
    codes: Array,
    counts: Array,
) -> None:
    """Put the codes of rows into ``order``: into ``codes``, and a column of ``values``.

    There they are numbered from ``first``. ``counts[code]`` is raised by how often each stands.
    """
    for place in range(len(order)):
        code = of_rows[order[place]]
        codes[place] = code
        counts[code] += 1
        values[place, column] = code + np.uint32(first)
