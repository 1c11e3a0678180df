"""Lines as the review names them, and what is asked of every line before anything is done to it."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

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


def refuse_unless_open(petition: Petition | None) -> Petition:
    """Return the petition whose lines may be worked on; ``ValidationError`` for any other."""
    if petition is None:
        raise ValidationError(_("Say which petition."))
    now = Petition.objects.get(pk=petition.pk)
    if not Review.objects.filter(petition=now).exists():
        raise ValidationError(_("The review of this petition is not open yet."))
    if not RawCount.objects.filter(petition=now).exists():
        raise ValidationError(_("The raw count is open again; review goes on once it is fixed."))
    if now.closed_at is not None:
        raise ValidationError(_("This petition is closed; nothing about it can change."))
    return now
