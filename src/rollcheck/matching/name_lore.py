"""What is known of words in names: suffixes, titles, particles, and the orders of a name."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from rollcheck.matching.compiled import Bytes, Int32s, Int64s
from rollcheck.matching.line_records import AS_WRITTEN, ONE_SURNAME, SWAPPED, TWO_SURNAMES
from rollcheck.matching.records import PARTICLES, SUFFIXES
from rollcheck.matching.words import Words, WordTable
from rollcheck.roll.words import word_table

# How the groups of words of a name without a comma can be read; 0 is none. Columns: groups in
# all, order, surname from and to, first name, middle names from and to.
PATTERNS = np.array(
    [
        (1, AS_WRITTEN, 1, 1, 0, 0, 0),
        (1, SWAPPED, 0, 0, 1, 0, 0),
        (2, AS_WRITTEN, 2, 2, 1, 0, 0),
        (2, SWAPPED, 1, 1, 2, 0, 0),
        (3, AS_WRITTEN, 3, 3, 1, 2, 2),
        (3, TWO_SURNAMES, 2, 3, 1, 0, 0),
        (3, ONE_SURNAME, 2, 2, 1, 0, 0),
        (3, SWAPPED, 1, 1, 2, 3, 3),
        (3, SWAPPED, 1, 2, 3, 0, 0),
        (4, AS_WRITTEN, 4, 4, 1, 2, 3),
        (4, TWO_SURNAMES, 3, 4, 1, 2, 2),
        (4, TWO_SURNAMES, 2, 4, 1, 0, 0),
        (4, ONE_SURNAME, 3, 3, 1, 2, 2),
        (4, SWAPPED, 1, 1, 2, 3, 4),
        (4, SWAPPED, 1, 2, 3, 4, 4),
        (5, AS_WRITTEN, 5, 5, 1, 2, 4),
        (5, TWO_SURNAMES, 4, 5, 1, 2, 3),
        (5, TWO_SURNAMES, 3, 5, 1, 2, 2),
        (5, ONE_SURNAME, 4, 4, 1, 2, 3),
        (5, SWAPPED, 1, 1, 2, 3, 5),
        (5, SWAPPED, 1, 2, 3, 4, 5),
    ],
    np.int64,
)

# Digits that stand for letters, as they are misread.
_LETTER = np.arange(256, dtype=np.uint8)
for _digit, _letter in zip(b"012345678", b"OIZEASGTB", strict=True):
    _LETTER[_digit] = _letter

# Words that are no name: suffixes (with their number in SUFFIXES), titles, and particles that
# belong to the word after them, alone or two together.
_SUFFIX_WORDS = {
    **{word: SUFFIXES.index(word) for word in ("JR", "SR", "II", "III", "IV")},
    "2ND": SUFFIXES.index("II"),
    "3RD": SUFFIXES.index("III"),
    "JUNIOR": SUFFIXES.index("JR"),
    "SENIOR": SUFFIXES.index("SR"),
}
_LATE = ("JUNIOR", "SENIOR")
"""Names as well: a suffix only behind two words."""
_TITLES = ("MR", "MRS", "MS", "MISS", "REV", "HON")
_TITLES_OF_TWO = ("DR", "FR", "PROF", "CAPT", "SGT", "COL", "LT", "RABBI", "SISTER", "FATHER")
"""Initials or names as well: a title only where two words follow."""
_DEGREES = ("MD", "PHD", "ESQ", "RN", "DDS", "DMD", "CPA", "JD", "DVM", "MBA", "USMC", "USN", "RET")
"""No name behind two words."""
_NOTHING = ("NMN", "NMI", "FNU", "NFN", "LNU", "NLN")
"""What a form has in place of a name that somebody does not have."""
_BEFORE_ARTICLE = ("DE", "VAN", "VON")
_ARTICLES = ("LAS", "LOS", "LA", "DER", "DEN", "DE")
_PREFIXES = ("DEL", "DE", "DOS", "DA", "VON", "MC", "MAC")
IS_TITLE, IS_BEFORE_ARTICLE, IS_ARTICLE, IS_PREFIX, IS_TITLE_OF_TWO = 1, 2, 4, 8, 16
IS_LATE, IS_DEGREE, IS_NOTHING = 32, 64, 128


class Lore(NamedTuple):
    """What is known of words in names, by the number in ``words``: ``suffixes``, ``kinds``.

    ``full`` are the surnames that ``fulls`` says a word is short for, from 1 on.
    """

    words: Words
    suffixes: Int32s
    kinds: Int32s
    full: Words
    fulls: Int32s
    particles: Words
    patterns: Int64s
    letters: Bytes


def name_lore() -> Lore:
    """Return what the readings rest on."""
    groups = (
        *(_TITLES, _BEFORE_ARTICLE, _ARTICLES, _PREFIXES, _TITLES_OF_TWO),
        *(_LATE, _DEGREES, _NOTHING),
    )
    short = {row["written"]: row["surname"] for row in word_table("surname_words")}
    listed = sorted({*_SUFFIX_WORDS, *short, *(word for group in groups for word in group)})
    table, particles, full = WordTable(), WordTable(), WordTable()
    fulls = full.numbers(pa.array([short.get(word, "") for word in listed]))
    table.numbers(pa.array(listed))
    particles.numbers(pa.array(PARTICLES))
    suffixes = np.array([0, *(_SUFFIX_WORDS.get(word, 0) for word in listed)], np.int32)
    kinds = [sum(1 << bit for bit, group in enumerate(groups) if word in group) for word in listed]
    return Lore(
        table.finished(),
        suffixes,
        np.array([0, *kinds], np.int32),
        full.finished(),
        np.array([0, *fulls], np.int32),
        particles.finished(),
        PATTERNS,
        _LETTER,
    )
