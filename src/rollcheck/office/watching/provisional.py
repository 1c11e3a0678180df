"""What would be decided from what is settled so far, and whether what waits can change it."""

from collections.abc import Mapping
from dataclasses import dataclass

from rollcheck import law
from rollcheck.law import DistrictMinimum, Part
from rollcheck.office.petitions import models
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.taken_of import TAKEN_OF
from rollcheck.office.petitions.the_law import districts_of, rules_now
from rollcheck.office.watching.in_districts import valid_in_districts
from rollcheck.petition.filed import Filed, decided
from rollcheck.petition.tally import Tally
from rollcheck.petition.verdicts import RequiredNumber, Verdict
from rollcheck.problems import RollcheckError


@dataclass(frozen=True, slots=True)
class InDistricts:
    """What counties or districts have given so far, where the law asks each for a minimum.

    ``met`` of ``needed`` give enough; None where the numbers of each are not known. ``rows`` have a
    name, the number that the percent is taken of, what is required of it and what is valid in it.
    """

    rule: DistrictMinimum
    met: int | None
    rows: tuple[tuple[str, int, int, int], ...]

    @property
    def taken_of(self) -> str:
        """Return what the percent is taken of."""
        return str(TAKEN_OF[self.rule.of])


@dataclass(frozen=True, slots=True)
class Against:
    """The verdict against one required number, who claims it, and what districts have given.

    ``claimed_by`` is empty for the office's own; ``districts`` is None where the law asks none of
    them, or too few lines were filed for any to matter.
    """

    verdict: Verdict
    claimed_by: str
    districts: InDistricts | None


@dataclass(frozen=True, slots=True)
class Provisional:
    """The lowest and the highest valid count that are still possible, and what follows from each.

    There is a verdict for each required number, the office's own first, and for whoever claims
    other numbers by district; ``problems`` say why there is none.
    """

    count: Tally
    against: tuple[Against, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """What everybody says is required, by who says it; ``valid`` in each district so far."""

    numbers: Mapping[str, models.RequiredNumber]
    counts: Mapping[str, models.DistrictCounts]
    valid: Mapping[str, int]


def provisional(petition: Petition, count: Tally) -> Provisional:
    """Return the provisional decision. It is for those who may see findings, never public."""
    try:
        said = _said(petition)
        claims = {*said.numbers, *(said.counts if "" in said.numbers else ())}
        found = tuple(_against(petition, count, who, said) for who in sorted(claims))
    except RollcheckError as error:
        return Provisional(count, (), tuple(problem.message for problem in error.problems))
    return Provisional(count, found)


def _said(petition: Petition) -> _Said:
    numbers = {one.claimed_by: one for one in petition.required_numbers.filter(replaced_at=None)}
    counts = {one.claimed_by: one for one in petition.district_counts.filter(replaced_at=None)}
    rule = law.minimum_for(rules_now(petition)) if counts else None
    names = {name for one in counts.values() for name, _number in one.rows}
    valid = {} if rule is None else valid_in_districts(petition, rule, names)
    return _Said(numbers, counts, valid)


def _against(petition: Petition, count: Tally, who: str, said: _Said) -> Against:
    """Decide against what somebody says is required; what they do not contest is the office's."""
    number = said.numbers.get(who) or said.numbers[""]
    rules = rules_now(petition, number.measure)
    rule = law.minimum_for(rules)
    theirs = said.counts.get(who) or said.counts.get("")
    known = rule is not None and theirs is not None and theirs.of == rule.of
    districts = tuple(districts_of(theirs, said.valid)) if known and theirs is not None else ()
    required = RequiredNumber(
        number.required, not who, number.registered, None, votes_cast=number.votes_cast
    )

    def at(valid: int) -> law.Computation:
        filed = Filed(raw=count.raw, excluded=count.excluded, districts=districts)
        return decided(rules, filed, count, valid, number.required)

    verdict = Verdict(required, at(count.lowest_valid), at(count.highest_valid))
    checked = rule is not None and "districts_needed" in verdict.lowest.values
    return Against(verdict, who, _given(rule, verdict) if rule is not None and checked else None)


def _given(rule: DistrictMinimum, verdict: Verdict) -> InDistricts:
    """Read off the decision at the lowest count what each district has given."""
    met = verdict.lowest.values["districts_met"]

    def row(one: Part) -> tuple[str, int, int, int]:
        of, required, valid = (int(str(one[name])) for name in (rule.of, "required", "valid"))
        return str(one["name"]), of, required, valid

    return InDistricts(
        rule, met if isinstance(met, int) else None, tuple(map(row, verdict.lowest.parts))
    )
