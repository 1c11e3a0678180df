"""How far a field of a line agrees with a voter's: numbers, in the order of ``FIELDS``."""

from collections.abc import Mapping
from types import MappingProxyType

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "last_name": ("exact", "one_part", "close", "similar", "initial", "missing", "different"),
        "first_name": (
            *("exact", "initial", "nickname", "close", "by_middle", "similar", "looks_alike"),
            *("missing", "different"),
        ),
        "middle_name": ("exact", "initial", "missing", "close", "moved", "different"),
        "suffix": ("exact", "missing", "unsaid", "unrecorded", "different"),
        "name_order": ("as_written", "two_surnames", "one_surname", "swapped"),
        "address": (
            *("dwelling", "building", "other_unit", "other_area", "near_street", "near_house"),
            *("no_house", "no_street", "garbled_street", "post_office_box", "zip_only"),
            *("city_only", "missing", "other_on_street", "other_in_zip", "other_in_city"),
            "elsewhere",
        ),
        "birth_year": ("exact", "one_digit", "missing", "different"),
    }
)
"""Field to its levels; a weights file has all of them and no other."""

LAST_EXACT, LAST_ONE_PART, LAST_CLOSE, LAST_SIMILAR = range(4)
LAST_INITIAL, LAST_MISSING, LAST_DIFFERENT = range(4, 7)

FIRST_EXACT, FIRST_INITIAL, FIRST_NICKNAME, FIRST_CLOSE, FIRST_BY_MIDDLE = range(5)
FIRST_SIMILAR, FIRST_LOOKS_ALIKE, FIRST_MISSING, FIRST_DIFFERENT = range(5, 9)

MIDDLE_EXACT, MIDDLE_INITIAL, MIDDLE_MISSING, MIDDLE_CLOSE, MIDDLE_MOVED, MIDDLE_DIFFERENT = range(
    6
)

SUFFIX_EXACT, SUFFIX_MISSING, SUFFIX_UNSAID, SUFFIX_UNRECORDED, SUFFIX_DIFFERENT = range(5)

DWELLING, BUILDING, OTHER_UNIT, OTHER_AREA, NEAR_STREET, NEAR_HOUSE, NO_HOUSE, NO_STREET = range(8)
GARBLED_STREET, POST_OFFICE_BOX, ZIP_ONLY, CITY_ONLY, ADDRESS_MISSING = range(8, 13)
OTHER_ON_STREET, OTHER_IN_ZIP, OTHER_IN_CITY, ELSEWHERE = range(13, 17)

BORN_EXACT, BORN_ONE_DIGIT, BORN_MISSING, BORN_DIFFERENT = range(4)
