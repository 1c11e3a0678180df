"""Blocking keys: what a line and a voter must share to be compared, declared once for both.

A key is a hash of one to three parts; one that lacks a part is none. An index holds, for each
kind of key, (upper half of the hash << 32 | voter) in order; two keys that collide only compare a
voter more. A key that names more voters than its cap says too little: the index then holds
``TOO_MANY`` in their stead. Whether it does depends on the roll alone, never on the lines.
"""

import hashlib
from dataclasses import astuple, dataclass

import numpy as np

from rollcheck.matching.compiled import Int32s, Uint64s, compiled
from rollcheck.matching.forms import FORMS, FULL, INITIAL, SHAPE
from rollcheck.matching.words import mixed

TOO_MANY = 0xFFFFFFFF

# What a part is taken from.
LAST, FIRST, MIDDLE, HOUSE, STREET, UNIT, ZIP, YEAR = range(8)
SOURCES = 8
_SOURCE = {
    "last": LAST,
    "first": FIRST,
    "middle": MIDDLE,
    "house": HOUSE,
    "street": STREET,
    "unit": UNIT,
    "zip": ZIP,
    "year": YEAR,
}
_FORM = {
    "": FULL,
    "shape": SHAPE,
    "initial": INITIAL,
}


@dataclass(frozen=True, slots=True)
class Key:
    """A kind of key: its parts (a source, or source.form) and the most voters it may name."""

    name: str
    parts: tuple[str, ...]
    cap: int


KEYS = (
    Key("last_first_house", ("last", "first", "house"), 500),
    Key("last_first_zip", ("last", "first", "zip"), 500),
    Key("last_house_zip", ("last", "house", "zip"), 300),
    Key("house_street_zip", ("house", "street", "zip"), 120),
    Key("house_street", ("house", "street"), 120),
    Key("house_street_unit", ("house", "street", "unit"), 60),
    Key("last_first", ("last", "first"), 60),
    Key("last_first_middle", ("last", "first", "middle.initial"), 60),
    Key("last_first_year", ("last", "first", "year"), 60),
    Key("last_street", ("last", "street"), 60),
    Key("last_initial_zip", ("last", "first.initial", "zip"), 60),
    Key("first_house_zip", ("first", "house", "zip"), 60),
    Key("first_street_zip", ("first", "street", "zip"), 40),
    Key("last_house", ("last", "house"), 60),
    Key("initials_house", ("last.initial", "first.initial", "house"), 10),
    Key("initials_street", ("last.initial", "first.initial", "street.shape"), 10),
)
"""The kinds: exact ones first, then those without a part of the name; loose ones at the end."""

EXACT = 3
"""How many of ``KEYS`` are tried for every line; the others where these do not settle it."""

LOOSE = 14
"""Where those of ``KEYS`` begin that bear the most slips: for lines that found nobody else."""

NAMELESS = 3
"""How many of the others have no part of the name."""

NAMES = {key.name: place for place, key in enumerate(KEYS)}

CONFIDENTIAL_CAP = 500
"""The most confidential voters that a key of theirs (``confidential.py``) may name."""

BITS_PER_BUCKET = 2


def parts_table() -> Int32s:
    """Return int32 (kinds, 3): source * FORMS + form of each part, -1 where there is none."""
    table = np.full((len(KEYS), 3), -1, np.int32)
    for kind, key in enumerate(KEYS):
        for place, part in enumerate(key.parts):
            source, _, form = part.partition(".")
            table[kind, place] = _SOURCE[source] * FORMS + _FORM[form]
    return table


def definitions_hash() -> str:
    """Return the SHA-256 of what the keys are made of, so that an index of others is not used."""
    return hashlib.sha256(repr([astuple(key) for key in KEYS]).encode()).hexdigest()


@compiled
def key_of(kind: int, a: np.uint64, b: np.uint64, c: np.uint64) -> np.uint64:
    """Return a key of up to three parts' hashes, 1 for those not used; 0 where one is 0."""
    if a == 0 or b == 0 or c == 0:
        return np.uint64(0)
    found = mixed(a + np.uint64(kind + 1) * np.uint64(0x9E3779B97F4A7C15))
    found = mixed(found ^ (b * np.uint64(3)))
    return mixed(found ^ (c * np.uint64(5)))


@compiled
def key_of_parts(kind: int, parts: Int32s, values: Uint64s) -> np.uint64:
    """Return the key of a kind from its row of ``parts_table``; ``values`` are by those numbers."""
    one = np.uint64(1)
    a = values[parts[0]]
    b = one if parts[1] < 0 else values[parts[1]]
    c = one if parts[2] < 0 else values[parts[2]]
    return key_of(kind, a, b, c)
