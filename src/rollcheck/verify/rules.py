"""The law, read anew from the rule file: the required number, the minimum, the stages of a check.

Whatever in a rule file this reading does not know makes the place one that is not re-computed.
"""

import tomllib
from dataclasses import dataclass

from rollcheck.verify.files import Json
from rollcheck.verify.samples import BY_ERROR, BY_PAIRS, BY_PERCENT, PROJECTIONS, Section, Stage

NUMBERS = {"percent-of-registered": "registered", "percent-of-votes": "votes_cast"}
SAMPLE = ("sample", "projection", "decision")
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
    "projection.formula": tuple(PROJECTIONS),
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

    def _is_for(self, law: Section) -> bool:
        names, chosen = law.get("measures"), self._measure()
        return names is None or (chosen is not None and chosen["name"] in names)

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
        percent = Section({"percent": chosen or bands[0]}).exact("percent")
        exact = law.rounded("rounding", percent * base / 100)
        return int(exact), f"{base:,} {key.replace('_', ' ')}"

    def ends_on_raw(self, lines: int, required: int) -> bool:
        """Tell whether too few lines were filed for any to be verified."""
        return lines < required and self.section("raw_count").get("below_required") == ON_RAW

    def may_sample(self, stage: Stage, lines: int) -> bool:
        """Tell whether the law draws this sample of so many lines, for this measure."""
        return self._is_for(stage.sample) and lines > stage.sample.get("sampled_above", 0)

    def minimum(self) -> Section | None:
        """Return the minimum by district that holds for this measure, if any."""
        law = self.section("district_minimum")
        return law if law.get("needed") is not None and self._is_for(law) else None

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
    parts = [[Section(one[part]) for part in SAMPLE] for one in tree.get("stages", ())]
    return Rules(tree, tuple(Stage(*stage) for stage in parts), measure)


def _refuse_unknown(name: str, part: str, fields: Json) -> None:
    if further := fields.keys() - {*READ[part].split(), "governed_by"}:
        raise NotKnownError(f"{part}.{min(further)} of {name} is not known here")
    for key, known in KNOWN.items():
        of, field = key.split(".")
        if of == part and field in fields and fields[field]["value"] not in known:
            raise NotKnownError(f"{key} of {name} is {fields[field]['value']!r}")
