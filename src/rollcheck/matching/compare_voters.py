"""A line beside one voter after the other, at every address that each has had."""

from rollcheck.matching.asked import Roll
from rollcheck.matching.compare import Texts
from rollcheck.matching.compiled import Int32s, compiled, wide
from rollcheck.matching.evidence import compare_name, compare_person, is_hopeless
from rollcheck.matching.records import HAS_STAYS, SIGNS, STAYS
from rollcheck.matching.tried import (
    COUNT,
    IS_THOROUGH,
    READING,
    RECORD,
    TOTAL,
    USABLE,
    VOTER,
    Tried,
)
from rollcheck.matching.weigh import Scale


@compiled
def compare_voter(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    tried: Tried,
    found: Int32s,
) -> None:
    """Compare the line with the voter of ``found`` at all addresses; fill the rest of ``found``.

    Where neither name can agree it is not, unless ``tried`` is to be thorough.

    The best is the first of the greatest total, the present address before earlier ones.
    """
    voter = found[VOTER]
    stay, last_stay = 0, 0
    if roll.records[voter, SIGNS] & HAS_STAYS:
        stay, last_stay = roll.facts[voter, STAYS], roll.facts[voter + 1, STAYS]
    number = wide(voter)
    while True:
        _compare_address(texts, scale, roll, line, readings, tried, found, number)
        if stay == last_stay:
            break
        number = wide(len(roll.facts) - 1 + stay)
        stay += 1


@compiled
def _compare_address(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    tried: Tried,
    found: Int32s,
    number: int,
) -> None:
    """Compare the line with one record of a voter; keep what is better than ``found``."""
    levels, bits = tried.levels, tried.bits
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


@compiled
def compare_voters(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    tried: Tried,
    first: int,
) -> None:
    """Compare the line with the voters from place ``first`` on."""
    for at in range(first, tried.size[COUNT]):
        compare_voter(texts, scale, roll, line, readings, tried, tried.found[at])
