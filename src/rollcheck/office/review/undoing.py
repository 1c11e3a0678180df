"""What people do with lines that were found: take their own finding back, open a settled one."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import act, in_turn
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.eyes import standing_findings
from rollcheck.office.review.giving import Turn
from rollcheck.office.review.lines import line_name
from rollcheck.office.review.models import Assignment, Ended, Finding, LineState
from rollcheck.office.review.work import assign
from rollcheck.record.events.review import Reopened, Undone

TAKEN_BACK = "taken back by the person who found it"


def undo_last(person: Person, petition: Petition, reason: str = TAKEN_BACK) -> Assignment:
    """Take back what somebody did last, and give them the line again.

    Raises ``ValidationError`` where there is nothing to take back, or others have gone on with it.
    """
    with in_turn():
        last = (
            Assignment.objects.filter(
                petition=petition,
                person=person,
                ended__in=(Ended.DETERMINED, Ended.SKIPPED),
                undone=False,
            )
            .filter(round=F("line__state__round"))
            .select_related("line__section", "line__state")
            .order_by("-ended_at", "-pk")
            .first()
        )
        if last is None:
            raise ValidationError(_("There is nothing to take back."))
        if last.ended == Ended.DETERMINED:
            found = Finding.objects.get(
                line=last.line, round=last.round, person=person, undone_at=None
            )
            return undo(person, petition, found, reason)
        return _assign_again(last.line_id, person, petition, known=last.known)


def undo(
    person: Person, petition: Petition, found: Finding, reason: str = TAKEN_BACK
) -> Assignment:
    """Take one of somebody's own findings back, and give them its line again.

    Raises ``ValidationError`` where others have gone on with the line.
    """
    with in_turn():
        act(Undone(reason), by=person, petition=petition, refers_to=(found.entry,), aside=found)
        return _assign_again(found.line_id, person, petition, known=found.known)


def _assign_again(line: int, person: Person, petition: Petition, *, known: bool) -> Assignment:
    state = LineState.objects.select_related("line__section").get(pk=line)
    return assign(state, person, petition, Turn(again=True, known=known))


def reopen(person: Person, petition: Petition, state: LineState, reason: str) -> LineState:
    """Open a settled line again, in the name of a supervisor; it is decided anew."""
    entries = tuple(one.entry for one in standing_findings(state))
    event = Reopened(line_name(state.line), reason, person.code)
    opened: LineState = act(event, by=person, petition=petition, refers_to=entries)
    return opened
