"""Lines as the review names them, and what is asked of every line before anything is done to it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from rollcheck.office.acts.remembered import remembered
from rollcheck.office.petitions.closed import still_open
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Line, RawCount
from rollcheck.office.review.models import LineState, Review, Stands


def line_name(line: Line) -> str:
    """Return how the record calls a line: its section, a colon, its ordinal there."""
    return f"{line.section.number}:{line.ordinal}"


def line_of(petition: Petition, name: str) -> QuerySet[LineState]:
    """Find the state of the line of that name."""
    section, _colon, ordinal = name.rpartition(":")
    found = LineState.objects.select_related("line__section", "line__sheet").filter(
        line__section__petition=petition,
        line__section__number=section,
        line__ordinal=int(ordinal) if ordinal.isdecimal() and len(ordinal) < 10 else 0,
    )
    return found.exclude(state=Stands.VOID)


def state_of(petition: Petition, name: str) -> LineState:
    """Return the state of the line of that name, locked; ``ValidationError`` if there is none."""
    found = line_of(petition, name).select_for_update(of=("self",)).first()
    if found is None:
        raise ValidationError(_("There is no such line in the review."))
    return found


def under_review() -> QuerySet[Petition]:
    """Find petitions with their snapshot, and with what ``refuse_unless_worked_on`` asks of them.

    One query: it stands before every keystroke of a look-up.
    """
    return Petition.objects.select_related("snapshot").annotate(
        review_is_open=Exists(Review.objects.filter(petition=OuterRef("pk"))),
        count_is_fixed=Exists(RawCount.objects.filter(petition=OuterRef("pk"))),
    )


def refuse_unless_worked_on(now: Petition) -> Petition:
    """Return a petition of ``under_review`` whose lines may be worked on.

    Raises ``ValidationError`` for any other.
    """
    stands: Any = now
    if not stands.review_is_open:
        raise ValidationError(_("The review of this petition is not open yet."))
    if not stands.count_is_fixed:
        raise ValidationError(_("The raw count is open again; review goes on once it is fixed."))
    still_open(now)
    return now


def refuse_unless_open(petition: Petition | None) -> Petition:
    """Return the petition whose lines may be worked on, as it stands now; else as above."""
    if petition is None:
        raise ValidationError(_("Say which petition."))
    pk = petition.pk
    of = ("Petition", "Review", "RawCount", "RollSnapshot")
    now = remembered(("under review", pk), of, lambda: under_review().get(pk=pk))
    return refuse_unless_worked_on(now)
