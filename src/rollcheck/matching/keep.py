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
def _keep(tried: Tried, place: int, best: tuple[Int32s, Int32s, Int32s], to: int) -> None:
    kept, levels, bits = best
    for field in range(kept.shape[1]):
        kept[to, field] = tried.found[place, field]
    for field in range(levels.shape[1]):
        levels[to, field], bits[to, field] = tried.levels[place, field], tried.bits[place, field]


@compiled
def keep_best(
    roll: Roll, scale: Scale, tried: Tried, best: tuple[Int32s, Int32s, Int32s], counts: Int32s
) -> None:
    """Keep the best candidates, then the best confidential ones besides; count both.

    ``best`` gets the candidates, their levels and their bits.
    """
    count, places = best_of(roll.ids, tried, scale.numbers[SHOWN], BEST), tried.best
    for place in range(count):
        _keep(tried, places[place], best, place)
        tried.found[places[place], TOTAL] = NOT_COMPARED
    secret = 0
    for at in range(tried.size[COUNT]):
        if not roll.records[tried.found[at, VOTER], SIGNS] & IS_CONFIDENTIAL:
            tried.found[at, TOTAL] = NOT_COMPARED
        else:
            secret += 1
    more = best_of(roll.ids, tried, NOT_COMPARED + 1, BEST) if secret else 0
    for place in range(more):
        _keep(tried, places[place], best, count + place)
    counts[0], counts[1], counts[2] = count, count + more, tried.size[IS_COMMON]


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
            one = kept[at, place]
            record, reading = roll.records[one[RECORD]], chunk.readings[at, one[READING]]
            found = levels[at, place], bits[at, place]
            person = compare_person(texts, scale, chunk.lines[at], record, *found)
            compare_name(texts, scale, roll.nicknames, reading, record, person, *found)
