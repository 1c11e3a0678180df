"""A printed name read in every way that makes sense.

The name comes normalised, up to three pieces that commas divide: upper-case words, one space
between them.
"""

import numpy as np

from rollcheck.matching.compiled import Bytes, Int32s, Int64s, compiled, entry
from rollcheck.matching.line_records import (
    AS_WRITTEN,
    ONE_SURNAME,
    SUFFIX,
    SWAPPED,
    TWO_SURNAMES,
)
from rollcheck.matching.line_records import READINGS as HOW_MANY
from rollcheck.matching.merged_names import read_merged
from rollcheck.matching.name_lore import Lore
from rollcheck.matching.name_words import (
    MOST_LETTERS,
    MOST_WORDS,
    Name,
    in_groups,
    take_words,
    without_degree,
)
from rollcheck.matching.reading import number_reading
from rollcheck.matching.roll_words import Roll
from rollcheck.matching.words import SPACE, Words

COMMA = 44
MOST_GROUPS = 5
MOST_NEW_WORDS = 64
"""More words than the readings of one name can hold."""


@compiled
def _span(name: Name, span: Int64s, first: int, last: int) -> None:
    """Return the letters of groups ``first`` to ``last``, from 1; none for 0."""
    span[0] = span[1] = 0
    if 0 < first <= last:
        span[0], span[1] = name.group_starts[first - 1], name.group_ends[last - 1]


@compiled
def _has_initial(name: Name, first: int, last: int) -> bool:
    for group in range(first - 1, last):
        if name.group_ends[group] - name.group_starts[group] == 1:
            return True
    return False


@compiled
def read_name(
    lore: Lore,
    roll: Roll,
    more: Words,
    text: Bytes,
    span: tuple[int, int],
    name: Name,
    line: Int32s,
    readings: Int32s,
) -> None:
    """Fill a line's readings, how many there are, and its suffix; ``span`` is where its name is."""
    start, end = span
    comma = start
    while comma < end and text[comma] != COMMA:
        comma += 1
    name.suffix[0] = name.suffix[1] = name.looked_up[0] = 0
    before = take_words(lore, roll, text, start, comma, name, 0)
    rest = comma + 1
    words = before
    if rest < end:
        # A second comma only divides words.
        length = min(end - rest, MOST_LETTERS)
        for at in range(length):
            name.piece[at] = SPACE if text[rest + at] == COMMA else text[rest + at]
        words = take_words(lore, roll, name.piece, 0, length, name, before)
    words = without_degree(name, words)
    before = min(before, words)
    line[SUFFIX] = name.suffix[0]
    groups_before = in_groups(name, 0, before, 0)
    groups = in_groups(name, before, words, groups_before)
    spans = name.spans
    if 0 < groups_before < groups:
        line[HOW_MANY] = _read_with_comma(lore, roll, more, name, groups_before, groups, readings)
        return
    if groups > MOST_GROUPS:
        name.group_ends[MOST_GROUPS - 1] = name.group_ends[groups - 1]
        groups = MOST_GROUPS
    count = 0
    for row in range(len(lore.patterns)):
        pattern = lore.patterns[row]
        if pattern[0] != groups:
            continue
        # A single letter is an initial, never a part of a surname.
        if pattern[2] < pattern[3] and _has_initial(name, pattern[2], pattern[3]):
            continue
        _span(name, spans[0], pattern[2], pattern[3])
        _span(name, spans[1], pattern[4], pattern[4])
        _span(name, spans[2], pattern[5], pattern[6])
        number_reading(lore, roll.words, more, name, pattern[1], readings[count])
        count += 1
    if groups == words:
        count = read_merged(lore, roll, more, name, words, count, readings)
    # A name without any word is one reading, of nothing.
    line[HOW_MANY] = max(count, 1)


@compiled
def _read_with_comma(
    lore: Lore,
    roll: Roll,
    more: Words,
    name: Name,
    before: int,
    groups: int,
    readings: Int32s,
) -> int:
    """Read a name whose surname stands before a comma; return how many readings."""
    spans = name.spans
    _span(name, spans[0], 1, before)
    _span(name, spans[1], before + 1, before + 1)
    _span(name, spans[2], before + 2, groups)
    number_reading(lore, roll.words, more, name, AS_WRITTEN, readings[0])
    count = 1
    if before > 1:
        _span(name, spans[0], 1, 1)
        number_reading(lore, roll.words, more, name, ONE_SURNAME, readings[count])
        count += 1
        if groups == before + 1:
            # A speck was taken for a comma: MARIA LOP,EZ.
            _span(name, spans[0], before, groups)
            _span(name, spans[1], 1, 1)
            _span(name, spans[2], 2, before - 1)
            number_reading(lore, roll.words, more, name, TWO_SURNAMES, readings[count])
            count += 1
    elif groups == 2:
        _span(name, spans[0], 2, 2)
        _span(name, spans[1], 1, 1)
        number_reading(lore, roll.words, more, name, SWAPPED, readings[count])
        count += 1
    return count


@entry
def read_names(
    lore: Lore,
    roll: Roll,
    more: Words,
    data: Bytes,
    offsets: Int64s,
    lines: Int32s,
    readings: Int32s,
    first: int,
) -> int:
    """Read the names of a chunk's lines from ``first`` on; return the first that was not read.

    That is the number of lines, or where ``more`` might have no room for another line's words.
    Fills the lines' suffix and HOW_MANY, and ``readings``.
    """
    name = Name(
        # A short surname at the end may become a whole one.
        np.zeros(MOST_LETTERS + 16, np.uint8),
        np.zeros(MOST_WORDS, np.int64),
        np.zeros(MOST_WORDS, np.int64),
        np.zeros(MOST_WORDS, np.int64),
        np.zeros(MOST_WORDS, np.int64),
        np.zeros(MOST_WORDS, np.int64),
        np.zeros((3, 2), np.int64),
        np.zeros(2, np.int64),
        np.zeros(2 * MOST_LETTERS, np.uint8),
        np.zeros((MOST_WORDS, 3), np.int64),
        np.zeros(1, np.int64),
    )
    for i in range(first, len(lines)):
        words = more.size[0]
        if words + MOST_NEW_WORDS >= len(more.starts) or (
            more.starts[words] + MOST_NEW_WORDS * MOST_LETTERS > len(more.data)
        ):
            return i
        span = (offsets[i], offsets[i + 1])
        read_name(lore, roll, more, data, span, name, lines[i], readings[i])
    return len(lines)
