"""The address of a line beside one of a voter's, compared as one joint thing."""

from rollcheck.matching.compare import Texts, form_of, text_of
from rollcheck.matching.compiled import Bytes, Int32s, compiled, wide
from rollcheck.matching.forms import SHAPE
from rollcheck.matching.levels import (
    ADDRESS_MISSING,
    BUILDING,
    CITY_ONLY,
    DWELLING,
    ELSEWHERE,
    GARBLED_STREET,
    NEAR_HOUSE,
    NEAR_STREET,
    NO_HOUSE,
    NO_STREET,
    OTHER_AREA,
    OTHER_IN_CITY,
    OTHER_IN_ZIP,
    OTHER_ON_STREET,
    OTHER_UNIT,
    POST_OFFICE_BOX,
    ZIP_ONLY,
)
from rollcheck.matching.records import CITY, HOUSE, ONLY_SIGNS, PO_BOX, SIGNS, STREET, UNIT, ZIP
from rollcheck.matching.text import (
    FAR,
    edits,
    ends_with,
    jaro_winkler_reaches,
    one_edit,
    starts_with,
)

DIGIT_ZERO, DIGIT_NINE = 48, 57
LETTER_N, LETTER_S = 78, 83
HALF_OF_GRID = 4
"""Signs of the second half of a grid's house number that are enough to know it by."""

# Where two addresses agree about the place at large: zip code, or city where a zip code is
# missing; a slip where the zip codes differ but the city or all digits but one agree. Cities go by
# several names, so another city without a zip code to compare is not simply another place.
SAME_ZIP, SAME_CITY, UNKNOWN_AREA, OTHER_CITY, SLIP_IN_CITY, SLIP_IN_ZIP, ANOTHER = range(7)


@compiled
def clash(a: int, b: int) -> bool:
    """Whether two words are given and differ."""
    return 0 not in (a, b) and a != b


@compiled
def _is_digit(byte: int) -> bool:
    return DIGIT_ZERO <= byte <= DIGIT_NINE


@compiled
def _other_numbers(a: Bytes, a1: int, b: Bytes, b1: int) -> bool:
    """Whether two texts that begin with a letter end with numbers that are not the same."""
    if not (_is_digit(a[a1 - 1]) and _is_digit(b[b1 - 1])):
        return False
    while _is_digit(a[a1 - 1]) and a[a1 - 1] == b[b1 - 1]:
        a1 -= 1
        b1 -= 1
    return _is_digit(a[a1 - 1]) or _is_digit(b[b1 - 1])


@compiled
def near_streets(texts: Texts, a: int, b: int) -> bool:
    """Whether one street's name may be a misreading, a slip or a shortening of the other.

    Streets with a number (1ST, 21ST) have no near neighbours: one digit off is another street. So
    it is of roads with numbers at the end: COUNTY ROAD 12, COUNTY ROAD 13.
    """
    if a == b:
        return a != 0
    if a == 0 or b == 0:
        return False
    x, x0, x1 = text_of(texts, a)
    y, y0, y1 = text_of(texts, b)
    if x[x0] <= DIGIT_NINE or y[y0] <= DIGIT_NINE or _other_numbers(x, x1, y, y1):
        return False
    shorter = min(x1 - x0, y1 - y0)
    apart = edits(x, x0, x1, y, y0, y1)
    if (apart <= 1 and shorter >= 4) or (apart == 2 and shorter >= 7):
        return True
    if shorter >= 4 and (starts_with(x, x0, x1, y, y0, y1) or starts_with(y, y0, y1, x, x0, x1)):
        return True
    if shorter >= 5 and (ends_with(x, x0, x1, y, y0, y1) or ends_with(y, y0, y1, x, x0, x1)):
        return True
    if abs((x1 - x0) - (y1 - y0)) <= 1 and form_of(texts, a, SHAPE) == form_of(texts, b, SHAPE):
        return True
    return x[x0] == y[y0] and jaro_winkler_reaches(x, x0, x1, y, y0, y1, 92)


@compiled
def _near_cities(texts: Texts, a: int, b: int) -> bool:
    if a == b:
        return a != 0
    if a == 0 or b == 0:
        return False
    x, x0, x1 = text_of(texts, a)
    y, y0, y1 = text_of(texts, b)
    return min(x1 - x0, y1 - y0) >= 6 and edits(x, x0, x1, y, y0, y1) != FAR


@compiled
def area_of(texts: Texts, a: Int32s, b: Int32s) -> int:
    """Return what two addresses agree in about the place at large."""
    if a[ZIP] == b[ZIP] and a[ZIP] != 0:
        return SAME_ZIP
    near = _near_cities(texts, wide(a[CITY]), wide(b[CITY]))
    if a[ZIP] == 0 or b[ZIP] == 0:
        if near:
            return SAME_CITY
        return UNKNOWN_AREA if a[CITY] == 0 or b[CITY] == 0 else OTHER_CITY
    if near:
        return SLIP_IN_CITY
    x, x0, x1 = text_of(texts, wide(a[ZIP]))
    y, y0, y1 = text_of(texts, wide(b[ZIP]))
    return SLIP_IN_ZIP if edits(x, x0, x1, y, y0, y1) == 1 else ANOTHER


@compiled
def _dirs_clash(a: Int32s, b: Int32s) -> bool:
    return clash((a[SIGNS] & ONLY_SIGNS) >> 16, (b[SIGNS] & ONLY_SIGNS) >> 16)


@compiled
def _types_clash(a: Int32s, b: Int32s) -> bool:
    return clash(a[SIGNS] & 0xFFFF, b[SIGNS] & 0xFFFF)


@compiled
def _same_house(a: Int32s, b: Int32s, area: int) -> int:
    if area in (SLIP_IN_ZIP, SLIP_IN_CITY, OTHER_CITY):
        return OTHER_AREA
    if a[UNIT] == 0 or b[UNIT] == 0:
        return BUILDING
    return DWELLING if a[UNIT] == b[UNIT] else OTHER_UNIT


@compiled
def _nothing_but_area(area: int) -> int:
    if area == SAME_ZIP:
        return ZIP_ONLY
    if area == SAME_CITY:
        return CITY_ONLY
    if area == UNKNOWN_AREA:
        return ADDRESS_MISSING
    return OTHER_IN_CITY if area == SLIP_IN_CITY else ELSEWHERE


@compiled
def _near_house(texts: Texts, a: Int32s, b: Int32s) -> bool:
    x, x0, x1 = text_of(texts, wide(a[HOUSE]))
    y, y0, y1 = text_of(texts, wide(b[HOUSE]))
    return max(x1 - x0, y1 - y0) >= 3 and one_edit(x, x0, x1, y, y0, y1)


@compiled
def _letter_is_unit(texts: Texts, longer: int, longer_unit: int, shorter: int, unit: int) -> bool:
    """Whether a house number is another with a letter, which is the other's unit: 123A, 123 # A."""
    x, x0, x1 = text_of(texts, longer)
    y, y0, y1 = text_of(texts, shorter)
    if x1 - x0 != y1 - y0 + 1 or _is_digit(x[x1 - 1]) or longer_unit != 0 or unit == 0:
        return False
    z, z0, z1 = text_of(texts, unit)
    return z1 - z0 == 1 and z[z0] == x[x1 - 1] and starts_with(x, x0, x1, y, y0, y1)


@compiled
def _house_otherwise(texts: Texts, a: Int32s, b: Int32s) -> bool:
    """Whether a line's house number is a voter's, written otherwise, on one street.

    Its letter stands for the unit (123A, 123 # A), its first part was taken for the unit (12 34 for
    12-34), or it is the half of a grid's that most people write (W23001 of N6W23001).
    """
    one, other = wide(a[HOUSE]), wide(b[HOUSE])
    unit, voters_unit = wide(a[UNIT]), wide(b[UNIT])
    if _letter_is_unit(texts, one, unit, other, voters_unit) or _letter_is_unit(
        texts, other, voters_unit, one, unit
    ):
        return True
    x, x0, x1 = text_of(texts, one)
    y, y0, y1 = text_of(texts, other)
    if not ends_with(y, y0, y1, x, x0, x1):
        return False
    half = y1 - (x1 - x0)
    if y[y0] in (LETTER_N, LETTER_S):
        return x1 - x0 >= HALF_OF_GRID and not (_is_digit(y[half]) and _is_digit(y[half - 1]))
    z, z0, z1 = text_of(texts, unit)
    return z1 - z0 == half - y0 and starts_with(y, y0, y1, z, z0, z1)


@compiled
def _on_one_street(texts: Texts, a: Int32s, b: Int32s, area: int) -> int:
    """Return the level of addresses on one street with other house numbers; -1 if far apart."""
    if a[HOUSE] == 0 or b[HOUSE] == 0 or area == ANOTHER:
        return -1
    if _house_otherwise(texts, a, b):
        return OTHER_AREA if area in (SLIP_IN_ZIP, SLIP_IN_CITY, OTHER_CITY) else BUILDING
    return NEAR_HOUSE if area != OTHER_CITY and _near_house(texts, a, b) else -1


@compiled
def _in_same_zip(texts: Texts, a: Int32s, b: Int32s) -> int:
    """Return the level where the zip codes agree, and house and street not both nearly."""
    if a[HOUSE] == b[HOUSE]:
        if a[STREET] == 0:
            return NO_STREET
        _, start, end = text_of(texts, wide(a[HOUSE]))
        if end - start >= 2:
            return GARBLED_STREET
    return OTHER_ON_STREET if a[STREET] == b[STREET] and a[STREET] != 0 else OTHER_IN_ZIP


@compiled
def address_level(texts: Texts, a: Int32s, b: Int32s) -> int:  # noqa: PLR0911
    """Return the level of a line's address ``a`` and a voter's ``b``."""
    same_house = a[HOUSE] == b[HOUSE] and a[HOUSE] != 0
    area = area_of(texts, a, b)
    dirs_clash = _dirs_clash(a, b)
    if (
        same_house
        and a[STREET] == b[STREET]
        and area != ANOTHER
        and not dirs_clash
        and not _types_clash(a, b)
    ):
        return _same_house(a, b, area)
    if a[PO_BOX] != 0 and a[PO_BOX] == b[PO_BOX] and area != ANOTHER:
        return POST_OFFICE_BOX
    if (a[HOUSE] == 0 and a[STREET] == 0) or (b[HOUSE] == 0 and b[STREET] == 0):
        return _nothing_but_area(area)
    one_street = a[STREET] == b[STREET] and a[STREET] != 0 and not (same_house or dirs_clash)
    level = _on_one_street(texts, a, b, area) if one_street else -1
    if level >= 0:
        return level
    if area in (ANOTHER, OTHER_CITY):
        return ELSEWHERE
    if same_house and near_streets(texts, wide(a[STREET]), wide(b[STREET])):
        return NEAR_STREET
    if area == UNKNOWN_AREA:
        return ADDRESS_MISSING if a[HOUSE] == 0 or a[STREET] == 0 else ELSEWHERE
    if (
        a[HOUSE] == 0
        and area != SLIP_IN_ZIP
        and near_streets(texts, wide(a[STREET]), wide(b[STREET]))
    ):
        return NO_HOUSE
    if area == SAME_ZIP:
        return _in_same_zip(texts, a, b)
    return ELSEWHERE if area == SLIP_IN_ZIP else OTHER_IN_CITY
