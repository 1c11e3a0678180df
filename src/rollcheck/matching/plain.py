"""Plain texts brought into the roll's normal form without its macros, which are slow for so many.

A name in ASCII needs no more than capitals and single spaces. An address in ASCII is plain where
it is a house number, a street and perhaps a unit behind a sign or a word for one: then only the
street needs the roll's own macro, once for each distinct text. Whatever is not plain goes through
the macros whole; a test holds both ways to the same result.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from rollcheck.matching.compiled import Bytes, Int64s, compiled, entry
from rollcheck.matching.names import word_end
from rollcheck.matching.words import SPACE, Words, WordTable, find, text_buffers
from rollcheck.roll.words import word_table

COMMA, HASH, DOT, SLASH, NINE, ZERO, LETTER_N, LETTER_O = 44, 35, 46, 47, 57, 48, 78, 79
LONGEST_HOUSE, LONGEST_UNIT = 7, 5
MOST_LETTERS = 120

# What a byte of a name becomes; nothing for apostrophes and quotes.
NOTHING = 0
_NAME_BYTE = np.full(128, SPACE, np.uint8)
for _byte in b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ,":
    _NAME_BYTE[_byte] = _byte
for _byte in b"abcdefghijklmnopqrstuvwxyz":
    _NAME_BYTE[_byte] = _byte - 32
for _byte in b"'`\"":
    _NAME_BYTE[_byte] = NOTHING

# Words that may end a street's text but are a unit, or make it none.
_MORE_THAN_STREET = ("BOX", "BX", "DRAWER", "POB", "POST", "REAR", "BSMT", "BASEMENT", "FRNT")
_MORE = (*_MORE_THAN_STREET, "UPPR", "UPPER", "LOWR", "LOWER")

# Behind these a number with a sign may be the road's own: STATE ROUTE # 99.
_ROADS = ("ROUTE", "RTE", "RT", "HIGHWAY", "HWY", "SR", "CR", "FM", "ROAD", "RD")

HOUSE, STREET, UNIT = range(3)


class Parts(NamedTuple):
    """Texts cut out of others: the bytes of all, and where each ends."""

    data: Bytes
    ends: Int64s


@entry
def _plain_names(data: Bytes, offsets: Int64s, plain: Bytes, ends: Int64s, names: Bytes) -> None:
    """Fill ``names`` and where each ends; ``plain`` says of which text that could be done."""
    end = 0
    for i in range(len(offsets) - 1):
        plain[i] = 1
        begin = end
        for at in range(offsets[i], offsets[i + 1]):
            if data[at] >= len(_NAME_BYTE):
                plain[i], end = 0, begin
                break
            byte = _NAME_BYTE[data[at]]
            is_edge = end == begin or names[end - 1] in (SPACE, COMMA)
            if byte == NOTHING or (byte == SPACE and is_edge):
                continue
            if byte == COMMA and end > begin and names[end - 1] == SPACE:
                end -= 1
            names[end] = byte
            end += 1
        if end > begin and names[end - 1] == SPACE:
            end -= 1
        ends[i] = end


def plain_names(texts: pa.Array) -> tuple[pa.Array, Bytes]:
    """Return names in normal form, pieces divided by commas, and of which that could be done.

    The others are empty.
    """
    data, offsets = text_buffers(texts)
    plain, ends = np.zeros(len(texts), np.uint8), np.zeros(len(texts) + 1, np.int64)
    names = np.zeros(len(data) + 1, np.uint8)
    _plain_names(data, offsets, plain, ends[1:], names)
    return _strings(names, ends), plain


def _strings(data: Bytes, ends: Int64s) -> pa.Array:
    found = pa.LargeStringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), pa.py_buffer(data))
    return found.cast(pa.string())


@compiled
def _is_letter(byte: int) -> bool:
    return 65 <= byte <= 90


@compiled
def _is_digit(byte: int) -> bool:
    return ZERO <= byte <= NINE


@compiled
def _capital(byte: int) -> int:
    return byte - 32 if 97 <= byte <= 122 else byte


@compiled
def _house_end(text: Bytes, end: int) -> int:
    """Where a house number without leading zeros at the beginning of a text ends; 0 for none."""
    at = 0
    while at < end and _is_digit(text[at]):
        at += 1
    if at == 0 or at > LONGEST_HOUSE or text[0] == ZERO or at == end or text[at] != SPACE:
        return 0
    return at


@compiled
def _is_plain_unit(text: Bytes, start: int, end: int) -> bool:
    """Whether a unit is digits, perhaps one letter before or after them, or one letter."""
    if end - start > LONGEST_UNIT:
        return False
    if end - start == 1 and _is_letter(text[start]):
        return True
    if _is_letter(text[start]) and end - start > 1:
        start += 1
    elif _is_letter(text[end - 1]) and end - start > 1:
        end -= 1
    if text[start] == ZERO:
        return False
    for at in range(start, end):
        if not _is_digit(text[at]):
            return False
    return start < end


@compiled
def _ends_plainly(text: Bytes, start: int, end: int) -> bool:
    """Whether the last word of a street is no unit: letters only, or a number as in 3RD."""
    if _is_letter(text[start]):
        letters = 0
        for at in range(start, end):
            letters += _is_letter(text[at])
        return letters == end - start
    return end - start >= 3 and _is_letter(text[end - 1]) and _is_letter(text[end - 2])


@compiled
def _street_end(not_street: Words, text: Bytes, start: int, end: int) -> int:
    """Where a text that is a street alone ends, trimmed; 0 where it is more than a street."""
    while end > start and text[end - 1] == SPACE:
        end -= 1
    for at in range(start, end):
        if text[at] in (COMMA, HASH, SLASH):
            return 0
    last, words = start, 0
    while start < end:
        stop = word_end(text, start, end)
        if stop > start:
            if find(not_street, text, start, stop) >= 0:
                return 0
            last, words = start, words + 1
        start = stop + 1
    if words == 0 or not _ends_plainly(text, last, end):
        return 0
    return end


@compiled
def _fraction_end(text: Bytes, house: int, end: int) -> int:
    """Where a fraction behind the house number ends (12 1/2 MAIN ST); it says nothing."""
    at = house
    while at < end and text[at] == SPACE:
        at += 1
    if at + 3 >= end or text[at + 1] != SLASH or text[at] == ZERO or text[at + 2] == ZERO:
        return house
    stop = word_end(text, at, end)
    is_whole = stop == at + 3 or (stop == at + 4 and _is_digit(text[at + 3]))
    return stop if is_whole and _is_digit(text[at]) and _is_digit(text[at + 2]) else house


@compiled
def _back(text: Bytes, start: int, at: int) -> int:
    """Where what stands before a place ends, without spaces and commas."""
    while at > start and text[at - 1] in (SPACE, COMMA):
        at -= 1
    return at


@compiled
def _word_begin(text: Bytes, start: int, end: int) -> int:
    """Where the word that ends at a place begins."""
    while end > start and text[end - 1] != SPACE and text[end - 1] != COMMA:
        end -= 1
    return end


@compiled
def _before_unit(units: Words, roads: Words, text: Bytes, start: int, unit: int) -> int:
    """Where a street ends whose last word, from ``unit`` on, is a unit; ``unit`` if it is none.

    A sign, a word for a unit, or the word and the sign stand before it. Returns ``start`` where
    it may be the number of a road.
    """
    end = _back(text, start, unit)
    is_signed = end > start and text[end - 1] == HASH
    if is_signed:
        end = _back(text, start, end - 1)
    word = _word_begin(text, start, end)
    has_word = word < end and find(units, text, word, end) >= 0
    if has_word:
        is_signed |= end - word == 2 and text[word] == LETTER_N and text[word + 1] == LETTER_O
        end = _back(text, start, word)
    if is_signed and find(roads, text, _word_begin(text, start, end), end) >= 0:
        return start
    return end if has_word or is_signed else unit


@compiled
def _split(
    not_street: Words, units: Words, roads: Words, text: Bytes, end: int, spans: Int64s
) -> bool:
    """Fill where house, street and unit begin and end in a text of capitals, if it is plain."""
    house = _house_end(text, end)
    if house == 0:
        return False
    street = _fraction_end(text, house, end)
    unit = end
    while unit > street and text[unit - 1] != SPACE and text[unit - 1] != HASH:
        unit -= 1
    street_end = _before_unit(units, roads, text, street, unit)
    if street_end == unit or not _is_plain_unit(text, unit, end):
        street_end = unit = end
    street_end = _street_end(not_street, text, street, street_end)
    spans[HOUSE, 0], spans[HOUSE, 1] = 0, house
    spans[STREET, 0], spans[STREET, 1] = street, street_end
    spans[UNIT, 0], spans[UNIT, 1] = unit, end
    return street_end > 0


@compiled
def _take_capitals(data: Bytes, start: int, end: int, text: Bytes) -> int:
    """Copy a text as capitals; return its length, 0 where it holds what no plain address does."""
    if end - start > len(text):
        return 0
    for at in range(start, end):
        byte = SPACE if data[at] == DOT else _capital(data[at])
        is_between = data[at] == DOT and start < at < end - 1
        if is_between and _is_digit(data[at - 1]) and _is_digit(data[at + 1]):
            return 0
        is_sign = byte in (SPACE, COMMA, HASH, SLASH)
        if not (_is_letter(byte) or _is_digit(byte) or is_sign):
            return 0
        text[at - start] = byte
    return end - start


@entry
def _plain_addresses(
    not_street: Words,
    units: Words,
    roads: Words,
    data: Bytes,
    offsets: Int64s,
    plain: Bytes,
    ends: Int64s,
    parts: Bytes,
) -> None:
    """Fill the parts (3, bytes) of each address and where they end (3, addresses)."""
    text, spans = np.zeros(MOST_LETTERS, np.uint8), np.zeros((3, 2), np.int64)
    end = np.zeros(3, np.int64)
    for i in range(len(offsets) - 1):
        length = _take_capitals(data, offsets[i], offsets[i + 1], text)
        plain[i] = 1 if _split(not_street, units, roads, text, length, spans) else 0
        for part in range(3):
            if plain[i]:
                for at in range(spans[part, 0], spans[part, 1]):
                    parts[part, end[part]] = text[at]
                    end[part] += 1
            ends[part, i] = end[part]


def plain_addresses(texts: pa.Array) -> tuple[dict[str, pa.Array], Bytes]:
    """Return house, unit and the street's text of addresses, and of which that could be done.

    The others' parts are empty.
    """
    data, offsets = text_buffers(texts)
    plain, ends = np.zeros(len(texts), np.uint8), np.zeros((3, len(texts) + 1), np.int64)
    parts = np.zeros((3, len(data) + 1), np.uint8)
    words = [row["word"] for row in word_table("units")]
    not_street, units, roads = WordTable(), WordTable(), WordTable()
    not_street.numbers(pa.array([*words, *_MORE]))
    units.numbers(pa.array(words))
    roads.numbers(pa.array(_ROADS))
    tables = (not_street.words, units.words, roads.words)
    _plain_addresses(*tables, data, offsets, plain, ends[:, 1:], parts)
    names = ("house", "street", "unit")
    return {name: _strings(parts[place], ends[place]) for place, name in enumerate(names)}, plain
