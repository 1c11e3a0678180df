"""Surnames, middle names, kinship and names one slip apart, beside slow and plain ones."""

from itertools import product

import numpy as np
import pyarrow as pa
import pytest

from rollcheck.matching.compare import Texts, middle_level
from rollcheck.matching.compare_surnames import last_level
from rollcheck.matching.compiled import Int32s, Int64s, Uint64s, entry
from rollcheck.matching.forms import SHAPE, forms_of
from rollcheck.matching.indexes import Index, buckets_of, in_order
from rollcheck.matching.levels import FIELDS, FIRST_BY_MIDDLE, FIRST_EXACT
from rollcheck.matching.near_names import (
    CAP,
    FEWEST_LETTERS,
    MOST_NEAR,
    NEAR,
    near_entries,
    near_names,
    room_for_entries,
)
from rollcheck.matching.records import LAST, LAST_HOLDERS
from rollcheck.matching.weigh import NUMBERS, Scale, kinship
from rollcheck.matching.words import WordTable

NAMES = (
    *("GARCIA", "GARSIA", "GRACIA", "GARCIAS", "GAR", "G", "LEE", "LE", "LEA", "CLARK", "DARK"),
    *("MARTINEZ", "MARTINES", "NARTINEZ", "MARTIN", "BROWN", "BR0WN", "BRAWN", "OKONKWO"),
    "MARQXYNEZ",
)
TABLE = WordTable()
NUMBERS_OF = dict(zip(NAMES, TABLE.numbers(pa.array(NAMES)).tolist(), strict=True))
WORDS = TABLE.finished()
SHAPES = forms_of(WORDS, TABLE.count)
TEXTS = Texts(
    TABLE.count, WORDS.data, WORDS.starts, SHAPES, WORDS.data[:0], WORDS.starts[:1], SHAPES[:0]
)


@entry
def _last(texts: Texts, a: Int32s, is_known: int, b: Int32s) -> int:
    return last_level(texts, a, is_known, b)


@entry
def _middle(texts: Texts, first: int, a: int, b: int, is_joined: int) -> int:
    return middle_level(texts, first, a, b, is_joined)


@entry
def _kinship(scale: Scale, last_name: int, address: int) -> int:
    return kinship(scale, last_name, address)


@entry
def _near(texts: Texts, index: Index, holders: Int32s, word: int, near: Int64s) -> int:
    return near_names(texts, index, holders, word, LAST_HOLDERS, near)


def slips(one: str) -> set[str]:
    """Every text that one insertion, deletion, replacement or swap of neighbours makes."""
    letters = sorted({letter for name in NAMES for letter in name})
    cuts = [(one[:i], one[i:]) for i in range(len(one) + 1)]
    return {
        *(a + letter + b for a, b in cuts for letter in letters),
        *(a + b[1:] for a, b in cuts if b),
        *(a + letter + b[1:] for a, b in cuts if b for letter in letters),
        *(a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1),
    }


def same_shape(one: str, other: str) -> bool:
    """Whether a hurried reader may take one for the other."""
    return bool(SHAPES[NUMBERS_OF[one], SHAPE] == SHAPES[NUMBERS_OF[other], SHAPE])


def index_of(holders: Int32s) -> Index:
    room: Uint64s = room_for_entries(WORDS)
    entries = in_order(room[: near_entries(WORDS, holders, SHAPES, room)], CAP)
    buckets, shift = buckets_of(entries)
    return Index(entries, buckets, np.array([(0, shift)] * (NEAR + 1), np.int64))


def test_names_one_slip_apart() -> None:
    holders = np.ones((TABLE.count, 4), np.int32)
    index, near = index_of(holders), np.zeros(MOST_NEAR, np.int64)
    numbers = {number: name for name, number in NUMBERS_OF.items()}
    for name in NAMES:
        count = _near(TEXTS, index, holders, NUMBERS_OF[name], near)
        wanted = {
            other
            for other in NAMES
            if other != name
            and min(len(name), len(other)) >= FEWEST_LETTERS
            and (other in slips(name) or same_shape(name, other))
        }
        assert {numbers[int(one)] for one in near[:count]} == wanted


def test_a_name_that_nobody_bears_is_near_nothing() -> None:
    holders = np.zeros((TABLE.count, 4), np.int32)
    near = np.zeros(MOST_NEAR, np.int64)
    assert _near(TEXTS, index_of(holders), holders, NUMBERS_OF["GARCIA"], near) == 0


def surname(*parts: str) -> Int32s:
    """Return a name's row of one surname, or of two: what is joined is a name of its own."""
    row = np.zeros(8, np.int32)
    row[LAST] = NUMBERS_OF[parts[0]]
    return row


def slow_last(line: str, roll: str, *, known: bool) -> str | None:
    """The levels whose rule is plain; None where similarity decides."""
    if line == roll:
        return "exact"
    if len(line) == 1 or (len(line) <= 3 and not known and len(line) < len(roll)):
        if roll.startswith(line):
            return "initial"
        if len(line) == 1:
            return "different"
    alike = line[0] == roll[0] or line[-2:] == roll[-2:]
    one_slip = line in slips(roll) and alike and min(len(line), len(roll)) >= 4
    if one_slip or same_shape(line, roll):
        return "similar" if known else "close"
    return None


@pytest.mark.parametrize("known", [False, True])
def test_surnames(known: bool) -> None:
    said = set()
    for line, roll in product(NAMES, NAMES):
        level = FIELDS["last_name"][_last(TEXTS, surname(line), int(known), surname(roll))]
        wanted = slow_last(line, roll, known=known)
        assert level == wanted if wanted else level in {"similar", "different"}, (line, roll)
        said.add(wanted)
    assert said >= {"exact", "initial", "similar" if known else "close", None}


def test_a_surname_that_nobody_bears_is_similar_where_half_of_it_is_the_same() -> None:
    names = surname("MARQXYNEZ"), surname("MARTINEZ")
    levels = [FIELDS["last_name"][_last(TEXTS, names[0], known, names[1])] for known in range(2)]
    assert levels == ["similar", "different"]


def slow_middle(one: str, other: str) -> str:
    if one == other:
        return "initial" if len(one) == 1 else "exact"
    if min(len(one), len(other)) == 1 and one[0] == other[0]:
        return "initial"
    alike = one[0] == other[0] or one[-2:] == other[-2:]
    near = other in slips(one) and alike
    begins = one.startswith(other) or other.startswith(one)
    return "close" if min(len(one), len(other)) >= 3 and (near or begins) else "different"


def test_middle_names() -> None:
    for one, other in product(NAMES, NAMES):
        words = NUMBERS_OF[one], NUMBERS_OF[other]
        level = _middle(TEXTS, FIRST_EXACT, *words, 0)
        assert FIELDS["middle_name"][level] == slow_middle(one, other), (one, other)
        # Who goes by the middle name, and J ACK, whose ACK belongs to the first name.
        for first, is_joined in ((FIRST_BY_MIDDLE, 0), (FIRST_EXACT, 1)):
            assert FIELDS["middle_name"][_middle(TEXTS, first, *words, is_joined)] == "moved"


def test_kinship_takes_back_what_is_beyond_one_voter() -> None:
    numbers = np.zeros(len(NUMBERS) + 1, np.int64)
    numbers[NUMBERS.index("kinship_ceiling")] = 1_000
    numbers[NUMBERS.index("kinship_share")] = 950
    numbers[-1] = 20_000
    levels, rarity = np.zeros((0, 0, 0), np.int32), np.zeros((0, 0), np.int32)
    scale = Scale(levels, rarity, np.zeros(0, np.int32), numbers)
    for last, address in product(range(-4_000, 20_000, 1_700), repeat=2):
        beyond = last + address - 21_000
        counts = last > 0 and address > 0 and beyond > 0
        assert _kinship(scale, last, address) == (-beyond * 950 // 1_000 if counts else 0)
