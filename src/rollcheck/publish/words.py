"""Numbers, shares and dates as people read them, and the meaning beside every code."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from types import MappingProxyType

from rollcheck.publish.language import SPANISH, said, say, spoken_language

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

DECISIONS: Mapping[str, str] = MappingProxyType(
    {
        "sufficient": "Sufficient",
        "insufficient": "Insufficient",
        "insufficient_on_raw": "Insufficient on the raw count",
        "full_check": "Every line must be checked",
        "next_sample": "A further sample must be drawn",
    }
)
"""Decision code to its meaning."""

OPEN = "Open"
"""What stands in the place of a decision that is not established."""

MARKS: Mapping[str, str] = MappingProxyType(
    {
        "R": "read in the text of the law",
        "S": "taken from a second-hand source",
        "D": "derived by arithmetic from published numbers",
        "C": "computed for this rule",
        "M": "from general knowledge, the text not retrieved",
    }
)
"""How a rule is known: mark to its meaning."""


def count(number: int) -> str:
    """Write a whole number with thousands separators and a true minus sign."""
    return f"{number:,}".replace("-", MINUS)


def counted(number: int, one: str, many: str) -> str:
    """Write a number with its noun: ``1 line``, ``2,000 lines``."""
    return f"{count(number)} {say(one if number == 1 else many)}"


def percent(part: int, whole: int) -> str:
    """Write ``part`` of ``whole`` in percent to two decimals, half to even; a dash of nothing."""
    if whole == 0:
        return "\N{EN DASH}"
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    return f"{share:,}{NO_BREAK}%".replace("-", MINUS)


def decimals(number: Fraction) -> str:
    """Write a fraction to two decimals, half to even."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{exact.quantize(Decimal('0.01'), ROUND_HALF_EVEN):,}".replace("-", MINUS)


def long_date(iso: str) -> str:
    """Write ``2022-07-06`` as ``6 July 2022``; a text that is no date comes back as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    month = say(MONTHS[day.month - 1])
    if spoken_language() == SPANISH:
        return f"{day.day} de {month} de {day.year}".replace(" ", NO_BREAK)
    return f"{day.day}{NO_BREAK}{month} {day.year}"


def decision(code: str | None) -> str:
    """Return the meaning of a decision code; ``None`` is a decision still open."""
    return say(OPEN if code is None else DECISIONS[code])


def mark(code: str) -> str:
    """Return the meaning of a rule's mark; an unknown mark comes back as it is."""
    return say(MARKS[code]) if code in MARKS else code


def spoken(name: str) -> str:
    """Turn the name of a step or field into words: ``sample_size`` is ``Sample size``."""
    words = name.replace("_", " ").strip()
    return said(words[:1].upper() + words[1:])


def figure(value: str) -> str:
    """Write a step's value for reading: numbers with separators, decisions by their meaning."""
    if value in DECISIONS:
        return say(DECISIONS[value])
    found = re.fullmatch(r"(-?[0-9]+)(\.[0-9]+)?", value)
    if found is None:
        return value
    sign = MINUS if value.startswith("-") else ""
    return f"{sign}{abs(int(found[1])):,}{found[2] or ''}"
