"""The law's arithmetic, read anew from the rule file: one sample, valued signature by signature.

Whatever in a rule file this reading does not know makes the place one that is not re-computed.
"""

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

KNOWN = {
    "requirement.formula": "percent-of-registered",
    "raw_count.below_required": "insufficient_on_raw",
    "raw_count.on_checking": "refuse",
    "sample.formula": "number-or-percent",
    "projection.formula": "value-of-each-signature",
    "projection.pairs_counted": "both_in_sample",
    "decision.arithmetic": "exact",
}
# The fields that bear on a number, as this reading knows them; any other makes the law another one.
READ = {
    "requirement": "bands formula governed_by inactive_voters_counted registration_report rounding",
    "raw_count": "below_required counts governed_by on_checking struck_lines",
    "sample": "drawn_by formula governed_by mandatory minimum not_located percent rounding "
    "sampled_above",
    "projection": "duplicates_rounding formula governed_by naive_rounding pairs_counted "
    "second_copy_is_valid share_rounding value_rounding weight_rounding withdrawn_are_valid",
    "decision": "arithmetic governed_by insufficient_percent insufficient_when otherwise "
    "sufficient_percent sufficient_when",
    "full_check": "equality_warning governed_by sufficient_when",
}
Json = dict[str, Any]


class NotKnownError(Exception):
    """A rule file says something that this program has no reading of."""


@dataclass(frozen=True)
class Sizing:
    """A sample's least size, and the cut-offs in its valid lines and in the projected total."""

    size: int
    cutoffs: dict[str, int | None]


@dataclass(frozen=True)
class Rules:
    """One rule file; see docs/law.md for what its fields mean."""

    tree: Json
    stage: Json

    def value(self, name: str) -> Any:
        """Return the value of a field, as ``section.field``; those of the stage by its parts."""
        section, field = name.split(".")
        return (self.stage if section in self.stage else self.tree)[section][field]["value"]

    def required(self, registered: int) -> int:
        """Return the percent of the registered voters that their number calls for, rounded."""
        for band in self.tree["requirement"]["bands"]:
            if registered < band.get("below", registered + 1):
                exact = Fraction(str(band["value"])) * registered / 100
                return int(rounded(exact, self.value("requirement.rounding")))
        raise NotKnownError("no band for this number of registered voters")

    def sizing(self, lines: int, required: int, size: int) -> Sizing:
        """Return the least sample of so many lines, and the cut-offs for one of a size."""
        share = Fraction(str(self.value("sample.percent"))) * lines / 100
        by_percent = int(rounded(share, self.value("sample.rounding")))
        least = min(lines, max(self.value("sample.minimum"), by_percent))
        low, high = self._limits(required)
        value = Fraction(lines, size)
        cutoffs = {
            "insufficient_below": self._cutoff(low / value, size, low=True),
            "sufficient_from": self._cutoff(high / value, size, low=False),
            "total_insufficient_below": self._cutoff(low, lines, low=True),
            "total_sufficient_from": self._cutoff(high, lines, low=False),
        }
        return Sizing(least, cutoffs)

    def projected(self, lines: int, size: int, valid: int, duplicates: int) -> tuple[int, int]:
        """Return the projection without and with duplicates, by the rule's rounded steps."""
        share = rounded(Fraction(valid, size), self.value("projection.share_rounding"))
        naive = rounded(lines * share, self.value("projection.naive_rounding"))
        value = rounded(Fraction(lines, size), self.value("projection.value_rounding"))
        weight = rounded(value * (value - 1), self.value("projection.weight_rounding"))
        less = rounded(duplicates * weight, self.value("projection.duplicates_rounding"))
        return int(naive), int(naive - less)

    def sample_decision(
        self, lines: int, size: int, valid: int, duplicates: int, required: int
    ) -> str:
        """Return what a sample decides, on exact fractions: N/n v - d (N/n)(N/n - 1)."""
        value = Fraction(lines, size)
        exact = valid * value - duplicates * value * (value - 1)
        low, high = self._limits(required)
        if exact > high or (exact == high and self._inclusive("sufficient")):
            return "sufficient"
        if exact < low or (exact == low and self._inclusive("insufficient")):
            return "insufficient"
        return str(self.value("decision.otherwise"))

    def full_decision(self, valid: int, required: int) -> str:
        """Return what the count of every line decides."""
        enough = valid > required or (
            valid == required and self.value("full_check.sufficient_when") == "at_or_above"
        )
        return "sufficient" if enough else "insufficient"

    def _limits(self, required: int) -> tuple[Fraction, Fraction]:
        low, high = (
            Fraction(str(self.value(f"decision.{one}_percent"))) * required / 100
            for one in ("insufficient", "sufficient")
        )
        return low, high

    def _inclusive(self, side: str) -> bool:
        return str(self.value(f"decision.{side}_when")) in ("at_or_above", "at_or_below")

    def _cutoff(self, limit: Fraction, most: int, *, low: bool) -> int | None:
        """Return the first whole number past a limit: not insufficient any more, or sufficient."""
        past = self._inclusive("insufficient") if low else not self._inclusive("sufficient")
        first = floor(limit) + 1 if past else ceil(limit)
        return first if first <= most and not (low and first == 0) else None


def rounded(exact: Fraction, how: Json) -> Fraction:
    """Round a number of 0 or more as a field says: up, down, nearest (a half up) or exact."""
    if how["mode"] == "exact":
        return exact
    scaled = exact * 10 ** how["decimals"]
    steps = {"up": ceil, "down": floor, "nearest": lambda one: floor(one + Fraction(1, 2))}
    return Fraction(steps[how["mode"]](scaled), 10 ** how["decimals"])


def read_rules(content: bytes) -> Rules:
    """Read a rule file. Raises ``NotKnownError`` where its law is not re-computed here."""
    tree = tomllib.loads(content.decode())
    name = f"{tree['place']}/{tree['kind']}"
    if tree["format"] != "rollcheck-law/1":
        raise NotKnownError(f"the rules of {name} are of a format that this program cannot read")
    if len(tree["stages"]) != 1 or "districts" in tree or "district_minimum" in tree:
        raise NotKnownError(f"{name} has several samples or none, or a minimum by district")
    rules = Rules(tree, tree["stages"][0])
    for section, read in READ.items():
        found = (rules.stage if section in rules.stage else tree).get(section, {})
        if further := found.keys() - set(read.split()):
            raise NotKnownError(f"{section}.{min(further)} of {name} is not known here")
    for field, known in KNOWN.items():
        if rules.value(field) != known:
            raise NotKnownError(f"{field} of {name} is {rules.value(field)!r}")
    return rules
