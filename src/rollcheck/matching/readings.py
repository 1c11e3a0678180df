"""A printed name read in every way that makes sense.

The name comes normalised, up to three pieces that commas divide: upper-case words, one space
between them.
"""

from typing import NamedTuple

import numpy as np

from rollcheck.matching.compiled import Bytes, Int32s, Int64s, compiled, entry, wide
from rollcheck.matching.line_records import (
    AS_WRITTEN,
    ONE_SURNAME,
    ORDER,
    SUFFIX,
    SWAPPED,
    TWO_SURNAMES,
)
from rollcheck.matching.line_records import READINGS as HOW_MANY
from rollcheck.matching.name_lore import Lore
from rollcheck.matching.name_words import MOST_LETTERS, MOST_WORDS, Name, in_groups, take_words
from rollcheck.matching.names import letter_of, number_parts, word_end
from rollcheck.matching.records import (
    FIRST,
    FIRST_HOLDERS,
    FIRST_LETTER,
    LAST,
    LAST_HOLDERS,
    LAST_LETTER,
    MIDDLE,
    SECOND,
)
from rollcheck.matching.words import SPACE, Words, find, number

COMMA = 44
MOST_GROUPS = 5
MOST_NEW_WORDS = 64
"""More words than the readings of one name can hold."""
_FEWEST_MERGED = 6
"""Letters of a word that may be a first name and a surname without the space between."""


class Roll(NamedTuple):
    """The words of a roll, and how many voters bear each (``Prepared.holders``)."""

    words: Words
    holders: Int32s


@compiled
def _number_reading(
    lore: Lore,
    known: Words,
    more: Words,
    name: Name,
    order: int,
    reading: Int32s,
) -> None:
    """Fill a reading from the spans of surname, first name and middle names."""
    text, last, first, middle = name.text, name.spans[0], name.spans[1], name.spans[2]
    reading[LAST] = number(known, more, text, last[0], last[1])
    number_parts(known, more, lore.particles, text, last[0], last[1], reading)
    first_end = word_end(text, first[0], first[1])
    reading[FIRST] = number(known, more, text, first[0], first_end)
    # What follows the first word of the first name is a middle name: the two stand in a row.
    later = min(first_end + 1, first[1])
    if later < first[1]:
        both = name.piece
        length = first[1] - later
        for at in range(length):
            both[at] = text[later + at]
        both[length] = SPACE
        for at in range(middle[0], middle[1]):
            length += 1
            both[length] = text[at]
        reading[MIDDLE] = number(known, more, both, 0, length + 1)
        reading[SECOND] = number(known, more, both, 0, word_end(both, 0, length + 1))
    else:
        reading[MIDDLE] = number(known, more, text, middle[0], middle[1])
        second_end = word_end(text, middle[0], middle[1])
        reading[SECOND] = number(known, more, text, middle[0], second_end)
    letters = letter_of(text, last[0], last[1]) << LAST_LETTER
    letters |= letter_of(text, first[0], first[1]) << FIRST_LETTER
    reading[ORDER] = order | letters


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
    name.suffix[0] = name.suffix[1] = 0
    before = take_words(lore, text, start, comma, name, 0)
    rest = comma + 1
    words = before
    if rest < end:
        # A second comma only divides words.
        length = min(end - rest, MOST_LETTERS)
        for at in range(length):
            name.piece[at] = SPACE if text[rest + at] == COMMA else text[rest + at]
        words = take_words(lore, name.piece, 0, length, name, before)
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
        _number_reading(lore, roll.words, more, name, pattern[1], readings[count])
        count += 1
    if groups == 1 and words == 1:
        count = _read_merged(lore, roll, more, name, count, readings)
    # A name without any word is one reading, of nothing.
    line[HOW_MANY] = max(count, 1)


@compiled
def _read_merged(
    lore: Lore,
    roll: Roll,
    more: Words,
    name: Name,
    count: int,
    readings: Int32s,
) -> int:
    """Read one word that is nobody's name as a first name and a surname; return how many readings.

    It is parted where both are names of the roll, at the commonest pair; else behind the longest
    first name, and before the longest surname, that the roll knows: the other part has a slip.
    """
    start, end = name.starts[0], name.ends[0]
    if end - start < _FEWEST_MERGED or _holders(roll, name, start, end, 0) > 0:
        return count
    both, behind, before, most = 0, 0, 0, 0
    for at in range(start + 2, end - 1):
        first = _holders(roll, name, start, at, FIRST_HOLDERS)
        last = _holders(roll, name, at, end, LAST_HOLDERS)
        if first * last > most:
            both, most = at, first * last
        if first > 0 and at >= start + 3 and at <= end - 4:
            behind = at
        if last > 0 and before == 0 and at >= start + 3 and at <= end - 4:
            before = at
    for at in (both, 0 if both else behind, 0 if both or before == behind else before):
        if at:
            name.spans[0][0], name.spans[0][1] = at, end
            name.spans[1][0], name.spans[1][1] = start, at
            name.spans[2][:] = 0
            _number_reading(lore, roll.words, more, name, AS_WRITTEN, readings[count])
            count += 1
    return count


@compiled
def _holders(roll: Roll, name: Name, start: int, end: int, column: int) -> int:
    """Return how many voters have a part of the text as the name of a column, 0 for any name."""
    word = find(roll.words, name.text, start, end)
    if word < 0 or word >= len(roll.holders):
        return 0
    if column == 0:
        return wide(roll.holders[word, LAST_HOLDERS]) + wide(roll.holders[word, FIRST_HOLDERS])
    return wide(roll.holders[word, column])


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
    _number_reading(lore, roll.words, more, name, AS_WRITTEN, readings[0])
    count = 1
    if before > 1:
        _span(name, spans[0], 1, 1)
        _number_reading(lore, roll.words, more, name, ONE_SURNAME, readings[count])
        count += 1
        if groups == before + 1:
            # A speck was taken for a comma: MARIA LOP,EZ.
            _span(name, spans[0], before, groups)
            _span(name, spans[1], 1, 1)
            _span(name, spans[2], 2, before - 1)
            _number_reading(lore, roll.words, more, name, TWO_SURNAMES, readings[count])
            count += 1
    elif groups == 2:
        _span(name, spans[0], 2, 2)
        _span(name, spans[1], 1, 1)
        _number_reading(lore, roll.words, more, name, SWAPPED, readings[count])
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
        np.zeros(MOST_LETTERS + 2, np.uint8),
        np.zeros(MOST_WORDS, np.int64),
        np.zeros(MOST_WORDS, np.int64),
        np.zeros(MOST_WORDS, np.int64),
        np.zeros(MOST_WORDS, np.int64),
        np.zeros(MOST_WORDS, np.int64),
        np.zeros((3, 2), np.int64),
        np.zeros(2, np.int64),
        np.zeros(2 * MOST_LETTERS, np.uint8),
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
