"""Square roots, in decimals of a stated number of digits."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

GUARD_DIGITS = 10


def square_root(number: Fraction, digits: int) -> Fraction:
    """Return the square root of a number >= 0 to ``digits`` significant digits, to the nearest.

    The number itself is first written with ten digits more, so that the root is that of the
    exact fraction.
    """
    with localcontext() as exact:
        exact.prec = 2 * digits + GUARD_DIGITS
        written = Decimal(number.numerator) / Decimal(number.denominator)
    with localcontext() as wanted:
        wanted.prec, wanted.rounding = digits, ROUND_HALF_EVEN
        return Fraction(written.sqrt())
