"""From levels to bits, in thousandths and whole numbers throughout.

So the same input gives the same totals whatever the order in which they are added.
"""

import math
from typing import NamedTuple

import numpy as np

from rollcheck.matching.compiled import Int32s, Int64s, compiled, wide
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

# What of a level stands in ``Scale.levels``; what a rarity is of; whose rarity a column holds.
BITS, SHARE, OF = range(3)
_OF = (None, "building", "dwelling", "zip", "voter", "last_name", "first_name")
_NOTHING, _BUILDING, _DWELLING, _ZIP, _VOTER = range(5)
LAST_RARITY, FIRST_RARITY, ZIP_RARITY, KNOWN = range(4)
KNOWN_LAST, KNOWN_FIRST = 1, 2
"""Flags of a word that is so well known as a surname or a first name as to be meant."""

NUMBERS = (
    *("registered_odds", "kinship_ceiling", "kinship_share", "last_name_most", "first_name_most"),
    *("reading_most", "accept", "gap", "same_dwelling_gap", "settled", "shown", "possible"),
)
REGISTERED_ODDS, KINSHIP_CEILING, KINSHIP_SHARE, LAST_MOST, FIRST_MOST = range(5)
READING_MOST, ACCEPT, GAP, SAME_DWELLING_GAP, SETTLED, SHOWN, POSSIBLE, VOTERS_BITS = range(5, 13)

_MOST_LEVELS = max(map(len, FIELDS.values()))
_FEWEST_KNOWN = 3


class Scale(NamedTuple):
    """The weights as arrays, for one roll; rarities in thousandths of a bit.

    ``levels`` (3, evidence, levels) holds BITS, SHARE and OF of each; ``rarity`` (words, 4) that of
    the roll's words as surname, first name and zip code, and the flags KNOWN; ``logs`` log2 of
    how many live in a home; ``numbers`` the scalars of the weights file, and VOTERS_BITS.
    """

    levels: Int32s
    rarity: Int32s
    logs: Int32s
    numbers: Int64s


def scale_of(weights: Weights, prepared: Prepared) -> Scale:
    """Return the weights for a roll."""
    scalars = weights.scalars
    voters_bits = max(_thousandths(max(prepared.voters, 1)), scalars["voters_least"])
    numbers = [*(scalars[name] for name in NUMBERS), voters_bits]
    logs = [_thousandths(max(living, 1)) for living in range(MOST_LIVING + 1)]
    return Scale(
        _levels(weights),
        _rarities(prepared.holders, voters_bits, weights),
        np.array(logs, np.int32),
        np.array(numbers, np.int64),
    )


def _levels(weights: Weights) -> Int32s:
    found = np.zeros((3, len(EVIDENCE), _MOST_LEVELS), np.int32)
    for field in FIELDS:
        place = EVIDENCE.index(field)
        for at, level in enumerate(weights.field(field)):
            found[:, place, at] = level.bits, level.share, _OF.index(level.of)
    return found


def _rarities(holders: Int32s, voters_bits: int, weights: Weights) -> Int32s:
    """Return the rarities of the roll's words: that of a word without any is the most."""
    scalars = weights.scalars
    most = np.array([scalars["last_name_most"], scalars["first_name_most"], voters_bits])
    held = holders[:, [LAST_HOLDERS, FIRST_HOLDERS, ZIP_HOLDERS]]
    logs = np.rint(1000 * np.log2(np.maximum(held, 1))).astype(np.int32)
    rarity = np.where(held > 0, np.minimum(voters_bits - logs, most), most)
    is_known = (held >= _FEWEST_KNOWN) & (rarity < scalars["known_name_most"])
    flags = is_known[:, 0] * KNOWN_LAST | is_known[:, 1] * KNOWN_FIRST
    return np.ascontiguousarray(np.column_stack([rarity, flags]), np.int32)


def _thousandths(holders: int) -> int:
    return round(1000 * math.log2(holders))


@compiled
def worth(scale: Scale, field: int, level: int, rarity: int) -> int:
    """Return what a level is worth: share * rarity + bits."""
    share = scale.levels[SHARE, field, level]
    return wide(scale.levels[BITS, field, level] + share * rarity // 1000)


@compiled
def address_worth(scale: Scale, level: int, record: Int32s) -> int:
    """Return what a level of the address is worth for a voter's address."""
    of = scale.levels[OF, ADDRESS, level]
    rarity = wide(0)
    if of == _BUILDING:
        rarity = scale.numbers[VOTERS_BITS] - scale.logs[record[LIVING] >> 16]
    elif of == _DWELLING:
        living = record[LIVING] & 0xFFFF
        if living == 0:
            living = record[LIVING] >> 16
        rarity = scale.numbers[VOTERS_BITS] - scale.logs[living]
    elif of == _ZIP:
        rarity = wide(scale.rarity[record[ZIP], ZIP_RARITY])
    elif of == _VOTER:
        rarity = scale.numbers[VOTERS_BITS]
    return worth(scale, ADDRESS, level, rarity)


@compiled
def kinship(scale: Scale, last_name: int, address: int) -> int:
    """Return what surname and address are worth together beyond one voter, taken back."""
    if last_name <= 0 or address <= 0:
        return 0
    numbers = scale.numbers
    excess = numbers[VOTERS_BITS] + numbers[KINSHIP_CEILING] - last_name - address
    return wide(min(0, excess) * numbers[KINSHIP_SHARE] // 1000)


@compiled
def rarity_of(scale: Scale, word: int, column: int) -> int:
    """Return the rarity of a surname or a first name, also of one that the roll does not know."""
    if word < len(scale.rarity):
        return wide(scale.rarity[word, column])
    return wide(scale.numbers[LAST_MOST if column == LAST_RARITY else FIRST_MOST])


@compiled
def is_known(scale: Scale, word: int, flag: int) -> bool:
    """Whether the roll knows a word as surname or first name, so that it may be meant."""
    return word < len(scale.rarity) and scale.rarity[word, KNOWN] & flag != 0
