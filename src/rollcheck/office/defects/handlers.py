"""How acts on defects change the rows: lines are void by the law, or stand again as before."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.defects.affected import ByLaw, by_law, ordinals, standing_voids, states_of
from rollcheck.office.defects.models import Said, VoidLine
from rollcheck.office.people.may import may
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.closed import still_open
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.handlers import MISSING
from rollcheck.office.receiving.models import Defect, RawCount
from rollcheck.office.review.eyes import may_give
from rollcheck.office.review.lines import refuse_unless_open
from rollcheck.office.review.models import Assignment, Ended, LineState, Stands
from rollcheck.record.events import intake

AT_ONCE = 1000
LONGEST_REASON = 300
COLUMNS = ("state", "free", "valid", "reason", "voter", "repeats", "basis", "settled_at")
"""What of a line's state changes when it is void; its findings and its round do not."""


@handles(intake.SheetDefectApplied, right=Right.SEE_FINDINGS)
def apply_defect(event: intake.SheetDefectApplied, done: Done) -> int:
    """Keep one person's word; once enough have given it, return how many lines it changed."""
    about = refuse_unless_open(done.petition)
    defect = _noted(about, event)
    law = by_law(about, defect)
    if law is None or event.citation != law.citation:
        raise ValidationError(_("By the law of this place this defect voids no line."))
    _refuse_unless_given_by(done, about, law)
    if not event.lines or event.lines != ordinals(defect):
        raise ValidationError(_("These lines have changed. Load the page again."))
    if defect.voids.exists():
        raise ValidationError(_("These lines are void already."))
    if defect.said.filter(person=done.by).exists():
        raise ValidationError(_("You said so already; another person says it now."))
    Said(defect=defect, lines=event.lines, person=done.by, at=done.at).save()
    if defect.said.count() < law.reason.people:
        return 0
    return _void(about, defect, law.citation, done)


@handles(intake.SheetDefectTakenBack, right=Right.RECEIVE)
def take_back(event: intake.SheetDefectTakenBack, done: Done) -> int:
    """Let a defect stand no more; return how many lines stand again as they did before it."""
    about = still_open(done.petition)
    defect = _noted(about, event)
    if not event.reason.strip() or len(event.reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Say why.")})
    if defect.said.exists():
        refuse_unless_open(about)
        if done.by is None or not may(done.by, Right.SEE_FINDINGS, about).allowed:
            raise PermissionDenied(str(Right.SEE_FINDINGS))
    if defect.defect == MISSING and defect.sheet is not None:
        if RawCount.objects.filter(petition=about).exists():
            raise ValidationError(_("The raw count is fixed; this can no longer change."))
        defect.sheet.missing = False
        defect.sheet.save()
    defect.taken_back_at, defect.taken_back_by = done.at, done.by
    defect.why_taken_back = event.reason
    defect.save()
    return _stand_again(about, defect)


def _noted(
    about: Petition, event: intake.SheetDefectApplied | intake.SheetDefectTakenBack
) -> Defect:
    """Return the defect that stands noted so."""
    found = Defect.objects.filter(
        section__petition=about,
        section__number=event.section,
        defect=event.defect,
        taken_back_at=None,
    )
    if event.sheet and not event.sheet.isdecimal():
        raise ValidationError(_("This defect does not stand. Load the page again."))
    of = found.filter(sheet__number=int(event.sheet)) if event.sheet else found.filter(sheet=None)
    defect = of.select_related("section__petition", "sheet").first()
    if defect is None:
        raise ValidationError(_("This defect does not stand. Load the page again."))
    return defect


def _refuse_unless_given_by(done: Done, about: Petition, law: ByLaw) -> None:
    if done.by is None or not may_give(done.by, about, law.reason.reason):
        raise PermissionDenied("this reason is not for this role")


def _void(about: Petition, defect: Defect, citation: str, done: Done) -> int:
    """Void the lines of a defect. Whoever has one has it no more; no finding is touched."""
    states = list(states_of(defect).select_related("line"))
    void = {one.line_id: one.before for one in _voids_of(about, states)}
    VoidLine.objects.bulk_create(
        [
            VoidLine(
                petition=about,
                line_id=state.pk,
                defect=defect,
                before=void.get(state.pk) or _as_it_stands(state),
            )
            for state in states
        ],
        batch_size=AT_ONCE,
    )
    changed = [state for state in states if state.pk not in void]
    held = Assignment.objects.filter(line__in=[one.pk for one in changed], ended_at=None)
    held.update(ended=Ended.TAKEN_BACK, ended_at=done.at)
    for state in changed:
        state.state, state.free = Stands.SETTLED, False
        state.valid, state.reason, state.basis = False, defect.defect, citation
        state.voter, state.repeats, state.settled_at = "", None, done.at
    LineState.objects.bulk_update(changed, COLUMNS, batch_size=AT_ONCE)
    return len(changed)


def _voids_of(about: Petition, states: list[LineState]) -> list[VoidLine]:
    """Return what voids each of these lines now, the first first."""
    lines = {state.pk for state in states}
    found: dict[int, VoidLine] = {}
    section = states[0].line.section_id
    for one in standing_voids(about).filter(defect__section=section).select_related("defect"):
        if one.line_id in lines:
            found.setdefault(one.line_id, one)
    return list(found.values())


def _as_it_stands(state: LineState) -> dict[str, Any]:
    at = state.settled_at
    return {
        "state": state.state,
        "valid": state.valid,
        "reason": state.reason,
        "voter": state.voter,
        "repeats": state.repeats_id,
        "basis": state.basis,
        "settled_at": None if at is None else at.isoformat(),
    }


def _stand_again(about: Petition, defect: Defect) -> int:
    """Let the lines stand as before, but for those that another defect voids as well."""
    own = {one.line_id: one.before for one in defect.voids.all()}
    if not own:
        return 0
    states = list(
        LineState.objects.filter(pk__in=defect.voids.values("line")).select_related("line")
    )
    other = {one.line_id: one.defect for one in _voids_of(about, states)}
    for state in states:
        if state.pk in other:
            law = by_law(about, other[state.pk])
            state.reason, state.basis = other[state.pk].defect, law.citation if law else ""
        else:
            _put_back(state, own[state.pk])
    LineState.objects.bulk_update(states, COLUMNS, batch_size=AT_ONCE)
    return len(states) - len(other)


def _put_back(state: LineState, before: dict[str, Any]) -> None:
    state.state, state.valid, state.reason = before["state"], before["valid"], before["reason"]
    state.free = state.state == Stands.WAITING  # Whoever had it has it no more.
    state.voter, state.repeats_id, state.basis = before["voter"], before["repeats"], before["basis"]
    at = before["settled_at"]
    state.settled_at = None if at is None else parse_datetime(at)
