"""Which lines a noted defect is about, by what citation it voids them, and how they stand."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from rollcheck.office.defects.models import VoidLine
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.receiving.models import Defect
from rollcheck.office.receiving.naming import ranges
from rollcheck.office.review.eyes import Known, known_reasons
from rollcheck.office.review.models import LineState, Stands
from rollcheck.petition.defects import OF_PAPER, voided_by
from rollcheck.problems import RollcheckError


@dataclass(frozen=True, slots=True)
class ByLaw:
    """The reason by which a defect voids every line here, the citation, how many must say so."""

    reason: Known
    citation: str


@dataclass(frozen=True, slots=True)
class Changes:
    """How many lines are accepted, rejected or waiting that would all be invalid, or are void."""

    accepted: int
    rejected: int
    waiting: int
    void: int

    @property
    def lines(self) -> int:
        """Return how many lines there are."""
        return self.accepted + self.rejected + self.waiting + self.void

    @property
    def change(self) -> int:
        """Return how many of them would stand otherwise."""
        return self.lines - self.void


def by_law(petition: Petition, defect: Defect) -> ByLaw | None:
    """Return by what the law voids every line for a defect; None where it does not."""
    if defect.defect not in OF_PAPER:
        return None
    try:
        citation = voided_by(defect.defect, rules_now(petition))
        reason = known_reasons(petition).get(defect.defect)
    except RollcheckError:
        return None
    return ByLaw(reason, citation) if reason is not None and citation else None


def voiding(petition: Petition) -> frozenset[str]:
    """Return the reasons by which the law voids every line of a sheet or section here."""
    try:
        rules = rules_now(petition)
    except RollcheckError:
        return frozenset()
    return frozenset(one for one in OF_PAPER if one in rules.reasons and voided_by(one, rules))


def states_of(defect: Defect) -> QuerySet[LineState]:
    """Find the lines that a defect is about: those of its sheet, or of its whole section."""
    found = LineState.objects.filter(line__section=defect.section).exclude(state=Stands.VOID)
    of = found if defect.sheet_id is None else found.filter(line__sheet=defect.sheet_id)
    return of.order_by("line__ordinal")


def ordinals(defect: Defect) -> str:
    """Return the numbers in their section of the lines that a defect is about, in short."""
    return ranges(states_of(defect).values_list("line__ordinal", flat=True))


def standing_voids(petition: Petition) -> QuerySet[VoidLine]:
    """Find what voids lines of a petition now."""
    return VoidLine.objects.filter(petition=petition, defect__taken_back_at=None)


def changes(defect: Defect) -> Changes:
    """Count how the lines stand that a defect is about."""
    states = states_of(defect).order_by()
    void = standing_voids(defect.section.petition).values("line")
    kinds = Counter(states.exclude(pk__in=void).values_list("valid", flat=True))
    return Changes(kinds[True], kinds[False], kinds[None], states.filter(pk__in=void).count())
