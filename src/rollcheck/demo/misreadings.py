"""What a hand-written character is taken for, and how fingers slip: pure functions on text.

Each takes the text and numbers drawn from [0, 1), and returns the text unchanged where it does
not apply.
"""

from collections.abc import Mapping
from types import MappingProxyType


def both_ways(pairs: str) -> Mapping[str, tuple[str, ...]]:
    """Return for each side of "A/O U/V ..." what it is taken for."""
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairs.split():
        one, other = pair.split("/")
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return MappingProxyType(found)


# Confused in handwriting, upper and lower case shapes together. Digraphs read as one letter too.
LETTERS = both_ways(
    "A/O U/V N/M E/C L/I H/N G/Q Y/G F/T T/L B/H K/H I/J E/I R/V D/O P/R S/J W/U M/W Z/J "
    "RN/M CL/D VV/W LI/U NN/M"
)
UNREADABLE = "?"
DIGITS = both_ways("1/7 4/9 3/8 5/6 0/6 2/7 3/5 0/8 1/4")
LATEST_BIRTH_YEAR = "2004"
_ROWS = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM", "1234567890")
NEIGHBOURS: Mapping[str, str] = MappingProxyType(
    {row[i]: row[max(i - 1, 0) : i] + row[i + 1 : i + 2] for row in _ROWS for i in range(len(row))}
)


def misread_letters(text: str, where: float, what: float) -> str:
    """Replace one letter or digraph by one it is taken for."""
    return replace_one(text, LETTERS, where, what)


def misread_digit(text: str, where: float, what: float) -> str:
    """Replace one digit by one it is taken for."""
    return replace_one(text, DIGITS, where, what)


def misread_year(text: str, where: float, what: float) -> str:
    """Replace one of the last two digits of a year; what cannot be a signer's is noticed."""
    year = text[:2] + misread_digit(text[2:], where, what)
    return year if year <= LATEST_BIRTH_YEAR else text


def replace_one(text: str, table: Mapping[str, tuple[str, ...]], where: float, what: float) -> str:
    """Replace one of the table's keys in the text by one of its values."""
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


def cut_short(text: str, where: float, what: float) -> str:
    """Keep the beginning of a name, two letters or more; the rest is a line."""
    del what
    return text[: 2 + int(where * (len(text) - 3))] if len(text) > 3 else text


def lose_letters(text: str, where: float, what: float) -> str:
    """Mark one or two letters behind the first that nobody can read."""
    if len(text) < 4:
        return text
    many = 1 + int(what * 2)
    at = 1 + int(where * (len(text) - many))
    return text[:at] + UNREADABLE * many + text[at + many :]


def lose_digit(text: str, where: float, what: float) -> str:
    """Mark one digit of two or more that nobody can read."""
    del what
    spots = [i for i, one in enumerate(text) if one.isdigit()]
    if len(spots) < 2:
        return text
    at = spots[int(where * len(spots))]
    return text[:at] + UNREADABLE + text[at + 1 :]
