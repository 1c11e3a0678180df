"""The law, read anew from the rule file: the required number, samples, projections, decisions.

Whatever in a rule file this reading does not know makes the place one that is not re-computed.
"""

import tomllib
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from math import ceil, floor
from typing import Any

Json = dict[str, Any]
NUMBERS = {"percent-of-registered": "registered", "percent-of-votes": "votes_cast"}
BY_PERCENT, BY_ERROR, BY_PAIRS = "percent-of-requirement", "sampling-error", "pairs-acceptable"
ON_RAW = "insufficient_on_raw"
# What a field that bears on a number may be, and the fields of its section; any other law is
# another one. Of the others it is enough to know that they are there.
KNOWN = {
    "requirement.formula": (*NUMBERS, "fixed-number"),
    "raw_count.below_required": (ON_RAW, "full_check"),
    "raw_count.on_checking": ("refuse", "revise"),
    "full_check.sufficient_when": ("above", "at_or_above"),
    "district_minimum.of": ("registered", "votes_cast"),
    "sample.formula": ("number-or-percent",),
    "projection.pairs_counted": ("both_in_sample", "none"),
    "projection.second_copy_is_valid": (False,),
    "decision.formula": (BY_PERCENT, BY_ERROR, BY_PAIRS),
    "decision.arithmetic": ("exact", "rounded"),
    "decision.otherwise": ("full_check", "next_sample", "insufficient"),
}
READ = {
    "requirement": "bands formula inactive_voters_counted measures number registration_report "
    "rounding votes_counted",
    "raw_count": "below_required counts excluded on_checking struck_lines",
    "full_check": "equality_warning may_stop_early sufficient_when withdrawn_deducted",
    "district_minimum": "districts measures needed of percent rounding unit",
    "sample": "drawn_by drawn_from drawn_in formula mandatory measures minimum not_located percent "
    "rounding sampled_above",
    "projection": "allowance_factor assumed_duplicates_percent confidence_factor "
    "duplicates_rounding formula naive_rounding pairs_counted pairs_factor root_digits "
    "second_copy_is_valid share_rounding value_rounding weight_rounding withdrawn_are_valid",
    "decision": "arithmetic confidence_factor continuity formula insufficient_percent "
    "insufficient_when otherwise root_digits sufficient_percent sufficient_when",
}


class NotKnownError(Exception):
    """A rule file says something that this program has no reading of."""


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


Projected = tuple[Fraction, Fraction, Fraction]  # uncorrected, corrected: rounded; and exact


class Section:
    """The values of one section of a rule file."""

    def __init__(self, section: Json) -> None:
        self._fields = section

    def get(self, name: str, absent: Any = None) -> Any:
        """Return a field's value, ``absent`` where the section lacks it."""
        return self._fields[name]["value"] if name in self._fields else absent

    def exact(self, name: str) -> Fraction:
        """Return a field that is a number; 0 where it is absent."""
        return Fraction(str(self.get(name, 0)))

    def listed(self, name: str) -> list[Json]:
        """Return the bands or measures of a field."""
        return list(self._fields.get(name, ()))

    def rounded(self, name: str, number: Fraction) -> Fraction:
        """Round as a field says; a number below 0 as its opposite, a half of it up."""
        how = self.get(name, {"mode": "exact"})
        if how["mode"] == "exact":
            return number
        steps = {"up": ceil, "down": floor, "nearest": lambda one: floor(one + Fraction(1, 2))}
        scale = 10 ** how.get("decimals", 0)
        size = Fraction(steps[how["mode"]](abs(number) * scale), scale)
        return size if number >= 0 else -size

    def root(self, number: Fraction) -> Fraction:
        """Return the square root in the digits that the section states, to the nearest."""
        digits = self.get("root_digits")
        with localcontext() as context:
            context.prec = 2 * digits + 10
            exact = Decimal(number.numerator) / Decimal(number.denominator)
            context.prec, context.rounding = digits, ROUND_HALF_EVEN
            return Fraction(exact.sqrt())


def _by_value(law: Section, one: Sampled) -> Projected:
    naive = law.rounded("naive_rounding", one.lines * _share(law, one))
    value = law.rounded("value_rounding", one.value)
    weight = law.rounded("weight_rounding", value * (value - 1))
    return naive, naive - law.rounded("duplicates_rounding", one.pairs * weight), one.weighed


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
    both = (one.valid * one.value, one.weighed)
    naive, less = (law.rounded("naive_rounding", number) for number in both)
    return naive, less, one.weighed


def _assumed(law: Section, one: Sampled) -> Projected:
    share = _share(law, one)
    error = law.root(share * (1 - share) / one.size) * law.exact("confidence_factor")
    exact = one.lines * (share - error - law.exact("assumed_duplicates_percent") / 100)
    naive, less = (law.rounded("naive_rounding", n) for n in (one.lines * share, exact))
    return naive, less, exact


def _found(law: Section, one: Sampled) -> Projected:
    weight = Fraction(one.lines)
    if one.size > 1:
        weight = one.value * Fraction(one.lines - 1, one.size - 1)
    both = (one.valid + one.pairs) * one.value
    exact = both - one.pairs * law.rounded("weight_rounding", weight)
    naive, less = (law.rounded("naive_rounding", number) for number in (both, exact))
    return naive, less, exact


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

    def projected(self, one: Sampled) -> Projected:
        """Return what a sample says of the whole."""
        return PROJECTIONS[self.projection.get("formula")](self.projection, one)

    def decided(self, one: Sampled, *, exactly: bool | None = None) -> str:
        """Return what a sample decides; ``exactly`` goes before the rule's own arithmetic."""
        _, rounded, exact = self.projected(one)
        if exactly is None:
            exactly = self.decision.get("arithmetic") == "exact"
        return self._zone(one, exact if exactly else Fraction(int(rounded)))

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

        found = dict(zip(CUTOFFS, _cut(one.size, in_sample), strict=True))
        total: tuple[int | None, int | None] = (None, None)
        if self.decision.get("formula", BY_PERCENT) == BY_PERCENT:
            total = _cut(filed, lambda lines: self._zone(alone, Fraction(lines)))
        return found | {f"total_{key}": at for key, at in zip(CUTOFFS, total, strict=True)}


SIDES = ("insufficient", "sufficient")
CUTOFFS = ("insufficient_below", "sufficient_from")


def _cut(most: int, decided: Callable[[int], str]) -> tuple[int | None, int | None]:
    """Search by halves for the first number not insufficient, and the first sufficient."""
    every = range(most + 1)
    low = bisect_left(every, x=True, key=lambda number: decided(number) != "insufficient")
    high = bisect_left(every, x=True, key=lambda number: decided(number) == "sufficient")
    return (low if 0 < low <= most else None, high if high <= most else None)


@dataclass(frozen=True)
class Rules:
    """One rule file, for one measure; see docs/law.md for what its fields mean."""

    tree: Json
    stages: tuple[Stage, ...]
    measure: str | None

    def section(self, name: str) -> Section:
        """Return a section of the file, an empty one where it has none."""
        return Section(self.tree.get(name, {}))

    def _measure(self) -> Json | None:
        every = self.section("requirement").listed("measures")
        return next((one for one in every if one["name"] == self.measure), next(iter(every), None))

    def required(self, stated: Json) -> tuple[int, str] | None:
        """Return the required number from what it was computed of; ``None`` where it was stated."""
        law = self.section("requirement")
        key, chosen = NUMBERS.get(law.get("formula")), self._measure()
        if key is None:
            number = chosen["value"] if chosen else law.get("number")
            return (number, "the number that the law states") if stated["steps"] else None
        base = stated[key]
        if base is None:
            return None
        bands = [one for one in law.listed("bands") if base < one.get("below", base + 1)]
        percent = Fraction(str((chosen or bands[0])["value"]))
        exact = law.rounded("rounding", percent * base / 100)
        return int(exact), f"{base:,} {key.replace('_', ' ')}"

    def ends_on_raw(self, lines: int, required: int) -> bool:
        """Tell whether too few lines were filed for any to be verified."""
        return lines < required and self.section("raw_count").get("below_required") == ON_RAW

    def may_sample(self, stage: Stage, lines: int) -> bool:
        """Tell whether the law draws this sample of so many lines, for this measure."""
        names, chosen = stage.sample.get("measures"), self._measure()
        named = names is None or (chosen is not None and chosen["name"] in names)
        return named and lines > stage.sample.get("sampled_above", 0)

    def minimum(self) -> Section | None:
        """Return the minimum by district that holds for this measure, if any."""
        law, chosen = self.section("district_minimum"), self._measure()
        if law.get("needed") is None:
            return None
        names = law.get("measures")
        return law if names is None or (chosen and chosen["name"] in names) else None

    def enough(self, valid: int, required: int) -> bool:
        """Tell whether a count of every line reaches the requirement."""
        at = self.section("full_check").get("sufficient_when") == "at_or_above"
        return valid > required or (valid == required and at)


def read_rules(content: bytes, measure: str | None) -> Rules:
    """Read a rule file. Raises ``NotKnownError`` where its law is not re-computed here."""
    tree = tomllib.loads(content.decode())
    name = f"{tree['place']}/{tree['kind']}"
    if tree["format"] != "rollcheck-law/1":
        raise NotKnownError(f"the rules of {name} are of a format that this program cannot read")
    for section in (tree, *tree.get("stages", ())):
        for part, fields in section.items():
            if part in READ:
                _refuse_unknown(name, part, fields)
    stages = tuple(
        Stage(*(Section(one[part]) for part in ("sample", "projection", "decision")))
        for one in tree.get("stages", ())
    )
    for stage in stages:
        if stage.projection.get("formula") not in PROJECTIONS:
            raise NotKnownError(f"the projection of {name} is not known here")
    return Rules(tree, stages, measure)


def _refuse_unknown(name: str, part: str, fields: Json) -> None:
    if further := fields.keys() - {*READ[part].split(), "governed_by"}:
        raise NotKnownError(f"{part}.{min(further)} of {name} is not known here")
    for key, known in KNOWN.items():
        of, field = key.split(".")
        if of == part and field in fields and fields[field]["value"] not in known:
            raise NotKnownError(f"{key} of {name} is {fields[field]['value']!r}")
