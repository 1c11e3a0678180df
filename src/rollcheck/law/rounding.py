"""Rounding, exactly: each step of a rule names its own mode and decimals."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

MODES = {
    "up": "rounded up",
    "down": "cut off",
    "nearest": "rounded to the nearest, a half up",
    "exact": "not rounded",
}
"""Mode to its words. ``up`` is towards more; every quantity the law rounds is >= 0."""


MOST_DECIMALS = 12
"""A number that ends after more decimals than these is shown cut off."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """How one step is rounded: ``mode`` is a key of ``MODES``, ``decimals`` >= 0."""

    mode: str
    decimals: int = 0

    def apply(self, exact: Fraction) -> Fraction:
        """Round a number >= 0; the result has at most ``decimals`` decimals unless exact."""
        if self.mode == "exact":
            return exact
        scale = 10**self.decimals
        scaled = exact * scale
        if self.mode == "up":
            whole = ceil(scaled)
        elif self.mode == "down":
            whole = floor(scaled)
        else:
            whole = floor(scaled + Fraction(1, 2))
        return Fraction(whole, scale)

    def words(self) -> str:
        """Say it in plain words, for a step of an explanation."""
        if self.mode == "exact":
            return MODES["exact"]
        unit = "a whole number" if self.decimals == 0 else f"{self.decimals} decimals"
        return f"{MODES[self.mode]}, to {unit}"


def plain(number: Fraction | int, *, decimals: int = 6) -> str:
    """Write a number in decimals: all of them where it ends early, else ``decimals`` and ``…``."""
    exact = Fraction(number)
    if exact < 0:
        return f"-{plain(-exact, decimals=decimals)}"
    if exact.denominator == 1:
        return str(exact.numerator)
    reduced = exact.denominator
    for prime in (2, 5):
        while reduced % prime == 0:
            reduced //= prime
    places = max(_power(exact.denominator, 2), _power(exact.denominator, 5))
    if reduced == 1 and places <= MOST_DECIMALS:
        return _with_places(exact, places)
    return _with_places(exact, decimals) + "…"


def grouped(number: Fraction | int, *, decimals: int = 6) -> str:
    """Write a number as ``plain`` does, with thousands separators, for a sentence."""
    sign = "-" if number < 0 else ""
    digits, point, rest = plain(abs(Fraction(number)), decimals=decimals).partition(".")
    return f"{sign}{int(digits):,}{point}{rest}"


def _power(number: int, prime: int) -> int:
    count = 0
    while number % prime == 0:
        number //= prime
        count += 1
    return count


def _with_places(number: Fraction, places: int) -> str:
    return str(Decimal(floor(number * 10**places)).scaleb(-places))
