"""A cell defused for spreadsheets is read back as it was."""

from hypothesis import example, given
from hypothesis import strategies as st

from rollcheck.problems.delimited import safe_cell, stored_cell


@given(st.text(alphabet="=+-@\t\r'a1", max_size=6))
@example("=1+1")
@example("'=1+1")
@example("''")
def test_reading_undoes_writing(text: str) -> None:
    written = safe_cell(text)
    assert isinstance(written, str)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert stored_cell(written) == text
