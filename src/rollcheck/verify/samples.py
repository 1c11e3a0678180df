"""The rules of a sample, read anew: its least size, what it projects, what that decides."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from math import ceil, floor
from re import fullmatch
from typing import Any

from rollcheck.verify.files import Json

BY_PERCENT, BY_ERROR, BY_PAIRS = "percent-of-requirement", "sampling-error", "pairs-acceptable"
SIDES = ("insufficient", "sufficient")
CUTOFFS = ("insufficient_below", "sufficient_from")
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


@dataclass(frozen=True)
class Sampled:
    """``valid`` of ``size`` lines drawn of ``lines``, with pairs of duplicates; the requirement."""

    lines: int
    size: int
    valid: int
    pairs: int
    required: int

    @property
    def value(self) -> Fraction:
        """How many lines each line drawn stands for."""
        return Fraction(self.lines, self.size)


def total(parts: Sequence[Sampled]) -> Sampled:
    """Return the samples of several counties as one; they share the requirement."""
    each = zip(*((one.lines, one.size, one.valid, one.pairs) for one in parts), strict=True)
    lines, size, valid, pairs = map(sum, each)
    return Sampled(lines, size, valid, pairs, parts[0].required)


Ends = tuple[int | None, int | None]
NO_ENDS: Ends = (None, None)
Projected = tuple[Fraction, Fraction, Fraction]  # uncorrected, corrected: rounded; and exact


def _weighed(one: Sampled) -> Fraction:
    return one.valid * one.value - one.pairs * one.value * (one.value - 1)


def _by_value(law: Section, one: Sampled) -> Projected:
    naive = law.rounded("naive_rounding", one.lines * _share(law, one))
    value = law.rounded("value_rounding", one.value)
    weight = law.rounded("weight_rounding", value * (value - 1))
    return naive, naive - law.rounded("duplicates_rounding", one.pairs * weight), _weighed(one)


def _both(law: Section, naive: Fraction, exact: Fraction) -> Projected:
    return law.rounded("naive_rounding", naive), law.rounded("naive_rounding", exact), exact


def _share(law: Section, one: Sampled) -> Fraction:
    return law.rounded("share_rounding", Fraction(one.valid, one.size))


def _by_share(law: Section, one: Sampled) -> Projected:
    naive = law.rounded("naive_rounding", one.lines * _share(law, one))
    return naive, naive, one.valid * one.value


def _deducted(law: Section, one: Sampled) -> Projected:
    left, share = max(0, one.lines - (one.size - one.valid)), _share(law, one)
    naive, less = (law.rounded("naive_rounding", lines * share) for lines in (one.lines, left))
    return naive, less, left * Fraction(one.valid, one.size)


def _assumed(law: Section, one: Sampled) -> Projected:
    share = _share(law, one)
    error = law.root(share * (1 - share) / one.size) * law.exact("confidence_factor")
    exact = one.lines * (share - error - law.exact("assumed_duplicates_percent") / 100)
    return _both(law, one.lines * share, exact)


def _found(law: Section, one: Sampled) -> Projected:
    weight = Fraction(one.lines)
    if one.size > 1:
        weight = one.value * Fraction(one.lines - 1, one.size - 1)
    both = (one.valid + one.pairs) * one.value
    return _both(law, both, both - one.pairs * law.rounded("weight_rounding", weight))


PROJECTIONS: dict[str, Callable[[Section, Sampled], Projected]] = {
    "value-of-each-signature": _by_value,
    "proportion": _by_share,
    "deduct-and-proportion": _deducted,
    "acceptable-pairs": lambda law, one: _both(law, one.valid * one.value, _weighed(one)),
    "assumed-duplicates": _assumed,
    "found-duplicates": _found,
}


@dataclass(frozen=True)
class Stage:
    """One sample's rules: how it is drawn, what it projects, what that decides."""

    sample: Section
    projection: Section
    decision: Section

    def least(self, lines: int) -> int:
        """Return the least size of a sample: a number or a percent, whichever is greater."""
        percent = self.sample.rounded("rounding", self.sample.exact("percent") * lines / 100)
        return min(lines, max(int(self.sample.get("minimum", 0)), int(percent)))

    @property
    def in_counties(self) -> bool:
        """Tell whether each county draws a sample of its own."""
        return bool(self.sample.get("drawn_in") == "county")

    def projected(self, *parts: Sampled) -> Projected:
        """Return what a sample or the counties' say; a county examined whole projects nothing."""
        formula = PROJECTIONS[self.projection.get("formula")]
        each = [
            (Fraction(one.valid),) * 3
            if self.in_counties and one.size == one.lines
            else formula(self.projection, one)
            for one in parts
        ]
        naive, rounded, exact = (sum(column, Fraction(0)) for column in zip(*each, strict=True))
        return naive, rounded, exact

    def decided(self, *parts: Sampled, exactly: bool = False) -> str:
        """Return what a sample decides; ``exactly`` goes before the rule's own arithmetic."""
        _, rounded, exact = self.projected(*parts)
        exactly = exactly or self.decision.get("arithmetic") == "exact"
        return self._zone(total(parts), exact if exactly else Fraction(int(rounded)))

    def _zone(self, one: Sampled, projected: Fraction) -> str:
        law, named, value = self.decision, self.decision.get("formula", BY_PERCENT), projected
        low, high = (law.exact(f"{s}_percent") * one.required / 100 for s in SIDES)
        at_low, at_high = (law.get(f"{side}_when") for side in SIDES)
        if named == BY_PAIRS:
            enough, few = one.pairs <= self._acceptable(one), False
        elif named == BY_ERROR:
            share = min(Fraction(1), Fraction(one.required, one.lines))
            half = law.exact("confidence_factor") * law.root(one.size * share * (1 - share))
            centre = one.size * share + law.exact("continuity")
            enough, few = one.valid >= centre + half, one.valid <= centre - half
            enough = enough and not few
        else:
            enough = bool(at_high) and (
                value > high or (value == high and at_high == "at_or_above")
            )
            few = at_low is not None and (value < low or (value == low and at_low == "at_or_below"))
        if enough:
            return "sufficient"
        return "insufficient" if few else str(law.get("otherwise"))

    def _acceptable(self, one: Sampled) -> Fraction:
        """Return how many pairs are acceptable: E less a factor x its root, E = r^2 P."""
        law, invalid = self.projection, Fraction(max(0, one.size - one.valid - one.pairs))
        upper = (invalid + law.exact("allowance_factor") * law.root(invalid)) * one.value
        expected = (one.lines - one.required - upper) / one.value**2
        if expected < 0:
            return expected
        return expected - law.exact("pairs_factor") * law.root(expected)

    def cutoffs(self, one: Sampled, filed: int) -> dict[str, int | None]:
        """Return the cut-offs in valid lines of the sample, and in the projected total."""
        alone = replace(one, pairs=0)
        found = whole = NO_ENDS
        if not self.in_counties:
            found = _cut(one.size, lambda n: self.decided(replace(alone, valid=n), exactly=True))
        if self.decision.get("formula", BY_PERCENT) == BY_PERCENT:
            whole = _cut(filed, lambda lines: self._zone(alone, Fraction(lines)))
        named = (*CUTOFFS, *(f"total_{key}" for key in CUTOFFS))
        return dict(zip(named, (*found, *whole), strict=True))


def _cut(most: int, decided: Callable[[int], str]) -> Ends:
    """Search by halves for the first number not insufficient, and the first sufficient."""
    every = range(most + 1)
    low = bisect_left(every, x=True, key=lambda number: decided(number) != "insufficient")
    high = bisect_left(every, x=True, key=lambda number: decided(number) == "sufficient")
    return (low if 0 < low <= most else None, high if high <= most else None)
