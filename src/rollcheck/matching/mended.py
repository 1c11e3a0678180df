"""Addresses whose house number is hidden, mended: it is fused, misread, or behind something else.

Only addresses that are not plain (``plain.py``) are mended; the first pattern that fits counts.
"""

import re

import pyarrow as pa

# How a machine, or a hurried reader, takes digits for letters.
LETTERS = "OoQDIilLZzASsGTBqg|"
DIGITS = "0000111122455678991"
_DIGIT = str.maketrans(LETTERS, DIGITS)

# A unit in front of the house number, or tied to it: `D8 2488 HECKER`, `10469-A2 CISSELL`.
_UNIT_FIRST = re.compile(r"\s*([A-Za-z][0-9]+|[0-9]+[A-Za-z])[\s,-]+([0-9]+\s+[A-Za-z][^#]*)$")
_UNIT_TIED = re.compile(r"\s*([0-9]+)-([A-Za-z][0-9]+|[0-9]+[A-Za-z])\s+([^#]*)$")
# A sign for the number of the house: `# 123 MAIN ST`.
_SIGNED = re.compile(r"\s*(?:#|no\b\.?)\s*([0-9]+\s+[A-Za-z][^0-9#]*)$", re.IGNORECASE)
# The direction in front of the house number: `N 2884 MONTE`; a short number is an ordinal there.
_DIRECTION_FIRST = re.compile(
    r"\s*([NSEW]|[NS][EW])[.\s]\s*([0-9]{3,}|[0-9]+(?=[A-Z]{3}))\s*([A-Z].*)$", re.IGNORECASE
)
_HALF = re.compile(r"\s*([0-9]+)[.]5\s+(.*)$")
# The space is lost: `375CHURCH ST`; 12A is a house number, and 42ND a street.
_MERGED = re.compile(r"\s*([0-9]+)([A-Z]{3}.*)$", re.IGNORECASE)
# Letters for digits: `L340 EL CASA`, `33A4 FRANCO`; 12A and W6480 are house numbers, 1ST a street.
_MISREAD = re.compile(
    rf"\s*(?=\S*[0-9])((?:[OoQDIilLZzGTqg|][0-9]|[0-9])[0-9{LETTERS}]*[0-9])(\s+[A-Za-z].*)$"
)
_ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th)\b", re.IGNORECASE)
_FORMS = (
    (_UNIT_FIRST, r"\2 # \1"),
    (_UNIT_TIED, r"\1 \3 # \2"),
    (_SIGNED, r"\1"),
    (_DIRECTION_FIRST, r"\2 \1 \3"),
    (_HALF, r"\1 \2"),
    (_MERGED, r"\1 \2"),
)


def mended(addresses: pa.Array) -> pa.Array:
    """Return addresses (none null), each with its house number in front where that is seen."""
    return pa.array([_mended(address) for address in addresses.to_pylist()], pa.string())


def _mended(address: str) -> str:
    for pattern, form in _FORMS:
        found = pattern.match(address)
        if found:
            return found.expand(form)
    found = _MISREAD.match(address)
    if found and not found[1].isdigit():
        return found[1].translate(_DIGIT) + found[2]
    return address
