"""What a field of a rule file may hold, and how each kind is read.

Each reader takes a value as ``tomllib`` returns it and gives the typed value, or raises
``UnreadableError`` with a sentence that says what to write instead.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from rollcheck.law.rounding import MODES, Rounding

Kind = Callable[[object], object]


class UnreadableError(ValueError):
    """The value is not of the kind asked for; the text says what to write instead."""


def text(value: object) -> str:
    """Read words."""
    if not isinstance(value, str) or not value.strip():
        raise UnreadableError('write words in quotes, such as "…"')
    return value


def words(value: object) -> tuple[str, ...]:
    """Read a list of words, at least one."""
    if not isinstance(value, list) or not value:
        raise UnreadableError('write a list of words, such as ["…", "…"]')
    return tuple(text(item) for item in value)


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise UnreadableError("write true or false")
    return value


def whole(value: object) -> int:
    """Read a whole number >= 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise UnreadableError("write a whole number that is not negative, such as 500")
    return value


def exact_number(value: object) -> Fraction:
    """Read a number >= 0: whole, or a decimal in quotes; never a binary float."""
    if isinstance(value, float):
        raise UnreadableError(f'write the decimal in quotes, "{value}", so that it stays exact')
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise UnreadableError('write a whole number, or a decimal in quotes, such as "2.5"')
    try:
        decimal = Decimal(value)
    except InvalidOperation:
        raise UnreadableError(
            'write a whole number, or a decimal in quotes, such as "2.5"'
        ) from None
    if not decimal.is_finite() or decimal < 0:
        raise UnreadableError("write a number that is finite and not negative")
    return Fraction(decimal)


def day(value: object) -> date:
    """Read a date without a time."""
    if type(value) is not date:
        raise UnreadableError("write a date without quotes, such as 2022-07-06")
    return value


def rounding(value: object) -> Rounding:
    """Read ``{ mode = "up", decimals = 0 }``."""
    if not isinstance(value, dict) or not set(value) <= {"mode", "decimals"}:
        raise UnreadableError('write a table such as { mode = "up", decimals = 0 }')
    mode, decimals = value.get("mode"), value.get("decimals", 0)
    if mode not in MODES:
        raise UnreadableError(f"mode is one of {', '.join(MODES)}")
    return Rounding(mode=str(mode), decimals=whole(decimals))


def one_of(*choices: str) -> Kind:
    """Read one of the words given."""

    def read(value: object) -> str:
        if value not in choices:
            raise UnreadableError(f"write one of: {', '.join(choices)}")
        return str(value)

    return read


def some_of(*choices: str) -> Kind:
    """Read a list of some of the words given, at least one, none twice."""

    def read(value: object) -> tuple[str, ...]:
        chosen = words(value)
        if not set(chosen) <= set(choices) or len(set(chosen)) != len(chosen):
            raise UnreadableError(f"write a list of some of: {', '.join(choices)}; none twice")
        return chosen

    return read
