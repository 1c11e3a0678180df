"""What is kept of a line's candidates: the best of them, each with its evidence."""

from rollcheck.matching.asked import Roll
from rollcheck.matching.compare import Texts
from rollcheck.matching.compiled import Int32s, compiled, entry
from rollcheck.matching.evidence import compare_name, compare_person
from rollcheck.matching.line_records import Chunk
from rollcheck.matching.records import IS_CONFIDENTIAL, SIGNS
from rollcheck.matching.tried import (
    BEST,
    COUNT,
    IS_COMMON,
    NOT_COMPARED,
    READING,
    RECORD,
    TOTAL,
    VOTER,
    Tried,
    best_of,
)
from rollcheck.matching.weigh import SHOWN, Scale

MOST_SHOWN = 2 * BEST
"""Candidates that a line keeps: the best, and the best confidential ones besides."""


@compiled
def _keep(tried: Tried, place: int, kept: Int32s) -> None:
    for field in range(4):
        kept[field] = tried.found[place, field]


@compiled
def keep_best(roll: Roll, scale: Scale, tried: Tried, kept: Int32s, counts: Int32s) -> None:
    """Keep the best candidates, then the best confidential ones besides; count both."""
    count, best = best_of(roll.ids, tried, scale.numbers[SHOWN], BEST), tried.best
    for place in range(count):
        _keep(tried, best[place], kept[place])
        tried.found[best[place], TOTAL] = NOT_COMPARED
    for at in range(tried.size[COUNT]):
        if not roll.records[tried.found[at, VOTER], SIGNS] & IS_CONFIDENTIAL:
            tried.found[at, TOTAL] = NOT_COMPARED
    more = best_of(roll.ids, tried, NOT_COMPARED + 1, BEST)
    for place in range(more):
        _keep(tried, best[place], kept[count + place])
    counts[0], counts[1], counts[2] = count, count + more, tried.size[IS_COMMON]


@compiled
def fill_one(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    found: tuple[Int32s, Int32s, Int32s],
) -> None:
    """Fill levels and bits, the second and third of ``found``, of a kept candidate, the first."""
    kept, levels, bits = found
    record, reading = roll.records[kept[RECORD]], readings[kept[READING]]
    person = compare_person(texts, scale, line, record, levels, bits)
    compare_name(texts, scale, roll.nicknames, reading, record, person, levels, bits)


@entry
def fill_evidence(
    chunk: Chunk,
    texts: Texts,
    scale: Scale,
    roll: Roll,
    kept: Int32s,
    counts: Int32s,
    levels: Int32s,
    bits: Int32s,
) -> None:
    """Fill levels and bits (lines, kept, evidence) of candidates that something else chose."""
    for at in range(len(chunk.lines)):
        for place in range(counts[at, 1]):
            found = kept[at, place], levels[at, place], bits[at, place]
            fill_one(texts, scale, roll, chunk.lines[at], chunk.readings[at], found)
