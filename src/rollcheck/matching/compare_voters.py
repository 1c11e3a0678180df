"""A line beside one voter after the other, at every address that each has had."""

from rollcheck.matching.asked import Roll
from rollcheck.matching.compare import Texts
from rollcheck.matching.compiled import Int32s, compiled, inlined, wide
from rollcheck.matching.evidence import compare_name, compare_person, is_hopeless
from rollcheck.matching.records import HAS_STAYS, SIGNS, STAYS
from rollcheck.matching.tried import (
    IS_THOROUGH,
    MOST,
    READING,
    RECORD,
    TOTAL,
    USABLE,
    VOTER,
    Tried,
)
from rollcheck.matching.weigh import Scale


@inlined
def _compare_voter(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    tried: Tried,
    at: int,
) -> None:
    """Compare the line with the voter at a place of ``tried.found`` at all addresses.

    Fills the rest of that row, and of its evidence. Where neither name can agree the voter is not
    compared, unless ``tried`` is to be thorough.

    The best is the first of the greatest total, the present address before earlier ones.
    """
    voter = tried.found[at, VOTER]
    stay, last_stay = 0, 0
    if roll.records[voter, SIGNS] & HAS_STAYS:
        stay, last_stay = roll.facts[voter, STAYS], roll.facts[voter + 1, STAYS]
    number = wide(voter)
    while True:
        _compare_address(texts, scale, roll, line, readings, tried, at, number)
        if stay == last_stay:
            break
        number = wide(len(roll.facts) - 1 + stay)
        stay += 1


@inlined
def _compare_address(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    tried: Tried,
    at: int,
    number: int,
) -> None:
    """Compare the line with one record of a voter; keep what is better than was found before."""
    found, levels, bits = tried.found[at], tried.levels[MOST], tried.bits[MOST]
    record = roll.records[number]
    person, is_compared = wide(0), False
    for place in range(tried.size[USABLE]):
        reading = tried.usable[place]
        if not tried.size[IS_THOROUGH] and is_hopeless(readings[reading], record):
            continue
        if not is_compared:
            person = compare_person(texts, scale, line, record, levels, bits)
            is_compared = True
        total = compare_name(
            texts, scale, roll.nicknames, readings[reading], record, person, levels, bits
        )
        if total > found[TOTAL]:
            found[TOTAL], found[RECORD], found[READING] = total, number, reading
            for field in range(len(levels)):
                tried.levels[at, field], tried.bits[at, field] = levels[field], bits[field]


@compiled
def compare_voters(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    tried: Tried,
    first: int,
    last: int,
) -> None:
    """Compare the line with the voters at the places ``first`` to ``last`` of ``tried.found``."""
    for at in range(first, last):
        _compare_voter(texts, scale, roll, line, readings, tried, at)
