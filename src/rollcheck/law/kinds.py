"""What a field of a rule file may hold, and how each kind is read.

A kind takes a value as ``tomllib`` returns it and gives the typed value, or raises
``UnreadableError`` with a sentence that says what to write instead. Beside that stands the same
in the words of JSON Schema, for editors.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from rollcheck.law.rounding import MODES, Rounding

T_co = TypeVar("T_co", covariant=True)
LARGEST = 10**12
WHOLE_SCHEMA: Mapping[str, object] = {"type": "integer", "minimum": 0, "maximum": LARGEST}
DECIMAL = r"^[0-9]{1,12}([.][0-9]{1,30})?$"


class UnreadableError(ValueError):
    """The value is not of the kind asked for; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T_co]):
    """A kind of value: how it is read, and its JSON Schema."""

    read: Callable[[object], T_co]
    schema: Mapping[str, object]

    def __call__(self, value: object) -> T_co:
        """Read one value; raises ``UnreadableError``."""
        return self.read(value)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UnreadableError('write words in quotes, such as "…"')
    return value


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise UnreadableError('write a list of words, such as ["…", "…"]')
    return tuple(_text(item) for item in value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnreadableError("write true or false")
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise UnreadableError("write a whole number that is not negative, such as 500")
    return value


def between(least: int, most: int) -> "Kind[int]":
    """Make the kind that is a whole number of these bounds."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            words = "that is not negative, " if least == 0 else ""
            raise UnreadableError(f"write a whole number {words}from {least:,} to {most:,}")
        return value

    return Kind(read, {"type": "integer", "minimum": least, "maximum": most})


def _exact_number(value: object) -> Fraction:
    """Read a number >= 0: whole, or a decimal in quotes; never a binary float."""
    if isinstance(value, float):
        raise UnreadableError(f'write the decimal in quotes, "{value}", so that it stays exact')
    if isinstance(value, str) and re.fullmatch(DECIMAL, value):
        return Fraction(Decimal(value))
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnreadableError('write a whole number, or a decimal in quotes, such as "2.5"')
    return Fraction(_whole(value))


def _day(value: object) -> date:
    """Read a date without a time."""
    if type(value) is not date:
        raise UnreadableError("write a date without quotes, such as 2022-07-06")
    return value


def _rounding(value: object) -> Rounding:
    if not isinstance(value, dict) or not set(value) <= {"mode", "decimals"}:
        raise UnreadableError('write a table such as { mode = "up", decimals = 0 }')
    mode, decimals = value.get("mode"), value.get("decimals", 0)
    if not isinstance(mode, str) or mode not in MODES:
        raise UnreadableError(f"mode is one of {', '.join(MODES)}")
    return Rounding(mode=mode, decimals=DECIMALS(decimals))


def _answer(value: object) -> int | str | bool:
    if isinstance(value, (int, str)):
        return value
    raise UnreadableError('write a whole number, words, or a decimal in quotes, such as "51.0796"')


def one_of(*choices: str) -> Kind[str]:
    """Make the kind that is one of the words given."""

    def read(value: object) -> str:
        if value not in choices:
            raise UnreadableError(f"write one of: {', '.join(choices)}")
        return str(value)

    return Kind(read, {"enum": list(choices)})


def some_of(*choices: str) -> Kind[tuple[str, ...]]:
    """Make the kind that is a list of some of the words given, at least one, none twice."""

    def read(value: object) -> tuple[str, ...]:
        chosen = _words(value)
        if not set(chosen) <= set(choices) or len(set(chosen)) != len(chosen):
            raise UnreadableError(f"write a list of some of: {', '.join(choices)}; none twice")
        return chosen

    items: dict[str, object] = {"enum": list(choices)}
    return Kind(read, {"type": "array", "items": items, "minItems": 1, "uniqueItems": True})


DECIMALS = between(0, 30)
DAYS = between(0, 40_000)
DIGITS = between(1, 200)
WORDS_SCHEMA: Mapping[str, object] = {"type": "string", "pattern": r"\S"}
ROUNDING_SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {"mode": {"enum": list(MODES)}, "decimals": DECIMALS.schema},
    "required": ["mode"],
    "additionalProperties": False,
}
text = Kind(_text, WORDS_SCHEMA)
words = Kind(_words, {"type": "array", "items": WORDS_SCHEMA, "minItems": 1})
flag = Kind(_flag, {"type": "boolean"})
whole = Kind(_whole, WHOLE_SCHEMA)
exact_number = Kind(
    _exact_number, {"anyOf": [WHOLE_SCHEMA, {"type": "string", "pattern": DECIMAL}]}
)
day = Kind(_day, {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
rounding = Kind(_rounding, ROUNDING_SCHEMA)
answer = Kind(_answer, {"type": ["integer", "string", "boolean"]})
