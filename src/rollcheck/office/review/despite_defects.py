"""Accepted lines of sections and sheets whose recorded defect by the law voids every line."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Length

from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.receiving.models import Defect, Sheet
from rollcheck.office.review.models import LineState, Stands
from rollcheck.petition.defects import OF_PAPER, voided_by
from rollcheck.petition.despite_defects import citations_of, told_of
from rollcheck.problems import RollcheckError

MOST_NAMED = 20
WHAT_TO_DO = (
    "Open each defect from the page of its section and void its lines, or take the defect back, "
    "before the run is made."
)


@dataclass(frozen=True, slots=True)
class Despite:
    """How many lines were accepted, in which sections (2 before 10), and by what they are void."""

    lines: int
    sections: tuple[str, ...]
    citation: str

    @property
    def named(self) -> str:
        """Return the numbers of the sections, of the first where there are many."""
        more = ["…"] if len(self.sections) > MOST_NAMED else []
        return ", ".join([*self.sections[:MOST_NAMED], *more])

    @property
    def told(self) -> str:
        """Return what somebody at the machine is told of it, and what to do."""
        sentence = told_of(f"{self.lines:,}", f"{len(self.sections):,}", self.citation)
        return f"{sentence} {WHAT_TO_DO} Sections: {self.named}."


def accepted_despite(petition: Petition) -> Despite | None:
    """Return what is accepted despite such defects; None where nothing is, or no rules cover it."""
    try:
        rules = rules_now(petition)
    except RollcheckError:
        return None
    void = [reason for reason in OF_PAPER if voided_by(reason, rules) is not None]
    standing = Defect.objects.filter(section__petition=petition, taken_back_at=None).order_by()
    defects = standing.filter(defect__in=void)
    reasons = set(defects.values_list("defect", flat=True))
    if not reasons:
        return None
    whole = defects.filter(sheet=None)
    single = defects.exclude(sheet=None)
    sheets = Sheet.objects.filter(
        Q(section__in=whole.values("section")) | Q(pk__in=single.values("sheet"))
    ).order_by()
    accepted = LineState.objects.filter(
        petition=petition, state=Stands.SETTLED, valid=True, line__sheet__in=sheets.values("pk")
    )
    number = "line__section__number"
    rows = accepted.order_by(Length(number), number).values_list(number).annotate(lines=Count("*"))
    sections = dict(rows)
    if not sections:
        return None
    return Despite(sum(sections.values()), tuple(sections), citations_of(reasons, rules))
