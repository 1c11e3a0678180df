"""How acts of keying change the rows."""

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.keying import plan as plans
from rollcheck.office.keying.models import (
    Entry,
    KeyingPolicy,
    LineMark,
    LineRead,
    Mark,
    Source,
    Turn,
    WantedLine,
)
from rollcheck.office.keying.wanted import LAPSES_AFTER, SETTLING, lines_of, sees
from rollcheck.office.keying.written import FIELDS, as_kept, differing
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.closed import still_open
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.own_policies import sets_policy
from rollcheck.office.receiving.models import Line, RawCount, Sheet
from rollcheck.record.events import matching
from rollcheck.record.events.people import PolicySet


@sets_policy(plans.KEYING)
def set_policy(event: PolicySet, done: Done) -> KeyingPolicy:
    """Keep what the office chose; where one entry is enough from now on, those given are."""
    name = event.name.partition(":")[2]
    about = still_open(done.petition)
    if not plans.is_fit(name, event.value):
        raise ValidationError(_("This cannot be chosen."))
    if not event.reason.strip():
        raise ValidationError(_("Say why."))
    standing = KeyingPolicy.objects.filter(petition=about, name=name, replaced_at=None)
    standing.update(replaced_at=done.at)
    policy = KeyingPolicy(petition=about, name=name, value=event.value, since=done.at)
    policy.save()
    if name == plans.PEOPLE and event.value == "1":
        _let_single_entries_stand(about, done)
    return policy


@handles(matching.SheetGivenToKey, right=Right.KEY)
def give_sheet(event: matching.SheetGivenToKey, done: Done) -> Turn:
    """Give a sheet to whoever asks, for an entry that nobody else is giving."""
    about, by = still_open(done.petition), _person(done)
    if not RawCount.objects.filter(petition=about).exists():
        raise ValidationError(_("Lines can be keyed once the raw count is fixed."))
    sheet = Sheet.objects.filter(
        section__petition=about, section__number=event.section, number=_number(event.sheet)
    ).first()
    if sheet is None:
        raise ValidationError(_("There is no such sheet."))
    if not lines_of(sheet, event.entry, plans.plan_of(about), by).exists():
        raise ValidationError(_("No line of this sheet waits for this entry."))
    if sheet.keying_turns.filter(person=by).exclude(number=event.entry).exists():
        raise ValidationError(_("You keyed this sheet already; another person keys it now."))
    held = sheet.keying_turns.filter(number=event.entry, ended_at=None)
    if held.filter(seen_at__gt=done.at - LAPSES_AFTER).exclude(person=by).exists():
        raise ValidationError(_("Somebody else is keying this sheet."))
    held.update(ended_at=done.at)
    Turn.objects.filter(person=by, ended_at=None).update(ended_at=done.at)
    turn = Turn(sheet=sheet, number=event.entry, person=by, begun_at=done.at, seen_at=done.at)
    turn.save()
    return turn


@handles(matching.LineMarked, right=Right.KEY)
def mark_line(event: matching.LineMarked, done: Done) -> LineMark:
    """Keep a person's mark; it belongs to the entry that the person gives next."""
    if event.mark not in Mark.values:
        raise ValidationError(_("There is no such mark."))
    line = _line(done, event.line)
    _turn(line, done)
    mark = LineMark(line=line, person=_person(done), mark=event.mark, at=done.at)
    mark.save()
    return mark


@handles(matching.LineKeyed, right=Right.KEY)
def key_line(event: matching.LineKeyed, done: Done) -> Entry:
    """Keep an entry, or one that its own giver puts right, and settle the line where it can be.

    ``aside`` is the person's mark on the line, which was recorded before, or empty.
    """
    line, by, mark = _line(done, event.line), _person(done), done.aside or ""
    turn = _turn(line, done)
    if turn.number != event.entry:
        raise ValidationError(_("The sheet was given to you for another entry."))
    if mark and not line.marks.filter(person=by, mark=mark, at=done.at).exists():
        raise ValidationError(_("The mark was not recorded."))
    fields = _fields(event.text)
    if not (fields or mark) or (fields and mark == Mark.BLANK):
        raise ValidationError(_("Key what is written on the line, or mark it as blank."))
    own = line.entries.filter(person=by, number=event.entry, replaced_at=None)
    again = own.exists()
    own.update(replaced_at=done.at)
    if line.entries.filter(number=event.entry, replaced_at=None).exists():
        raise ValidationError(_("Somebody else has keyed this line meanwhile."))
    entry = Entry(line=line, number=event.entry, person=by, fields=fields, mark=mark, at=done.at)
    entry.save()
    turn.seen_at = done.at
    _settle(line, entry, done, again=again)
    if not lines_of(turn.sheet, turn.number, plans.plan_of(still_open(done.petition)), by).exists():
        turn.ended_at = done.at
    turn.save()
    return entry


@handles(matching.LinesTakenIn, right=Right.MATCH)
def take_in_lines(event: matching.LinesTakenIn, done: Done) -> int:
    """Keep lines read beforehand; ``aside`` is (line's key, text by field, mark) of each.

    What was keyed here stands before what was read elsewhere.
    """
    still_open(done.petition)
    rows = list(done.aside)
    if len(rows) != event.lines:
        raise ValidationError(_("The lines do not reconcile with the count."))
    there = {one.pk: one for one in LineRead.objects.filter(pk__in=[pk for pk, *_rest in rows])}
    new, changed = [], []
    for pk, fields, mark in rows:
        if pk not in there:
            new.append(
                LineRead(
                    line_id=pk,
                    fields=fields,
                    mark=mark,
                    source=Source.READ,
                    origin=event.file,
                    at=done.at,
                )
            )
        elif there[pk].source == Source.READ:
            one = there[pk]
            one.fields, one.mark, one.origin, one.at = fields, mark, event.file, done.at
            changed.append(one)
    LineRead.objects.bulk_create(new, batch_size=1000)
    LineRead.objects.bulk_update(changed, ["fields", "mark", "origin", "at"], batch_size=500)
    return len(new) + len(changed)


def want(line: Line, at: datetime) -> None:
    """Have a line keyed that look-up left without a voter; called inside an act."""
    WantedLine(line=line, since=at).save()


def drop(line: Line, at: datetime) -> None:
    """No longer have it keyed: a voter was found after all; called inside an act."""
    WantedLine.objects.filter(line=line, dropped_at=None).update(dropped_at=at)


def _settle(line: Line, entry: Entry, done: Done, *, again: bool) -> None:
    """Let a line's text stand: the only entry needed, two that agree, or the third."""
    standing = LineRead.objects.filter(line=line).first()
    if plans.plan_of(line.petition).people > 1 and entry.number != SETTLING:
        if standing is not None:
            raise ValidationError(_("The text of this line stands already."))
        other = line.entries.filter(replaced_at=None).exclude(pk=entry.pk).first()
        if other is None or entry.mark != other.mark or differing(entry.fields, other.fields):
            return
        entry = min(entry, other, key=lambda one: one.number)
    elif standing is not None and not again:
        raise ValidationError(_("The text of this line stands already."))
    _stands(entry, done).save()


def _stands(entry: Entry, done: Done) -> LineRead:
    return LineRead(
        line_id=entry.line_id,
        fields=entry.fields,
        mark=entry.mark,
        source=Source.KEYED,
        at=done.at,
    )


def _let_single_entries_stand(about: Petition, done: Done) -> None:
    entries = Entry.objects.filter(
        line__petition=about, line__as_read=None, replaced_at=None
    ).order_by("line", "number")
    alone: dict[int, list[Entry]] = {}
    for entry in entries:
        alone.setdefault(entry.line_id, []).append(entry)
    LineRead.objects.bulk_create(
        [_stands(found[0], done) for found in alone.values() if len(found) == 1], batch_size=1000
    )


def _fields(text: str) -> dict[str, str]:
    """Return what was keyed, field by field, as it is kept; what is empty is left out."""
    try:
        given: Any = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        raise ValidationError(_("This is no text of a line."))
    if set(given) - set(FIELDS):
        raise ValidationError(_("This is no text of a line."))
    kept = {name: as_kept(name, given[name]) for name in FIELDS if name in given}
    return {name: value for name, value in kept.items() if value}


def _turn(line: Line, done: Done) -> Turn:
    turn = Turn.objects.select_for_update().filter(
        sheet=line.sheet_id, person=_person(done), ended_at=None
    )
    found = turn.first() or _ended_last(line, done)
    if found is None or not sees(_person(done), line):
        raise ValidationError(_("This sheet is not given to you; begin again."))
    return found


def _ended_last(line: Line, done: Done) -> Turn | None:
    """Return the turn in which this person keyed the line, to put the entry right."""
    own = line.entries.filter(person=done.by, replaced_at=None).first()
    if own is None:
        return None
    turns = Turn.objects.select_for_update().filter(sheet=line.sheet_id, person=done.by)
    return turns.filter(number=own.number).order_by("-pk").first()


def _line(done: Done, written: str) -> Line:
    """Return the line that an event names as section:ordinal, of the act's petition."""
    section, _colon, ordinal = written.partition(":")
    line = Line.objects.filter(
        petition=still_open(done.petition), section__number=section, ordinal=_number(ordinal)
    ).select_related("sheet__section__petition", "petition")
    found = line.first()
    if found is None:
        raise ValidationError(_("There is no such line."))
    return found


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0


def _person(done: Done) -> Person:
    if done.by is None:
        raise PermissionDenied("a person keys")
    return done.by
