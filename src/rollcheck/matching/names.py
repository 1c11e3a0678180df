"""Names taken apart: surnames that stand alone within a surname, given names after the first."""

import numpy as np

from rollcheck.matching.compiled import Bytes, Int32s, Int64s, compiled, entry, wide
from rollcheck.matching.records import (
    FIRST,
    FIRST_LETTER,
    LAST,
    LAST_LETTER,
    PART1,
    PART3,
    SUFFIX_YEAR,
)
from rollcheck.matching.words import SPACE, Words, find, number

MOST_JOINED = 256
"""Bytes of later given names that count; what is beyond is left out."""


@compiled
def word_end(text: Bytes, start: int, end: int) -> int:
    """Where the word that begins at ``start`` ends."""
    while start < end and text[start] != SPACE:
        start += 1
    return start


@compiled
def number_parts(
    known: Words, more: Words, particles: Words, text: Bytes, start: int, end: int, name: Int32s
) -> None:
    """Put the numbers of up to three surnames that stand alone into PART1 to PART3 of ``name``.

    GARCIA LOPEZ is GARCIA and LOPEZ; DE LA CRUZ is CRUZ; none where the name is one word.
    """
    for part in range(PART1, PART3 + 1):
        name[part] = 0
    if word_end(text, start, end) == end:
        return
    found = PART1
    while start < end:
        stop = word_end(text, start, end)
        if stop - start >= 2 and found <= PART3 and find(particles, text, start, stop) < 0:
            name[found] = number(known, more, text, start, stop)
            found += 1
        start = stop + 1


@compiled
def letter_of(text: Bytes, start: int, end: int) -> int:
    """Return the number of a word's first letter: 1 to 26, 27 for any other sign, 0 for none."""
    if start == end:
        return 0
    letter = wide(text[start]) - 64
    return letter if 0 < letter <= 26 else 27


@entry
def add_letters(words: Words, records: Int32s) -> None:
    """Add the first letters of surname and first name to SUFFIX_YEAR of voters' records."""
    for i in range(len(records)):
        last, first = records[i, LAST], records[i, FIRST]
        letters = letter_of(words.data, words.starts[last], words.starts[last + 1]) << LAST_LETTER
        letters |= (
            letter_of(words.data, words.starts[first], words.starts[first + 1]) << FIRST_LETTER
        )
        records[i, SUFFIX_YEAR] |= letters


@entry
def split_surnames(
    known: Words, more: Words, particles: Words, data: Bytes, offsets: Int64s, found: Int32s
) -> None:
    """Fill (surname joined, its parts) for each text."""
    for i in range(len(offsets) - 1):
        start, end = offsets[i], offsets[i + 1]
        found[i, 0] = number(known, more, data, start, end)
        number_parts(known, more, particles, data, start, end, found[i])


@entry
def split_given(known: Words, more: Words, data: Bytes, offsets: Int64s, found: Int32s) -> None:
    """Fill (first word, second word, those after the first joined) for each text."""
    for i in range(len(offsets) - 1):
        start, end = offsets[i], offsets[i + 1]
        first_end = word_end(data, start, end)
        later = min(first_end + 1, end)
        found[i, 0] = number(known, more, data, start, first_end)
        found[i, 1] = number(known, more, data, later, word_end(data, later, end))
        found[i, 2] = number(known, more, data, later, end)


@entry
def join_given(
    known: Words,
    more: Words,
    given: Int32s,
    given_of: Int32s,
    middle: Int32s,
    middle_joined: Int32s,
    middle_of: Int32s,
    names: Int32s,
) -> None:
    """Fill the columns (first, middle, second) of ``names`` from first and middle names.

    ``given`` and ``middle`` are what ``split_given`` found of the distinct texts, ``given_of``
    and ``middle_of`` which of them each voter has, ``middle_joined`` their whole text.
    """
    both = np.empty(MOST_JOINED, np.uint8)
    for i in range(len(given_of)):
        one, other = given_of[i], middle_of[i]
        names[i, 0] = given[one, 0]
        if given[one, 0] == 0:
            # Without a first name the middle name stands in its place.
            names[i, 0] = middle[other, 0]
            names[i, 1], names[i, 2] = middle[other, 2], middle[other, 1]
        elif given[one, 2] == 0:
            names[i, 1], names[i, 2] = middle_joined[other], middle[other, 0]
        else:
            length = 0
            for part in range(2):
                word = middle_joined[other] if part else given[one, 2]
                for at in range(more.starts[word], more.starts[word + 1]):
                    if length < len(both):
                        both[length] = more.data[at]
                        length += 1
            names[i, 1], names[i, 2] = number(known, more, both, 0, length), given[one, 1]
