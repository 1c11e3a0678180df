"""Other ways to write the same name, street, unit or city: pure functions on text.

Each takes the text and a number drawn from [0, 1), and returns the text unchanged where it does
not apply.
"""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from rollcheck.demo.dwellings import DESIGNATORS
from rollcheck.demo.places import cities

_SPELT_OUT = MappingProxyType(
    {
        "ST": "STREET",
        "AVE": "AVENUE",
        "BLVD": "BOULEVARD",
        "DR": "DRIVE",
        "RD": "ROAD",
        "PL": "PLACE",
        "LN": "LANE",
        "CT": "COURT",
        "CIR": "CIRCLE",
        "TER": "TERRACE",
        "PKWY": "PARKWAY",
        "HWY": "HIGHWAY",
        "N": "NORTH",
        "S": "SOUTH",
        "E": "EAST",
        "W": "WEST",
    }
)
_OTHER_ABBREVIATIONS = MappingProxyType(
    {
        "ST": ("STR", "ST."),
        "AVE": ("AV", "AVE.", "AVN"),
        "BLVD": ("BL", "BLVD.", "BVD", "BOUL"),
        "DR": ("DR.", "DRV"),
        "RD": ("RD.",),
        "PL": ("PL.", "PLC"),
        "LN": ("LN.",),
        "CT": ("CT.", "CRT"),
        "WAY": ("WY",),
        "TER": ("TERR", "TR"),
        "CIR": ("CRCL", "CR"),
        "PKWY": ("PKY",),
        "HWY": ("HIWAY",),
    }
)
_SHORT_WORDS = MappingProxyType(
    {
        "SANTA": "STA",
        "SAN": "SN",
        "AVENIDA": "AVDA",
        "CAMINO": "CMNO",
        "CALLE": "CLL",
        "MOUNTAIN": "MTN",
        "CANYON": "CYN",
        "VALLEY": "VLY",
        "SPRING": "SPG",
        "HILL": "HL",
        "GRAND": "GRND",
        "PARK": "PK",
        "EAST": "E",
        "LITTLE": "LIL",
        "PASEO": "PSO",
        "RANCHO": "RCHO",
        "WASHINGTON": "WASH",
        "HIGHLAND": "HGHLND",
    }
)
_ONES = "FIRST SECOND THIRD FOURTH FIFTH SIXTH SEVENTH EIGHTH NINTH"
_TEENS = """TENTH ELEVENTH TWELFTH THIRTEENTH FOURTEENTH FIFTEENTH SIXTEENTH SEVENTEENTH EIGHTEENTH
NINETEENTH"""
_TENS = "TWENTY THIRTY FORTY FIFTY SIXTY SEVENTY EIGHTY NINETY"
_PARTICLES = frozenset(
    ("DE", "DEL", "LA", "LAS", "LOS", "SAN", "SANTA", "VAN", "VON", "ST", "LE", "DI", "MAC")
)
_UNIT_STYLES = ("APT ", "#", "APT. ", "UNIT ", "", "NO ", "APT #")


def spelt_out(text: str, lot: float) -> str:
    """Write an abbreviated street type or direction out."""
    del lot
    return _SPELT_OUT.get(text, text)


def other_abbreviation(text: str, lot: float) -> str:
    """Abbreviate a street type in another way than the roll does."""
    return _pick(_OTHER_ABBREVIATIONS.get(text, ()), lot, text)


def shortened_words(text: str, lot: float) -> str:
    """Abbreviate words of a street's name."""
    del lot
    return " ".join(_SHORT_WORDS.get(word, word) for word in text.split(" "))


def ordinal_word(text: str, lot: float) -> str:
    """Write 1ST as FIRST and 42ND as FORTY SECOND; people do so up to 99."""
    del lot
    number = bare_ordinal(text, 0)
    return _ordinal_words().get(number, text) if number != text else text


def bare_ordinal(text: str, lot: float) -> str:
    """Write 42ND as 42."""
    del lot
    return text[:-2] if text[:-2].isdigit() and text[-2:] in {"ST", "ND", "RD", "TH"} else text


def without_fraction(text: str, lot: float) -> str:
    """Leave the half of a house number out."""
    del lot
    return text.removesuffix(" 1/2")


def restyled_unit(text: str, lot: float) -> str:
    """Write another word, or none, in front of the number of a flat."""
    number = _unit_number(text)
    return _UNIT_STYLES[int(lot * len(_UNIT_STYLES))] + number if number else text


def other_unit(text: str, lot: float) -> str:
    """Name another flat."""
    number = _unit_number(text)
    if not number:
        return text
    other = str(int(number) + 1 + int(lot * 3)) if number.isdigit() else "ABCDEFGH"[int(lot * 8)]
    return text[: len(text) - len(number)] + other


def _unit_number(text: str) -> str:
    for word in DESIGNATORS:
        if word and text.startswith(word):
            return text.removeprefix(word)
    return text


def nickname(text: str, lot: float) -> str:
    """Return a short or pet form of a first name."""
    first, *more = text.split(" ")
    return " ".join([_pick(_nicknames().get(first, ()), lot, first), *more])


def initial(text: str, lot: float) -> str:
    """Return the first letter, with a full stop from some people."""
    return text[:1] + ("." if text and lot < 0.4 else "")


def one_part(text: str, lot: float) -> str:
    """Leave one of two surnames out, mostly the second; particles stay with theirs."""
    parts = text.split("-") if "-" in text else text.split(" ")
    if len(parts) != 2 or parts[0] in _PARTICLES:
        return text
    return parts[0] if lot < 0.75 else parts[1]


def joined(text: str, lot: float) -> str:
    """Write a surname of several words as one, or with a space where the hyphen was."""
    if "-" in text:
        return text.replace("-", " " if lot < 0.7 else "")
    words = text.replace("'", "").split(" ")
    return "".join(words) if words[0] in _PARTICLES or "'" in text else text


def city_variant(text: str, lot: float) -> str:
    """Write a city by an abbreviation, the city around it, or a common misspelling."""
    return _pick(_city_variants().get(text, ()), lot, text)


def _pick(options: Sequence[str], lot: float, otherwise: str) -> str:
    return options[int(lot * len(options))] if options else otherwise


@cache
def _nicknames() -> Mapping[str, tuple[str, ...]]:
    """Return the table that matching carries; one copy serves both."""
    table = files("rollcheck") / "roll" / "nicknames" / "nicknames.csv"
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines()):
        if row["relationship"] == "has_nickname":
            name = row["name1"].upper()
            found[name] = (*found.get(name, ()), row["name2"].upper())
    return found


@cache
def _ordinal_words() -> Mapping[str, str]:
    """Return the words of 1 to 99 by their digits, as FORTY SECOND for 42."""
    ones, tens = _ONES.split(), _TENS.split()
    words = ["", *ones, *_TEENS.split()]
    for ten in tens:
        words += [f"{ten[:-1]}IETH", *(f"{ten} {one}" for one in ones)]
    return {str(number): word for number, word in enumerate(words)}


@cache
def _city_variants() -> Mapping[str, tuple[str, ...]]:
    return {city.name: city.variants for city in cities()}
