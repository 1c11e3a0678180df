"""What a hand-written character is taken for, and how fingers slip: pure functions on text.

Each takes the text and numbers drawn from [0, 1), and returns the text unchanged where it does
not apply.
"""

from collections.abc import Mapping
from types import MappingProxyType


def _both_ways(pairs: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairs.split():
        one, other = pair.split("/")
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return MappingProxyType(found)


# Confused in handwriting, upper and lower case shapes together. Digraphs read as one letter too.
LETTERS = _both_ways(
    "A/O U/V N/M E/C L/I H/N G/Q Y/G F/T T/L B/H K/H I/J E/I R/V D/O P/R S/J W/U M/W Z/J "
    "RN/M CL/D VV/W LI/U NN/M"
)
DIGITS = _both_ways("1/7 4/9 3/8 5/6 0/6 2/7 3/5 0/8 1/4")
LATEST_BIRTH_YEAR = "2004"
_ROWS = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM", "1234567890")
NEIGHBOURS: Mapping[str, str] = MappingProxyType(
    {row[i]: row[max(i - 1, 0) : i] + row[i + 1 : i + 2] for row in _ROWS for i in range(len(row))}
)


def misread_letters(text: str, where: float, what: float) -> str:
    """Replace one letter or digraph by one it is taken for."""
    return _misread(text, LETTERS, where, what)


def misread_digit(text: str, where: float, what: float) -> str:
    """Replace one digit by one it is taken for."""
    return _misread(text, DIGITS, where, what)


def misread_year(text: str, where: float, what: float) -> str:
    """Replace one of the last two digits of a year; what cannot be a signer's is noticed."""
    year = text[:2] + misread_digit(text[2:], where, what)
    return year if year <= LATEST_BIRTH_YEAR else text


def _misread(text: str, table: Mapping[str, tuple[str, ...]], where: float, what: float) -> str:
    spots = [
        (start, text[start : start + width])
        for width in (1, 2)
        for start in range(len(text) - width + 1)
        if text[start : start + width] in table
    ]
    if not spots:
        return text
    start, seen = spots[int(where * len(spots))]
    options = table[seen]
    return text[:start] + options[int(what * len(options))] + text[start + len(seen) :]


def mistype(text: str, where: float, what: float) -> str:
    """Swap, drop, double or miss a key, at one place behind the first character."""
    if len(text) < 3:
        return text
    at = 1 + int(where * (len(text) - 1))
    slip, fine = divmod(what * 4, 1)
    if slip == 0 and at < len(text) - 1:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if slip == 1:
        return text[:at] + text[at + 1 :]
    if slip == 2:
        return text[:at] + text[at] + text[at:]
    keys = NEIGHBOURS.get(text[at], "")
    return text[:at] + keys[int(fine * len(keys))] + text[at + 1 :] if keys else text


def transpose_digits(text: str, where: float, what: float) -> str:
    """Swap two neighbouring digits that differ."""
    del what
    spots = [
        i for i in range(len(text) - 1) if text[i : i + 2].isdigit() and text[i] != text[i + 1]
    ]
    if not spots:
        return text
    at = spots[int(where * len(spots))]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
