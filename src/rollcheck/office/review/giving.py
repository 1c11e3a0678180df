"""Giving lines to people, and how people put them back: each line with one person at a time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.learning.passing import must_practise
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.proposals.handlers import Found
from rollcheck.office.receiving.models import ImagePage, Line
from rollcheck.office.review.lines import refuse_unless_open, state_of
from rollcheck.office.review.models import (
    ADJUDICATION,
    FIRST,
    Assignment,
    Ended,
    Finding,
    LineState,
    Note,
    Stands,
)
from rollcheck.record.events import review

CONFIDENTIAL = "confidential"
"""The matcher's outcome for a line that may be a confidential voter's."""

AT_ONCE = 500
LONGEST_NOTE = 1000
LAST = 10**12
"""Added to the order of a line that was skipped: it comes again after all the others. The rest of
its order by this number stays the order of filing."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How a line is given: ``again`` to who took back what they did, or because it is ``known``."""

    again: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class PutBack:
    """How a line is put back; ``confidential``: because only a cleared person may see it."""

    ended: Ended
    confidential: bool = False


def right_for(step: int) -> Right:
    """Return the right that a step takes."""
    return Right.ADJUDICATE if step == ADJUDICATION else Right.REVIEW


@handles(review.LineAssigned, right=None)
def assign(event: review.LineAssigned, done: Done) -> Assignment:
    """Give a line to whoever asks for it; ``aside`` is their ``Turn``."""
    about = refuse_unless_open(done.petition)
    state = state_of(about, event.line)
    by, turn = done.by, done.aside if isinstance(done.aside, Turn) else Turn()
    step = FIRST if turn.known else state.step
    if by is None or by.code != event.person or not may(by, right_for(step), about).allowed:
        raise PermissionDenied("a line is given to whoever may work on it")
    if must_practise(by, about):
        raise ValidationError(_("Pass the practice of this petition first."))
    waits = state.state == Stands.SETTLED if turn.known else state.free
    if not waits or event.step != str(step):
        raise ValidationError(_("Somebody else has this line."))
    if state.confidential and not may(by, Right.SEE_CONFIDENTIAL, about).allowed:
        raise PermissionDenied(str(Right.SEE_CONFIDENTIAL))
    if found_before(state, by):
        raise ValidationError(_("You gave a finding on this line already."))
    if not turn.known:
        state.free = False
        state.save()
    given = Assignment(
        line=state.line,
        petition=about,
        step=step,
        round=state.round,
        person=by,
        at=done.at,
        again=turn.again,
        known=turn.known,
    )
    given.save()
    return given


def found_before(state: LineState, person: Person) -> bool:
    """Tell whether a finding of that person stands on a line."""
    return Finding.objects.filter(
        line_id=state.line_id, round=state.round, person=person, undone_at=None
    ).exists()


@handles(review.LineSkipped, right=None)
def put_back(event: review.LineSkipped, done: Done) -> LineState:
    """Put a line back with a note, ask a lead, or answer one who asked; ``aside`` says which."""
    about = refuse_unless_open(done.petition)
    state = state_of(about, event.line)
    if done.aside is None:
        return _answer(state, event, done)
    how: PutBack = done.aside
    held = held_by(state, done.by) if done.by else open_assignment(state)
    if held is None:
        raise ValidationError(_("You do not have this line."))
    note = event.note.strip()
    if not note:
        raise ValidationError(_("Write a note that says why."))
    held.ended, held.ended_at = how.ended, done.at
    held.save()
    if held.known:
        # It is settled: nothing about it changes, and nobody is asked.
        return state
    state.free = how.ended != Ended.ASKED
    state.state = Stands.WAITING if state.free else Stands.HELD
    if how.ended == Ended.SKIPPED and not how.confidential:
        state.order = state.order % LAST + (state.order // LAST + 1) * LAST
    state.save()
    if done.by is not None:
        _note(state, done, note, lead=how.ended == Ended.ASKED)
    if how.confidential:
        keep_confidential([state.line_id], done)
    return state


def _answer(state: LineState, event: review.LineSkipped, done: Done) -> LineState:
    if done.by is None or not may(done.by, Right.ADJUDICATE, done.petition).allowed:
        raise PermissionDenied(str(Right.ADJUDICATE))
    if state.confidential and not may(done.by, Right.SEE_CONFIDENTIAL, done.petition).allowed:
        raise PermissionDenied(str(Right.SEE_CONFIDENTIAL))
    if state.state != Stands.HELD:
        raise ValidationError(_("Nobody asks about this line."))
    if not event.note.strip():
        raise ValidationError(_("Write an answer."))
    state.state, state.free = Stands.WAITING, True
    state.save()
    _note(state, done, event.note.strip(), answer=True)
    return state


def _note(
    state: LineState, done: Done, text: str, *, lead: bool = False, answer: bool = False
) -> None:
    if len(text) > LONGEST_NOTE:
        raise ValidationError(_("A note has at most 1,000 signs."))
    Note(line=state.line, person=done.by, at=done.at, text=text, lead=lead, answer=answer).save()


def open_assignment(state: LineState) -> Assignment | None:
    """Return who has a line, or None."""
    return Assignment.objects.filter(line_id=state.line_id, ended_at=None).first()


def held_by(state: LineState, person: Person | None) -> Assignment | None:
    """Return a person's own having of a line, or None."""
    held = open_assignment(state)
    return held if held is not None and person is not None and held.person_id == person.pk else None


def keep_confidential(lines: Collection[int], done: Done) -> None:
    """Keep that lines, by their keys, are confidential voters'; inside an act.

    Where a scan shows a whole sheet, the other lines on it go to cleared people, too. Whoever has
    one of them and is not cleared has it no longer.
    """
    Line.objects.filter(pk__in=lines).update(confidential=True)
    own = LineState.objects.filter(pk__in=lines)
    whole = ImagePage.objects.filter(sheet=OuterRef("line__sheet"), on_sheet=None)
    sheets = own.filter(Exists(whole)).values_list("line__sheet", flat=True)
    beside = LineState.objects.filter(line__sheet__in=list(sheets))
    shown = {*own.values_list("pk", flat=True), *beside.values_list("pk", flat=True)}
    LineState.objects.filter(pk__in=shown).update(confidential=True)
    for held in Assignment.objects.filter(line__in=shown, ended_at=None).select_related("person"):
        if not may(held.person, Right.SEE_CONFIDENTIAL, done.petition).allowed:
            held.ended, held.ended_at = Ended.TAKEN_BACK, done.at
            held.save()
            LineState.objects.filter(pk=held.line_id, state=Stands.WAITING).update(free=True)


def keep_proposed(found: Iterable[Found], done: Done) -> None:
    """Let lines that the matcher takes for confidential voters' go to cleared people."""
    lines = [one.line for one in found if one.outcome == CONFIDENTIAL]
    for first in range(0, len(lines), AT_ONCE):
        keep_confidential(lines[first : first + AT_ONCE], done)
