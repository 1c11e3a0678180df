"""One section of a rule file: its values, exact, rounded as the law says."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from math import ceil, floor
from re import fullmatch
from typing import Any

from rollcheck.verify.files import Json

# More digits than any law has; whoever wrote more could let whoever checks wait for ever.
NUMBER, MOST_DIGITS = r"-?[0-9]{1,30}(\.[0-9]{1,30})?(e-?[0-9]{1,2})?", 60


class Section:
    """The values of one section of a rule file."""

    def __init__(self, section: Json) -> None:
        self._fields = section

    def get(self, name: str, absent: Any = None) -> Any:
        """Return a field's value, ``absent`` where the section lacks it."""
        return self._fields[name]["value"] if name in self._fields else absent

    def exact(self, name: str) -> Fraction:
        """Return a field that is a number; 0 where it is absent."""
        if not fullmatch(NUMBER, text := str(self.get(name, 0))):
            raise ValueError(f"{name} is no number")
        return Fraction(text)

    def listed(self, name: str) -> list[Json]:
        """Return the bands or measures of a field."""
        return list(self._fields.get(name, ()))

    def rounded(self, name: str, number: Fraction) -> Fraction:
        """Round as a field says; a number below 0 as its opposite, a half of it up."""
        how = self.get(name, {"mode": "exact"})
        if how["mode"] == "exact":
            return number
        steps = {"up": ceil, "down": floor, "nearest": lambda one: floor(one + Fraction(1, 2))}
        scale = 10 ** _digits(how.get("decimals", 0))
        size = Fraction(steps[how["mode"]](abs(number) * scale), scale)
        return size if number >= 0 else -size

    def root(self, number: Fraction) -> Fraction:
        """Return the square root in the digits that the section states, to the nearest."""
        digits = _digits(self.get("root_digits"))
        with localcontext() as context:
            context.prec = 2 * digits + 10
            exact = Decimal(number.numerator) / Decimal(number.denominator)
            context.prec, context.rounding = digits, ROUND_HALF_EVEN
            return Fraction(exact.sqrt())


def _digits(number: int) -> int:
    if not 0 <= number <= MOST_DIGITS:
        raise ValueError("more digits than any law has")
    return number
