"""Taking findings back: one's own by undoing it, a settled line by reopening it; both are acts."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.defects.models import refuse_void
from rollcheck.office.people.may import may
from rollcheck.office.people.rights import Right
from rollcheck.office.review.finding import stand_again
from rollcheck.office.review.giving import open_assignment, right_for
from rollcheck.office.review.lines import line_name, refuse_unless_open, state_of
from rollcheck.office.review.models import (
    FIRST,
    Assignment,
    Ended,
    Finding,
    LineState,
    Stands,
)
from rollcheck.record.events import review


@handles(review.Undone, right=None)
def undo(event: review.Undone, done: Done) -> LineState:
    """Take one's own last finding on a line back; ``aside`` is the ``Finding``, which stays."""
    about = refuse_unless_open(done.petition)
    if not isinstance(done.aside, Finding):
        raise ValidationError(_("There is nothing to take back."))
    found = Finding.objects.select_related("line__section").get(pk=done.aside.pk)
    by = done.by
    allowed = by is not None and may(by, right_for(found.step), about).allowed
    if by is None or found.person_id != by.pk or found.petition_id != about.pk or not allowed:
        raise PermissionDenied("only whoever found it may take it back")
    state = state_of(about, line_name(found.line))
    last = (
        Finding.objects.filter(line=found.line, round=state.round, undone_at=None, known=False)
        .order_by("-pk")
        .first()
    )
    went_on = last is None or last.pk != found.pk or open_assignment(state) is not None
    if went_on and not found.known:
        raise ValidationError(
            _("The work on this line has gone on. Ask a supervisor to reopen it.")
        )
    if state.state == Stands.HELD:
        raise ValidationError(_("A lead is asked about this line. Wait for the answer."))
    if not event.reason.strip():
        raise ValidationError(_("Say why."))
    if not found.known:
        refuse_void(found.line)
    found.undone_at = done.at
    found.save(update_fields=["undone_at"])
    Assignment.objects.filter(
        line=found.line, round=state.round, person=by, ended=Ended.DETERMINED, undone=False
    ).update(undone=True)
    if not found.known:
        stand_again(about, state, done)
    return state


@handles(review.Reopened, right=Right.REOPEN)
def reopen(event: review.Reopened, done: Done) -> LineState:
    """Open a line again: it is decided anew from the first finding; what was found stays kept."""
    about = refuse_unless_open(done.petition)
    if done.by is None or event.approved_by != done.by.code:
        raise PermissionDenied("a supervisor approves in their own name")
    state = state_of(about, event.line)
    if not event.reason.strip():
        raise ValidationError(_("Say why."))
    if state.confidential and not may(done.by, Right.SEE_CONFIDENTIAL, about).allowed:
        raise PermissionDenied(str(Right.SEE_CONFIDENTIAL))
    refuse_void(state.line)
    if not state.people and state.state != Stands.SETTLED:
        raise ValidationError(_("Nobody has determined this line yet."))
    held = open_assignment(state)
    if held is not None:
        held.ended, held.ended_at = Ended.TAKEN_BACK, done.at
        held.save()
    state.round, state.step, state.people, state.last_by = state.round + 1, FIRST, 0, 0
    state.state, state.free = Stands.WAITING, True
    state.valid, state.reason, state.voter, state.basis = None, "", "", ""
    state.repeats, state.settled_at = None, None
    state.save()
    return state
