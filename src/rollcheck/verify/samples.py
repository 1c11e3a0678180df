"""The rules of a sample, read anew: its least size, what it projects, what that decides."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from rollcheck.verify.section import Section

BY_PERCENT, BY_ERROR, BY_PAIRS = "percent-of-requirement", "sampling-error", "pairs-acceptable"
SIDES = ("insufficient", "sufficient")
CUTOFFS = ("insufficient_below", "sufficient_from")


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

    @property
    def weighed(self) -> Fraction:
        """N/n v - d (N/n)(N/n - 1), exactly."""
        return self.valid * self.value - self.pairs * self.value * (self.value - 1)


def total(parts: Sequence[Sampled]) -> Sampled:
    """Return the samples of several counties as one; they share the requirement."""
    each = zip(*((one.lines, one.size, one.valid, one.pairs) for one in parts), strict=True)
    lines, size, valid, pairs = map(sum, each)
    return Sampled(lines, size, valid, pairs, parts[0].required)


Ends = tuple[int | None, int | None]
NO_ENDS: Ends = (None, None)
Projected = tuple[Fraction, Fraction, Fraction]  # uncorrected, corrected: rounded; and exact


def _by_value(law: Section, one: Sampled) -> Projected:
    naive = law.rounded("naive_rounding", one.lines * _share(law, one))
    value = law.rounded("value_rounding", one.value)
    weight = law.rounded("weight_rounding", value * (value - 1))
    return naive, naive - law.rounded("duplicates_rounding", one.pairs * weight), one.weighed


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


def _with_pairs(law: Section, one: Sampled) -> Projected:
    return _both(law, one.valid * one.value, one.weighed)


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
    "acceptable-pairs": _with_pairs,
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
        """Return what a sample says of the whole, or those of several counties together.

        A county all of whose lines were examined projects nothing.
        """
        formula = PROJECTIONS[self.projection.get("formula")]
        each = [
            (Fraction(one.valid),) * 3
            if self.in_counties and one.size == one.lines
            else formula(self.projection, one)
            for one in parts
        ]
        naive, rounded, exact = (sum(column, Fraction(0)) for column in zip(*each, strict=True))
        return naive, rounded, exact

    def decided(self, *parts: Sampled, exactly: bool | None = None) -> str:
        """Return what a sample decides; ``exactly`` goes before the rule's own arithmetic."""
        _, rounded, exact = self.projected(*parts)
        if exactly is None:
            exactly = self.decision.get("arithmetic") == "exact"
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
            enough = at_high is not None and (
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

        def in_sample(valid: int) -> str:
            return self.decided(replace(alone, valid=valid), exactly=True)

        found = whole = NO_ENDS
        if not self.in_counties:
            found = _cut(one.size, in_sample)
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
