"""Columns as distinct texts: no row is changed by it, whatever is null, alike or of no row."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcheck.roll import coded as coding
from rollcheck.roll.coded import Coded, as_texts, coded, compact, together

TEXTS = st.lists(st.one_of(st.none(), st.sampled_from(["", "A", "B", "Ñ"])), max_size=12)


def distinct(column: Coded) -> list[str | None]:
    found: list[str | None] = column.texts.to_pylist()
    return found


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_a_column_in_chunks_keeps_its_rows(
    first: list[str | None], second: list[str | None]
) -> None:
    plain = pa.chunked_array([pa.array(part, pa.string()) for part in (first, second)])
    for column in (plain, plain.dictionary_encode()):
        found = coded(column)
        assert as_texts(found).to_pylist() == first + second
        said = [text for text in first + second if text is not None]
        assert distinct(found) == list(dict.fromkeys(said))


def test_texts_of_no_row_alike_or_null_are_gone() -> None:
    column = Coded(pa.array(["X", "B", None, "A", "B"]), np.array([4, 3, 2, -1, 1], np.int32))
    found = compact(column)
    assert as_texts(found).to_pylist() == ["B", "A", None, None, "B"]
    assert distinct(found) == ["B", "A"]


@pytest.mark.parametrize(("small", "most"), [(1 << 22, 1 << 62), (3, 1 << 62), (3, 8)])
def test_combinations_come_in_the_order_of_their_first_rows(
    monkeypatch: pytest.MonkeyPatch, small: int, most: int
) -> None:
    monkeypatch.setattr(coding, "SMALL", small)
    monkeypatch.setattr(coding, "MOST", most)
    rows = [("b", None, "x"), ("a", "c", "x"), ("b", None, "x"), ("a", "c", "y"), (None, "c", "x")]
    columns = [
        coded(pa.chunked_array([pa.array(list(cells))])) for cells in zip(*rows, strict=True)
    ]
    first, places = together(columns)
    assert first.tolist() == [0, 1, 3, 4]
    assert places.tolist() == [0, 1, 0, 2, 3]
    assert as_texts(compact(columns[1])).to_pylist() == [row[1] for row in rows]
