"""The arrays that lines become, for one chunk of them; the counterpart of ``records.py``.

Words are numbers of the roll's dictionary, or of the chunk's own where those end.
"""

from typing import NamedTuple

from rollcheck.matching.compiled import Int32s, Uint64s
from rollcheck.matching.words import Words

# What stands on a line beside the name; its address is at the places of ``records.py``, HOUSE to
# PO_BOX.
SIGNED_ON, BORN, SUFFIX, READINGS = range(4)
LINE_FIELDS = 16

# A way to read a line's name; LAST to SECOND as in ``records.py``, then in what order it was taken,
# with the first letters of its names where a voter's record has them.
ORDER, ORDERS = 7, 3
READING_FIELDS = 8
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
