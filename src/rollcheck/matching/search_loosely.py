"""What a line is searched by where no other key found anybody likely: keys that bear slips."""

from rollcheck.matching.asked import (
    Roll,
    ask_by_middle,
    ask_loose,
    ask_near,
    note_few,
    read_ahead,
)
from rollcheck.matching.compare import Texts
from rollcheck.matching.compare_address import address_level
from rollcheck.matching.compare_voters import compare_voters
from rollcheck.matching.compiled import Int32s, Int64s, compiled, wide
from rollcheck.matching.levels import ZIP_ONLY
from rollcheck.matching.line_records import ORDER, ORDERS, SWAPPED
from rollcheck.matching.near_names import Near, near_names
from rollcheck.matching.records import FIRST, FIRST_HOLDERS, HOUSE, LAST, LAST_HOLDERS, STREET
from rollcheck.matching.room import Room, find_asked
from rollcheck.matching.tried import (
    COUNT,
    IS_THOROUGH,
    NOT_COMPARED,
    RECORD,
    TOTAL,
    USABLE,
    VOTER,
    Tried,
)
from rollcheck.matching.weigh import KNOWN_FIRST, KNOWN_LAST, SHOWN, Scale, is_known

_MOST_NEAR_VOTERS = 10
"""More voters than these under a key with a name one slip apart say too little."""


@compiled
def search_loosely(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    room: Room,
    stamp: int,
) -> None:
    """Find and compare candidates by the middle name, by names one slip apart, by the loosest keys.

    Of those whom only initials found, some have a name much like any: only those stay whom the
    address speaks for.
    """
    tried = room.tried
    room.near.words[:] = -1
    _compare_at_home(texts, scale, roll, line, readings, tried)
    compared, count = tried.size[COUNT], 0
    for place in range(tried.size[USABLE]):
        reading = readings[tried.usable[place]]
        count = ask_by_middle(texts, roll, line, reading, room.asked, count)
    read_ahead(roll, room.asked, count)
    note_few(roll, room.asked, count, tried, stamp, _MOST_NEAR_VOTERS)
    for place in range(tried.size[USABLE]):
        reading = readings[tried.usable[place]]
        if reading[ORDER] & ORDERS != SWAPPED:
            _find_near(texts, scale, roll, line, reading, room, stamp)
    compare_voters(texts, scale, roll, line, readings, tried, compared, tried.size[COUNT])
    compared, count = tried.size[COUNT], 0
    for place in range(tried.size[USABLE]):
        reading = readings[tried.usable[place]]
        if reading[ORDER] & ORDERS != SWAPPED:
            count = ask_loose(texts, roll, line, reading, room.asked, count)
    find_asked(texts, scale, roll, line, readings, room, count, stamp)
    for at in range(compared, tried.size[COUNT]):
        found = tried.found[at]
        is_shown = found[TOTAL] >= scale.numbers[SHOWN]
        if is_shown and address_level(texts, line, roll.records[found[RECORD]]) > ZIP_ONLY:
            found[TOTAL] = NOT_COMPARED


@compiled
def _compare_at_home(
    texts: Texts, scale: Scale, roll: Roll, line: Int32s, readings: Int32s, tried: Tried
) -> None:
    """Compare those at the line's very house whose names begin otherwise."""
    if line[HOUSE] == 0 or line[STREET] == 0:
        return
    tried.size[IS_THOROUGH] = 1
    for at in range(tried.size[COUNT]):
        found = tried.found[at]
        record = roll.records[found[VOTER]]
        if (
            found[TOTAL] == NOT_COMPARED
            and record[HOUSE] == line[HOUSE]
            and record[STREET] == line[STREET]
        ):
            compare_voters(texts, scale, roll, line, readings, tried, at, at + 1)
    tried.size[IS_THOROUGH] = 0


@compiled
def _find_near(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    reading: Int32s,
    room: Room,
    stamp: int,
) -> None:
    """Note the voters whose surname or first name is one slip from the reading's.

    A name that the roll knows is taken to be meant.
    """
    near = room.near
    _fill_near(texts, scale, roll, near, wide(0), wide(reading[LAST]), near.last)
    _fill_near(texts, scale, roll, near, wide(1), wide(reading[FIRST]), near.first)
    count = ask_near(texts, roll, near, line, reading, room.asked)
    read_ahead(roll, room.asked, count)
    note_few(roll, room.asked, count, room.tried, stamp, _MOST_NEAR_VOTERS)


@compiled
def _fill_near(
    texts: Texts, scale: Scale, roll: Roll, near: Near, which: int, word: int, found: Int64s
) -> None:
    """Fill the names near a surname (``which`` 0) or a first name (1), and how many there are."""
    if near.words[which] == word:
        # Readings of a line have names in common: this one was asked for the reading before.
        return
    near.words[which], near.counts[which] = word, 0
    flag, column = (KNOWN_FIRST, FIRST_HOLDERS) if which else (KNOWN_LAST, LAST_HOLDERS)
    if word != 0 and not is_known(scale, word, flag):
        near.counts[which] = near_names(texts, roll.blocks, roll.holders, word, column, found)
