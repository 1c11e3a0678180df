"""Addresses whose house number is hidden, mended: it is fused, misread, or behind something else.

Only addresses that are not plain (``plain.py``) are mended; the first pattern that fits counts.
"""

import re

import pyarrow as pa

# How a machine, or a hurried reader, takes digits for letters.
LETTERS = "OoQDIilLZzASsGTBqg|"
DIGITS = "0000111122455678991"
_DIGIT = str.maketrans(LETTERS, DIGITS)

_UNIT_WORD = r"(?:apt|apartment|unit|ste|suite|spc?|space|lot|trlr|rm|room)\b"
_TYPE = r"(?:st|street|ave?|avn|avenue|boul|blvd|boulevard|dr|drive|pl|place|ct|court|rd|road)\b"

# A unit in front of the house number, or tied to it: `D8 2488 HECKER`, `10469-A2 CISSELL`.
_UNIT_FIRST = re.compile(
    r"\s*([A-Za-z][0-9]+|[0-9]+[A-Za-z])[\s,-]+"
    rf"([0-9]+\s+(?!{_TYPE})[A-Z][^#]*)$",
    re.IGNORECASE,
)
_UNIT_TIED = re.compile(r"\s*([0-9]+)-([A-Za-z][0-9]+|[0-9]+[A-Za-z])\s+([^#]*)$")
# A sign for the number of the house: `# 123 MAIN ST`.
_SIGNED = re.compile(r"\s*(?:#|no\b\.?)\s*([0-9]+\s+[A-Za-z][^0-9#]*)$", re.IGNORECASE)
# The direction in front of the house number: `N 2884 MONTE`; a short number is an ordinal there.
_DIRECTION_FIRST = re.compile(
    r"\s*([NSEW]|[NS][EW])[.\s]\s*"
    r"([0-9]{3,}(?![0-9]*(?:ST|ND|RD|TH)\b)|[0-9]+(?=[A-Z]{3}))\s*([A-Z].*)$",
    re.IGNORECASE,
)
# The direction tied to the house number, or to a street that is a number: `123E MAIN`, `7N 700E`.
_DIRECTION_TIED = re.compile(r"\s*([0-9]+)([NSEW]|[NS][EW])[.]?\s+(\S.*)$", re.IGNORECASE)
_GRID = re.compile(r"\s*([0-9]+)\s*([NSEW])[.\s]\s*([0-9]{2,5})\s*([NSEW])[.]?\s*$", re.IGNORECASE)
# A house number of a grid of miles in pieces: `N6 W23001 BLUEMOUND`.
_MILES = re.compile(
    r"\s*([NS])[.\s]*([0-9]{1,3})[\s.-]*([EW])[.\s]*([0-9]{3,5})\s+([A-Z].*)$", re.IGNORECASE
)
# Halves: `123.5`, `123 1-2`, `123 HALF`, and `1231/2`, which is 123 and a half.
_HALF = re.compile(
    r"\s*(?:([0-9]+)(?:\s*[.]5|\s+1-2|\s+half)|([0-9]{2,})1/2)\s+(\S.*)$", re.IGNORECASE
)
# A house number in two parts with room between them: `12 - 34 MAIN`.
_TWO_PARTS = re.compile(r"\s*([0-9]{1,3})(?:\s+[-–]\s*|[-–]\s+|[–.])([0-9]{2})\s+(\S.*)$")
# A unit between the house number and the street, with a sign or a word for one.
_UNIT_BETWEEN = re.compile(
    rf"\s*([0-9]+)[\s,]*(?:#|\b{_UNIT_WORD})[\s.#]*"
    r"([A-Z]?-?[0-9]+(?:-?[A-Z])?|[A-Z])\b[\s,]+([^#]*[A-Z]{2}[^#]*)$",
    re.IGNORECASE,
)
# House number and unit with a stroke between, in either order: `4/123 MAIN`, `655/403 ROSE`.
_STROKE = re.compile(
    r"\s*([0-9]+|[A-Z]?[0-9]+-?[A-Z]?)\s*(?:/|\s-\s|-(?=[0-9]+-[A-Z]\s)|(?<=^[0-9])-(?=[0-9]{3})"
    r"|(?<=[0-9]{3})-(?=[0-9]\s))\s*([0-9]+|[A-Z]?[0-9]+-?[A-Z]?)\s+([A-Z].*)$",
    re.IGNORECASE,
)
# The letter of a house number behind a stroke or in brackets: `12/C MAIN`, `12(C) MAIN`.
_LETTER_APART = re.compile(r"\s*([0-9]+)\s*(?:/\s*([A-Z])|\(([A-Z])\))\s+(\S.*)$", re.IGNORECASE)
# What is no part of the address stands in front: `c/o Smith, 123 MAIN`, `* 123 MAIN`.
_IN_FRONT = re.compile(
    r"^\s*(?:(?:c/o|care of)\b[^0-9]*|(?:at|home|res|residence|address)\b[\s.:]*|[*@~_.–-]\s*)"
    r"(?=[0-9]+\S*\s)",
    re.IGNORECASE,
)
# Nothing is hidden where a number and a street's name begin the address: most are such.
_AS_IT_SHOULD_BE = re.compile(
    rf"\s*[1-9][0-9]*\s+(?!{_UNIT_WORD}|half\b|[NSEW][.\s]\s*[0-9]+\s*[NSEW])[A-Z]", re.IGNORECASE
)
_THOUSANDS = re.compile(r"^\s*([0-9]{1,2}),([0-9]{3})(?=\s)")
# The space is lost: `375CHURCH ST`; 12A is a house number, and 42ND a street.
_MERGED = re.compile(r"\s*([0-9]+)([A-Z]{3}.*)$", re.IGNORECASE)
# Letters for digits: `L340 EL CASA`, `33A4 FRANCO`; 12A and W6480 are house numbers, 1ST a street.
_MISREAD = re.compile(
    rf"\s*(?=\S*[0-9])((?:[OoQDIilLZzGTqg|][0-9]|[0-9])[0-9{LETTERS}]*[0-9])(\s+[A-Za-z].*)$"
)
_FORMS = (
    (_MILES, r"\1\2\3\4 \5"),
    (_GRID, r"\1 \2 \3 \4"),
    (_UNIT_BETWEEN, r"\1 \3 # \2"),
    (_UNIT_FIRST, r"\2 # \1"),
    (_UNIT_TIED, r"\1 \3 # \2"),
    (_SIGNED, r"\1"),
    (_DIRECTION_FIRST, r"\2 \1 \3"),
    (_HALF, r"\1\2 \3"),
    (_TWO_PARTS, r"\1-\2 \3"),
    (_DIRECTION_TIED, r"\1 \2 \3"),
    (_LETTER_APART, r"\1\2\3 \4"),
    (_MERGED, r"\1 \2"),
)


def mended(addresses: pa.Array) -> pa.Array:
    """Return addresses (none null), each with its house number in front where that is seen."""
    return pa.array([_mended(address) for address in addresses.to_pylist()], pa.string())


def _mended(address: str) -> str:
    if _AS_IT_SHOULD_BE.match(address):
        return address
    address = _THOUSANDS.sub(r"\1\2", _IN_FRONT.sub("", address, count=1), count=1)
    for pattern, form in _FORMS:
        found = pattern.match(address)
        if found:
            return found.expand(form)
    found = _STROKE.match(address)
    if found:
        return _with_unit_behind(*found.groups())
    found = _MISREAD.match(address)
    if found and not found[1].isdigit():
        return found[1].translate(_DIGIT) + found[2]
    return address


def _with_unit_behind(one: str, other: str, street: str) -> str:
    """Return an address of a house number and a unit in either order.

    The longer number is that of the house, the first of two as long; one with a letter is a unit's.
    """
    is_turned = not one.isdigit() or (other.isdigit() and len(other) > len(one))
    house, unit = (other, one) if is_turned else (one, other)
    return f"{house} {street} # {unit}" if house.isdigit() else f"{one}/{other} {street}"
