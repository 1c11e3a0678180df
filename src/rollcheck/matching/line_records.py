"""The arrays that lines become, for one chunk of them; the counterpart of ``records.py``.

Words are numbers of the roll's dictionary, or of the chunk's own where those end.
"""

from typing import NamedTuple

from rollcheck.matching.compiled import Int32s, Uint64s
from rollcheck.matching.words import Words

# A line: its address as in ``records.py`` (HOUSE to SIGNS and PO_BOX at the same places), then
# what else stands on it.
BORN, SIGNED_ON, SUFFIX, READINGS = 7, 8, 9, 10
LINE_FIELDS = 11

# A way to read a line's name; as in a voter's name, and in what order it was taken.
ORDER = 7
READING_FIELDS = 8
ORDERS = ("as_written", "two_surnames", "one_surname", "swapped")
AS_WRITTEN, TWO_SURNAMES, ONE_SURNAME, SWAPPED = range(4)
MOST_READINGS = 7


class Chunk(NamedTuple):
    """Lines (lines, LINE_FIELDS) and readings (lines, MOST_READINGS, READING_FIELDS).

    ``words`` are those that the roll does not know, ``forms`` theirs.
    """

    lines: Int32s
    readings: Int32s
    words: Words
    forms: Uint64s
