"""What some or all counties or districts must give, as a petition's page shows it."""

from dataclasses import dataclass

from django.utils.functional import Promise

from rollcheck import law
from rollcheck.law import Computation, RuleSet
from rollcheck.office.petitions.models import DistrictCounts, Petition
from rollcheck.office.petitions.taken_of import TAKEN_OF
from rollcheck.office.petitions.the_law import districts_of, rules_for_required
from rollcheck.problems import RollcheckError


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers by district, the office's or claimed ones, and what each must give of them.

    ``least`` has a name, the number and what is required of it in each row; none where the rules
    now ask for other numbers.
    """

    counts: DistrictCounts
    least: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class ByDistrict:
    """The law's minimum: the ``rule`` with its ``arithmetic``, and the counts that are there."""

    rule: law.DistrictMinimum
    arithmetic: Computation
    counts: tuple[Counts, ...]

    @property
    def percent(self) -> str:
        """Return the percent that each must give, in plain digits."""
        return self.arithmetic.steps[1].value

    @property
    def taken_of(self) -> Promise:
        """Return what the percent is taken of."""
        return TAKEN_OF[self.rule.of]


def by_district(petition: Petition, rules: RuleSet | None) -> ByDistrict | None:
    """Return the minimum by county or district; None where the law asks for none."""
    rule = None if rules is None else law.minimum_for(rules)
    if rules is None or rule is None:
        return None
    arithmetic = law.least_by_district(rules, ())
    if arithmetic is None:
        return None
    there = petition.district_counts.filter(replaced_at=None)
    return ByDistrict(rule, arithmetic, tuple(Counts(one, _least(rules, one)) for one in there))


def lacks_counts(petition: Petition) -> bool:
    """Tell whether the law asks for numbers by county or district that the office has not set."""
    try:
        asked = law.minimum_for(rules_for_required(petition)) is not None
    except RollcheckError:
        return False
    return asked and not petition.district_counts.filter(replaced_at=None, claimed_by="").exists()


def _least(rules: RuleSet, counts: DistrictCounts) -> tuple[tuple[str, int, int], ...]:
    try:
        answer = law.least_by_district(rules, districts_of(counts))
    except RollcheckError:
        return ()
    parts = () if answer is None else answer.parts
    return tuple(
        (str(one["name"]), int(str(one[counts.of])), int(str(one["required"]))) for one in parts
    )
