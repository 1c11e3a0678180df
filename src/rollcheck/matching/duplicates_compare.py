"""Two lines beside each other, without any voter: what each field says of their being one's.

The fields and levels are words of their own: what is compared is two writings, neither of them the
roll's. A name agrees word by word, in any order, since a line does not say which of its words is
the surname.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rollcheck.roll import other_names

SUFFIXES = frozenset({"JR", "SR", "II", "III", "IV", "2ND", "3RD"})
SAME_SUFFIX: Mapping[str, str] = {"2ND": "II", "3RD": "III"}
TITLES = frozenset({"MR", "MRS", "MS", "MISS", "DR", "REV", "HON"})
LONG_HOUSE, LONG_STREET = 3, 4
"""Digits and letters from which on a slip leaves enough to know a house or a street by."""

GENERATION = 16
"""Years from which on one digit of the year of birth may tell a parent from a child."""

KNOWN_NAME = 12
"""A word that so many lines have is a name of its own, and no slip of its neighbour."""

NAME_LEVELS: Mapping[str, str] = {
    "exact": "the same words, in whatever order",
    "fewer": "the same, one line has a word more",
    "close": "one slip apart, or a nickname",
    "initial": "an initial stands for a word",
    "different": "different",
    "missing": "not given",
}
ADDRESS_LEVELS: Mapping[str, str] = {
    "dwelling": "same house, street and unit",
    "building": "same house and street",
    "other_unit": "same house, another unit",
    "near": "nearly the same: one digit of the house, or a slip in the street",
    "two_slips": "one digit of the house and a slip in the street",
    "zip": "same zip code, nothing else to compare",
    "different": "another place",
    "missing": "nothing to compare",
}
SUFFIX_LEVELS: Mapping[str, str] = {
    "exact": "the same",
    "missing": "none",
    "one_only": "on one of the lines only",
    "different": "different",
}
BORN_LEVELS: Mapping[str, str] = {
    "exact": "the same",
    "one_digit": "one digit differs",
    "missing": "not given by both",
    "different": "different",
}
DUPLICATE_LEVELS: Mapping[str, Mapping[str, str]] = {
    "name": NAME_LEVELS,
    "suffix": SUFFIX_LEVELS,
    "address": ADDRESS_LEVELS,
    "birth_year": BORN_LEVELS,
}
"""The evidence for two lines: its fields, and for each its levels with their meaning."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What one line says of a person, in the roll's normal form; empty where it says nothing.

    ``several``: the roll has several voters whom it fits alike, such as a father and his son.
    """

    words: tuple[str, ...]
    suffix: str
    house: str
    street: str
    unit: str
    zip: str
    born: int
    several: bool


def words_of(name: str) -> tuple[tuple[str, ...], str]:
    """Return the words of a normalised name in order, and its suffix, which is none of them."""
    words: list[str] = []
    suffix = ""
    for place, word in enumerate(name.replace(",", " ").split()):
        if word in SUFFIXES and place:
            suffix = SAME_SUFFIX.get(word, word)
        elif not (word in TITLES and place == 0):
            words.append(word)
    return tuple(words), suffix


def frequent_words(names: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Return the words that are names of their own: those of ``KNOWN_NAME`` lines or more."""
    counted = Counter(word for words in names for word in set(words))
    return frozenset(word for word, times in counted.items() if times >= KNOWN_NAME)


def evidence(one: Writing, other: Writing, known: frozenset[str]) -> dict[str, str]:
    """Return the level of each field of ``DUPLICATE_LEVELS``; the same whichever comes first."""
    return {
        "name": name_level(one.words, other.words, known),
        "suffix": suffix_level(one.suffix, other.suffix),
        "address": address_level(one, other),
        "birth_year": born_level(one.born, other.born),
    }


def name_level(one: tuple[str, ...], other: tuple[str, ...], known: frozenset[str]) -> str:
    """Return how far two names agree, word by word."""
    if not one or not other:
        return "missing"
    if sorted(one) == sorted(other) or "".join(one) == "".join(other):
        return "exact"
    left, right = list(one), list(other)
    full = _take(left, right, _same_word)
    slips = _take(left, right, lambda a, b: _is_slip(a, b, known) or _is_nickname(a, b))
    joined = _take_joined(left, right) + _take_joined(right, left)
    initials = _take(left, right, _is_initial)
    if (left and right) or full + slips + joined == 0 or slips > 1:
        return "different"
    if (initials or full + joined < 2) and any(len(word) > 1 for word in (*left, *right)):
        # What the one has more is no middle name: too little else says who it is.
        return "different"
    if initials and full + joined < 2:
        return "initial"
    return "close" if slips else "fewer" if left or right or initials else "exact"


def suffix_level(one: str, other: str) -> str:
    """Return how suffixes agree; a father and his son are told apart by them alone."""
    if one == other:
        return "exact" if one else "missing"
    return "different" if one and other else "one_only"


def born_level(one: int, other: int) -> str:
    """Return how years of birth agree, 0 where one is not known."""
    if not one or not other:
        return "missing"
    if one == other:
        return "exact"
    wrong = [(a, b) for a, b in zip(f"{one:04d}", f"{other:04d}", strict=True) if a != b]
    swapped = len(wrong) == 2 and wrong[0] == wrong[1][::-1]
    is_slip = (len(wrong) == 1 or swapped) and abs(one - other) < GENERATION
    return "one_digit" if is_slip else "different"


def address_level(one: Writing, other: Writing) -> str:
    """Return how far two addresses agree."""
    same_zip = bool(one.zip) and one.zip == other.zip
    if not (one.street and other.street) or not (one.house and other.house):
        return _part_of_an_address(one, other, same_zip=same_zip)
    far = bool(one.zip and other.zip) and not same_zip and not _one_edit(one.zip, other.zip)
    same_house, same_street = one.house == other.house, one.street == other.street
    if far:
        return "different"
    if same_house and same_street:
        if one.unit and other.unit:
            return "dwelling" if one.unit == other.unit else "other_unit"
        return "building"
    near_house = same_house or _near_houses(one.house, other.house)
    near_street = same_street or _near_streets(one.street, other.street)
    if not (near_house and near_street):
        return "different"
    return "near" if same_house or same_street else "two_slips"


def _part_of_an_address(one: Writing, other: Writing, *, same_zip: bool) -> str:
    """Compare addresses of which one lacks its house or its street."""
    for name in ("house", "street"):
        a, b = getattr(one, name), getattr(other, name)
        if a and b:
            return "near" if a == b and same_zip else "different"
    if same_zip:
        return "zip"
    return "different" if one.zip and other.zip else "missing"


def _take(left: list[str], right: list[str], agree: Callable[[str, str], bool]) -> int:
    """Take out words that agree, each with the first that it agrees with; return how many."""
    taken = 0
    for word in tuple(left):
        match = next((other for other in right if agree(word, other)), None)
        if match is not None:
            left.remove(word)
            right.remove(match)
            taken += 1
    return taken


def _take_joined(whole: list[str], parts: list[str]) -> int:
    """Take out a word that two neighbours of the other line are together: MARYANN, MARY ANN."""
    for word in tuple(whole):
        for a, b in zip(tuple(parts), tuple(parts)[1:], strict=False):
            if a + b == word:
                whole.remove(word)
                parts.remove(a)
                parts.remove(b)
                return 1
    return 0


def _same_word(one: str, other: str) -> bool:
    return one == other and len(one) > 1


def _is_initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _is_slip(one: str, other: str, known: frozenset[str]) -> bool:
    """Tell whether one word is the other with a slip, and not a name of its own."""
    if min(len(one), len(other)) < 4 or (one in known and other in known):
        return False
    return _one_edit(one, other)


def _is_nickname(one: str, other: str) -> bool:
    return other in other_names().get(one, ())


@lru_cache(maxsize=1 << 18)
def _one_edit(one: str, other: str) -> bool:
    """Tell whether one letter more, less, other, or two swapped make the one the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _near_houses(one: str, other: str) -> bool:
    return max(len(one), len(other)) >= LONG_HOUSE and _one_edit(one, other)


def _near_streets(one: str, other: str) -> bool:
    if one[0].isdigit() or other[0].isdigit():
        return False
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < LONG_STREET:
        return False
    return longer.startswith(shorter) or longer.endswith(" " + shorter) or _one_edit(one, other)
