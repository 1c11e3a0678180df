"""From levels to bits, in thousandths and whole numbers throughout.

So the same input gives the same totals whatever the order in which they are added.
"""

import math
from typing import NamedTuple

import numpy as np

from rollcheck.matching.compiled import Int32s, compiled
from rollcheck.matching.levels import FIELDS
from rollcheck.matching.prepared import Prepared
from rollcheck.matching.records import (
    FIRST_HOLDERS,
    LAST_HOLDERS,
    LIVING,
    MOST_LIVING,
    ZIP,
    ZIP_HOLDERS,
)
from rollcheck.matching.weights import Weights

# The places of a candidate's evidence.
PRIOR, LAST_NAME, FIRST_NAME, MIDDLE_NAME, SUFFIX, NAME_ORDER, ADDRESS, BIRTH_YEAR, KINSHIP = range(
    9
)
EVIDENCE = ("prior", *FIELDS, "kinship")
_OF = (None, "building", "dwelling", "zip", "voter", "last_name", "first_name")
_NOTHING, _BUILDING, _DWELLING, _ZIP, _VOTER = range(5)
_MOST_LEVELS = max(map(len, FIELDS.values()))
_FEWEST_KNOWN = 3
"""A name that so many voters bear may be taken to be meant."""


class Scale(NamedTuple):
    """The weights as arrays: by the evidence's place and level (int32, 9 by levels).

    Rarities are of the roll's words, in thousandths of a bit; ``logs`` is log2 of how many live in
    a home; ``known`` (words, 2) whether a surname and a first name are so well known as to be
    meant. Scalars are those of the weights file.
    """

    bits: Int32s
    share: Int32s
    of: Int32s
    last_rarity: Int32s
    first_rarity: Int32s
    zip_rarity: Int32s
    logs: Int32s
    known: Int32s
    voters_bits: int
    registered_odds: int
    kinship_ceiling: int
    kinship_share: int
    last_name_most: int
    reading_most: int
    accept: int
    gap: int
    same_dwelling_gap: int
    settled: int


def scale_of(weights: Weights, prepared: Prepared) -> Scale:
    """Return the weights for a roll."""
    scalars = weights.scalars
    voters_bits = max(_thousandths(max(prepared.voters, 1)), scalars["voters_least"])
    shape = (len(EVIDENCE), _MOST_LEVELS)
    bits, share, of = (np.zeros(shape, np.int32) for _ in range(3))
    for field in FIELDS:
        place = EVIDENCE.index(field)
        for at, level in enumerate(weights.field(field)):
            bits[place, at], share[place, at] = level.bits, level.share
            of[place, at] = _OF.index(level.of)
    holders = prepared.holders
    last = _rarity(holders[:, LAST_HOLDERS], voters_bits, scalars["last_name_most"])
    first = _rarity(holders[:, FIRST_HOLDERS], voters_bits, scalars["first_name_most"])
    known = np.stack(
        [
            (holders[:, column] >= _FEWEST_KNOWN) & (rarity < scalars["known_name_most"])
            for column, rarity in ((LAST_HOLDERS, last), (FIRST_HOLDERS, first))
        ],
        axis=1,
    )
    return Scale(
        bits,
        share,
        of,
        last,
        first,
        _rarity(holders[:, ZIP_HOLDERS], voters_bits, voters_bits),
        np.array([_thousandths(max(living, 1)) for living in range(MOST_LIVING + 1)], np.int32),
        known.astype(np.int32),
        voters_bits,
        *(
            scalars[name]
            for name in (
                *("registered_odds", "kinship_ceiling", "kinship_share", "last_name_most"),
                *("reading_most", "accept", "gap", "same_dwelling_gap", "settled"),
            )
        ),
    )


def _thousandths(holders: int) -> int:
    return round(1000 * math.log2(holders))


def _rarity(holders: Int32s, voters_bits: int, most: int) -> Int32s:
    """Return voters_bits - log2(holders) up to ``most``, which is also that of a word without any."""
    logs = np.rint(1000 * np.log2(np.maximum(holders, 1))).astype(np.int32)
    return np.where(holders > 0, np.minimum(voters_bits - logs, most), most).astype(np.int32)


@compiled
def worth(scale: Scale, field: int, level: int, rarity: int) -> int:
    """What a level is worth: share * rarity + bits."""
    return scale.bits[field, level] + scale.share[field, level] * rarity // 1000


@compiled
def address_worth(scale: Scale, level: int, place: Int32s) -> int:
    """What a level of the address is worth for a voter's ``place``."""
    of = scale.of[ADDRESS, level]
    rarity = 0
    if of == _BUILDING:
        rarity = scale.voters_bits - scale.logs[place[LIVING] >> 16]
    elif of == _DWELLING:
        living = place[LIVING] & 0xFFFF
        rarity = scale.voters_bits - scale.logs[living if living > 0 else place[LIVING] >> 16]
    elif of == _ZIP:
        rarity = scale.zip_rarity[place[ZIP]]
    elif of == _VOTER:
        rarity = scale.voters_bits
    return worth(scale, ADDRESS, level, rarity)


@compiled
def kinship(scale: Scale, last_name: int, address: int) -> int:
    """What surname and address are worth together beyond one voter, taken back."""
    if last_name <= 0 or address <= 0:
        return 0
    excess = scale.voters_bits + scale.kinship_ceiling - last_name - address
    return min(0, excess) * scale.kinship_share // 1000


@compiled
def surname_rarity(scale: Scale, word: int) -> int:
    """The rarity of a surname, also of one that the roll does not know."""
    return scale.last_rarity[word] if word < len(scale.last_rarity) else scale.last_name_most
