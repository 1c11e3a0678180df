"""What each field and level of the evidence means, in plain words, declared once."""

from collections.abc import Mapping
from types import MappingProxyType

FIELD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "prior": "Before comparing",
        "last_name": "Last name",
        "first_name": "First name",
        "middle_name": "Middle name",
        "suffix": "Suffix",
        "name_order": "Order of the name",
        "address": "Address",
        "earlier_address": "Earlier address",
        "birth_year": "Birth year",
        "kinship": "Kinship",
    }
)

_ADDRESS = {
    "dwelling": "same house, street and unit",
    "building": "same house and street",
    "other_unit": "same house, another unit",
    "other_area": "same house and street, another zip code or city",
    "near_street": "same house, street nearly the same",
    "near_house": "same street, one digit of the house differs",
    "no_house": "same street, no house number on the line",
    "no_street": "same house number and zip code, no street on the line",
    "garbled_street": "same house number and zip code, the street reads otherwise",
    "post_office_box": "same post office box",
    "zip_only": "same zip code, nothing else to compare",
    "city_only": "same city, nothing else to compare",
    "missing": "nothing to compare",
    "other_on_street": "another house on the same street",
    "other_in_zip": "elsewhere in the same zip code",
    "other_in_city": "elsewhere in the same city",
    "elsewhere": "another place",
}

LEVEL_LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "prior": {"one_of_the_roll": "one voter of the whole roll"},
        "last_name": {
            "exact": "the same",
            "one_part": "one of two surnames",
            "close": "one slip apart",
            "similar": "similar",
            "initial": "initial agrees",
            "missing": "not given",
            "different": "different",
        },
        "first_name": {
            "exact": "the same",
            "initial": "initial agrees",
            "nickname": "a nickname",
            "close": "one slip apart",
            "by_middle": "goes by the middle name",
            "similar": "similar, or another name nearby",
            "looks_alike": "looks alike in handwriting",
            "missing": "not given",
            "different": "different",
        },
        "middle_name": {
            "exact": "the same",
            "initial": "initial agrees",
            "missing": "not given by both",
            "close": "nearly the same",
            "moved": "compared as first name",
            "different": "different",
        },
        "suffix": {
            "exact": "the same",
            "missing": "none",
            "unsaid": "on the roll only",
            "unrecorded": "on the line only",
            "different": "different",
        },
        "name_order": {
            "as_written": "first, middle, last",
            "two_surnames": "read with two surnames",
            "one_surname": "read without the second surname",
            "swapped": "read with the surname first",
        },
        "address": _ADDRESS,
        "earlier_address": _ADDRESS,
        "birth_year": {
            "exact": "the same",
            "one_digit": "one digit differs",
            "missing": "not given by both",
            "different": "different",
        },
        "kinship": {
            "shared_by_kin": "kin share surname and address",
            "none": "nothing taken back",
        },
    }
)
