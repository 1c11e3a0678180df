"""Values as people write them on a command line: days, whole numbers, rates."""

import re
from datetime import date, datetime
from fractions import Fraction
from typing import TypeVar

import click

from rollcheck.problems import Problem, RollcheckError

Value = TypeVar("Value")
# No more digits than a rate needs: 1e999999999 would take hours to write out exactly.
RATE = re.compile(
    r"-?(\d{1,15}(\.\d{0,30})?|\.\d{1,30})(e-?\d{1,2})?|\d{1,15}/0*[1-9]\d{0,14}", re.ASCII
)


class Day(click.ParamType[date]):
    """A date written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the date, or refuse it with what to write."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - no zone
        except ValueError:
            self.fail(f"{value!r} is no date. Write it as 2022-07-06.", param, ctx)


class Number(click.ParamType[int]):
    """A whole number, not below ``least``; thousands separators may be written."""

    name = "NUMBER"

    def __init__(self, least: int | None = None) -> None:
        self.least = least

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read the number, or refuse it with what to write."""
        try:
            number = value if isinstance(value, int) else int(str(value).replace(",", ""))
        except ValueError:
            self.fail(f"{value!r} is no whole number. Write it as 566857.", param, ctx)
        if self.least is not None and number < self.least:
            self.fail(f"{number:,} is too small. Give {self.least:,} or more.", param, ctx)
        return number


class Share(click.ParamType[Fraction]):
    """A share kept exactly, written 0.05 or 5%; 0 and 1 only where ``ends`` allows them."""

    name = "RATE"

    def __init__(self, *, ends: bool = True) -> None:
        self.ends = ends

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        """Read the share, or refuse what is none; raise ``RollcheckError`` for one out of range."""
        share = value if isinstance(value, Fraction) else _share(self, str(value), param, ctx)
        if not (0 <= share <= 1 if self.ends else 0 < share < 1):
            name = (param.name if param else None) or "rate"
            message = "give a number between 0 and 1, such as 0.05 or 5%"
            raise RollcheckError([Problem("", None, name, "out_of_range", message)])
        return share


class Rate(click.ParamType[float]):
    """A share of lines, written 0.787 or 78.7%; whoever takes it says what is out of range."""

    name = "RATE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read the rate, or refuse it with what to write."""
        return value if isinstance(value, float) else float(_share(self, str(value), param, ctx))


def _share(
    kind: click.ParamType[Value],
    text: str,
    param: click.Parameter | None,
    ctx: click.Context | None,
) -> Fraction:
    """Read a share in the one way that all commands take: a number, or a number and ``%``."""
    digits = text.strip()
    number = digits.removesuffix("%").strip()
    if not RATE.fullmatch(number):
        kind.fail(f"{text!r} is no rate. Write it as 0.787 or 78.7%.", param, ctx)
    return Fraction(number) / (100 if digits.endswith("%") else 1)
