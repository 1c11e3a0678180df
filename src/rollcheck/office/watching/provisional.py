"""What would be decided from what is settled so far, and whether what waits can change it."""

from dataclasses import dataclass

from rollcheck import law
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.petition.filed import Filed, decided
from rollcheck.petition.tally import Tally
from rollcheck.petition.verdicts import RequiredNumber, Verdict, verdicts
from rollcheck.problems import RollcheckError


@dataclass(frozen=True, slots=True)
class Provisional:
    """The lowest and the highest valid count that are still possible, and what follows from each.

    There is a verdict for each required number, the office's own first; none where the rules need
    more than the office knows. ``claimed_by`` says of each who claims it, empty for the office's.
    """

    count: Tally
    verdicts: tuple[Verdict, ...]
    claimed_by: tuple[str, ...]

    @property
    def against(self) -> tuple[tuple[Verdict, str], ...]:
        """Return each verdict with who claims the number that it is against."""
        return tuple(zip(self.verdicts, self.claimed_by, strict=False))


def provisional(petition: Petition, count: Tally) -> Provisional:
    """Return the provisional decision. It is for those who may see findings, never public."""
    rules = rules_now(petition)
    filed = Filed(raw=count.raw)
    numbers = petition.required_numbers.filter(replaced_at=None).order_by("claimed_by", "pk")
    required = [
        RequiredNumber(one.required, not one.claimed_by, one.registered, None) for one in numbers
    ]

    def at(valid: int) -> tuple[law.Computation, ...]:
        return tuple(decided(rules, filed, count, valid, one.value) for one in required)

    try:
        found = verdicts(required, at(count.lowest_valid), at(count.highest_valid))
    except RollcheckError:
        # The law of this place asks for counts by county or district, which no page takes yet.
        found = ()
    return Provisional(count, found, tuple(one.claimed_by for one in numbers))
