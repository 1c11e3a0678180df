"""The numbers of the filing that the law is asked with at every stage."""

from dataclasses import dataclass

from rollcheck.law import Computation, District, RuleSet, decide, fails_on_raw
from rollcheck.petition.tally import Tally


@dataclass(frozen=True, slots=True)
class Filed:
    """What was filed. ``raw`` is the raw count that stands, ``first_count`` that of the filing.

    ``excluded`` lines of it left the count before any was verified; ``withdrawn`` signatures were
    taken back after the count; ``districts`` are counts per county or district.
    """

    raw: int
    excluded: int = 0
    withdrawn: int = 0
    districts: tuple[District, ...] = ()
    first_count: int | None = None

    @property
    def verified(self) -> int:
        """Lines that are left to verify."""
        return self.raw - self.excluded

    def fails_on_raw(self, rules: RuleSet, required: int) -> bool:
        """Whether too few were filed for any line to be verified."""
        return fails_on_raw(rules, self.law_raw(rules), required, self.law_excluded(rules))

    def law_raw(self, rules: RuleSet) -> int:
        """Return the raw count as the law takes it.

        Where a rule excludes lines the law is told how many beside the whole; where void sheets
        never enter the raw count, the law's raw count is what is left.
        """
        return self.verified if rules.raw_count.excluded is None else self.raw

    def law_excluded(self, rules: RuleSet) -> int:
        """Return how many lines the law takes off its raw count."""
        return self.raw - self.verified if self.law_raw(rules) == self.raw else 0


def decided(rules: RuleSet, filed: Filed, tally: Tally, valid: int, required: int) -> Computation:
    """Ask the law for its decision at one valid count.

    While lines wait, the districts' counts are those of what was found so far: above that count
    they are left out, since which district gains is not known. A withdrawn signature cannot be
    one that was not valid.
    """
    raw, excluded, invalid = filed.law_raw(rules), filed.law_excluded(rules), None
    if filed.first_count not in (None, filed.raw) and rules.raw_count.on_checking == "revise":
        raw, invalid = filed.first_count or 0, filed.verified - valid
    withdrawn = min(filed.withdrawn, valid) if tally.waits else filed.withdrawn
    known = filed.districts if valid == tally.lowest_valid else ()
    return decide(
        rules,
        raw=raw,
        excluded=excluded,
        invalid=invalid,
        required=required,
        valid=valid,
        withdrawn=withdrawn,
        counts=known,
    )
