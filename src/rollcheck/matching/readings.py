"""A printed name read in every way that makes sense.

The name comes normalised, up to three pieces that commas divide: upper-case words, one space
between them.
"""

from typing import NamedTuple

import numpy as np

from rollcheck.matching.compiled import Bytes, Int32s, Int64s, compiled, entry
from rollcheck.matching.line_records import (
    AS_WRITTEN,
    ONE_SURNAME,
    ORDER,
    SUFFIX,
    SWAPPED,
)
from rollcheck.matching.line_records import READINGS as HOW_MANY
from rollcheck.matching.name_lore import (
    IS_ARTICLE,
    IS_BEFORE_ARTICLE,
    IS_PREFIX,
    IS_TITLE,
    Lore,
)
from rollcheck.matching.names import letter_of, number_parts, word_end
from rollcheck.matching.records import (
    FIRST,
    FIRST_LETTER,
    LAST,
    LAST_LETTER,
    MIDDLE,
    SECOND,
)
from rollcheck.matching.words import SPACE, Words, find, number

COMMA = 44
MOST_WORDS = 24
MOST_LETTERS = 200
MOST_GROUPS = 5
MOST_NEW_WORDS = 64
"""More words than the readings of one name can hold."""


class Name(NamedTuple):
    """Room to take one name apart in: its words in ``text``, and the groups that they form.

    ``spans`` (3, 2) are where surname, first name and middle names of a reading begin and end;
    ``suffix`` (2,) is its number, and whether any word came yet; ``piece`` is for what is joined.
    """

    text: Bytes
    starts: Int64s
    ends: Int64s
    kinds: Int64s
    group_starts: Int64s
    group_ends: Int64s
    spans: Int64s
    suffix: Int64s
    piece: Bytes


@compiled
def _take_words(lore: Lore, text: Bytes, start: int, end: int, name: Name, count: int) -> int:
    """Add the words of a piece to ``name.text``, without suffixes and a title; return the count."""
    length = 0 if count == 0 else name.ends[count - 1] + 1
    is_first = True
    while start < end and count < MOST_WORDS:
        stop = word_end(text, start, end)
        if stop == start:
            start += 1
            continue
        known = find(lore.words, text, start, stop)
        kind = 0 if known < 0 else lore.kinds[known]
        said = 0 if known < 0 else lore.suffixes[known]
        is_title = is_first and kind & IS_TITLE and stop < end
        if said != 0:
            # A name's first word is no suffix of it, but it is no name either.
            if name.suffix[1] and name.suffix[0] == 0:
                name.suffix[0] = said
        elif not is_title and length + stop - start < MOST_LETTERS:
            name.starts[count] = length
            for at in range(start, stop):
                name.text[length] = lore.letters[text[at]]
                length += 1
            name.ends[count], name.kinds[count] = length, kind
            name.text[length] = SPACE
            length += 1
            count += 1
        name.suffix[1] = 1
        is_first = False
        start = stop + 1
    return count


@compiled
def _group(name: Name, first: int, last: int, groups: int) -> int:
    """Group words ``first`` to ``last`` with the particles before them; return how many groups.

    Two particles that follow one another belong to the next word always, one only after the first
    word, since DE, DA and MC can be somebody's given name.
    """
    at = first
    while at < last:
        name.group_starts[groups] = name.starts[at]
        joins = True
        while joins and at + 1 < last:
            pair = name.kinds[at] & IS_BEFORE_ARTICLE and name.kinds[at + 1] & IS_ARTICLE
            if pair and at + 2 < last:
                at += 2
            elif at > first and name.kinds[at] & IS_PREFIX:
                at += 1
            else:
                joins = False
        name.group_ends[groups] = name.ends[at]
        groups += 1
        at += 1
    return groups


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
    known: Words,
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
    before = _take_words(lore, text, start, comma, name, 0)
    rest = comma + 1
    words = before
    if rest < end:
        # A second comma only divides words.
        length = min(end - rest, MOST_LETTERS)
        for at in range(length):
            name.piece[at] = SPACE if text[rest + at] == COMMA else text[rest + at]
        words = _take_words(lore, name.piece, 0, length, name, before)
    line[SUFFIX] = name.suffix[0]
    groups_before = _group(name, 0, before, 0)
    groups = _group(name, before, words, groups_before)
    spans = name.spans
    if 0 < groups_before < groups:
        line[HOW_MANY] = _read_with_comma(lore, known, more, name, groups_before, groups, readings)
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
        _number_reading(lore, known, more, name, pattern[1], readings[count])
        count += 1
    # A name without any word is one reading, of nothing.
    line[HOW_MANY] = max(count, 1)


@compiled
def _read_with_comma(
    lore: Lore,
    known: Words,
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
    _number_reading(lore, known, more, name, AS_WRITTEN, readings[0])
    count = 1
    if before > 1:
        _span(name, spans[0], 1, 1)
        _number_reading(lore, known, more, name, ONE_SURNAME, readings[count])
        count += 1
    elif groups == 2:
        _span(name, spans[0], 2, 2)
        _span(name, spans[1], 1, 1)
        _number_reading(lore, known, more, name, SWAPPED, readings[count])
        count += 1
    return count


@entry
def read_names(
    lore: Lore,
    known: Words,
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
        read_name(
            lore, known, more, data, (offsets[i], offsets[i + 1]), name, lines[i], readings[i]
        )
    return len(lines)
