"""One line after the other beside its image: keyed, put right, or settled where two differ."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import explain, me
from rollcheck.office.keying import forms, written
from rollcheck.office.keying.asked import keyed
from rollcheck.office.keying.models import Entry, Mark, Turn
from rollcheck.office.keying.plan import Plan, plan_of
from rollcheck.office.keying.wanted import SETTLING, lines_of, next_sheet, sees
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import ImagePage, Line
from rollcheck.record.events.matching import LineKeyed, LineMarked, SheetGivenToKey

TRIES = 5


@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Go on with the sheet that whoever asks has, or be given the next."""
    return _next(request, keyed(request, code))


def line(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Key one line of the sheet that whoever asks was given, or put right what they keyed of it."""
    about, who = keyed(request, code), me(request)
    one = get_object_or_404(
        Line.objects.select_related("sheet__section", "petition"), petition=about, pk=pk
    )
    plan, own = plan_of(about).of(one.sheet.section.form), _own(one, who)
    turn = _turn_on(one, who, own, plan) if sees(who, one) else None
    if turn is None:
        messages.warning(request, _("This line is not yours to key now; go on with the next."))
        return redirect("keying", code)
    both = _both(one) if turn.number == SETTLING else ()
    above = _above(one, who)
    data = request.POST if request.method == "POST" else None
    initial = _initial(own, both, above)
    form = forms.KeyLine(data, names=plan.fields, above=above, initial=initial)
    if request.method == "POST" and form.is_valid() and _kept(request, one, turn, form):
        return _next(request, about)
    pictures = _pictures(one)
    band = _band(one, plan, pictures)
    context = {
        "petition": about,
        "line": one,
        "form": form,
        "settling": bool(both),
        "rows": _rows(form, both),
        "marks": [Mark(entry.mark).label if entry.mark else "" for entry in both],
        "again": own is not None,
        "pictures": pictures,
        "band": band,
        "high": band[1] - band[0] if band else 0,
        "before": _last_kept(one, who) if own is None else None,
        "shorts": [(short, mark.label) for short, mark in forms.SHORTS.items()],
        "lines_left": lines_of(one.sheet, turn.number, plan, who).count(),
    }
    return render(request, "keying/line.html", context, status=422 if form.errors else 200)


def _next(request: HttpRequest, about: Petition) -> HttpResponse:
    """Lead to the next line of the sheet in hand, or of the next sheet, or say there is none."""
    who, plan = me(request), plan_of(about)
    for _try in range(TRIES):
        turns = Turn.objects.filter(person=who, ended_at=None, sheet__section__petition=about)
        turn = turns.select_related("sheet__section__petition").first()
        found = lines_of(turn.sheet, turn.number, plan, who).first() if turn else None
        if found is not None:
            return redirect("key_line", about.code, found.pk)
        free = next_sheet(about, who, timezone.now())
        if free is None:
            messages.info(request, _("No line waits for you now."))
            break
        _take(about, who, *free)
    return redirect("keying", about.code)


def _take(about: Petition, who: Person, sheet: Any, number: int) -> None:
    """Take a sheet; where somebody else was faster, the caller looks for another."""
    event = SheetGivenToKey(sheet.section.number, str(sheet.number), number)
    try:
        act(event, by=who, petition=about)
    except ValidationError:
        return


def _kept(request: HttpRequest, one: Line, turn: Turn, form: forms.KeyLine) -> bool:
    """Keep what was keyed, with its mark before it; or say on the form what is wrong."""
    who, mark, at = me(request), form.cleaned_data["mark"], timezone.now()
    text = json.dumps(form.written(), ensure_ascii=False, sort_keys=True)
    events = [LineMarked(str(one), mark)] if mark else []
    try:
        with transaction.atomic():
            for event in (*events, LineKeyed(str(one), turn.number, text)):
                act(event, by=who, petition=one.petition, at=at, aside=mark)
    except ValidationError as wrong:
        explain(form, wrong)
        return False
    return True


def _own(one: Line, who: Person) -> Entry | None:
    found: Entry | None = one.entries.filter(person=who, replaced_at=None).first()
    return found


def _turn_on(one: Line, who: Person, own: Entry | None, plan: Plan) -> Turn | None:
    """Return the turn in which this person may key the line, or put right what they keyed."""
    turns = Turn.objects.filter(person=who, sheet=one.sheet)
    if own is not None:
        return turns.filter(number=own.number).order_by("-pk").first()
    turn = turns.filter(ended_at=None).first()
    waits = turn and lines_of(one.sheet, turn.number, plan, who).filter(pk=one.pk).exists()
    return turn if waits else None


def _both(one: Line) -> tuple[Entry, ...]:
    """Return the first two entries of a line, for whoever settles what differs."""
    return tuple(one.entries.filter(replaced_at=None, number__lt=SETTLING).order_by("number"))


def _above(one: Line, who: Person) -> Mapping[str, str]:
    """Return what this person keyed of the line before on the sheet."""
    entries = Entry.objects.filter(
        line__sheet=one.sheet_id, line__on_sheet__lt=one.on_sheet, person=who, replaced_at=None
    )
    shown = entries.exclude(fields={}).filter(line__confidential=False)
    found = shown.order_by("-line__on_sheet").first()
    return found.fields if found else {}


def _initial(
    own: Entry | None, both: tuple[Entry, ...], above: Mapping[str, str]
) -> dict[str, str]:
    """Begin with one's own entry, with what two agree on, or with what the line above has."""
    if own is not None:
        return {**own.fields, "mark": own.mark}
    if not both:
        return {name: above.get(name, "") for name in written.STICKY}
    first, second = both
    differ = written.differing(first.fields, second.fields)
    agreed = {name: value for name, value in first.fields.items() if name not in differ}
    return agreed | {"mark": first.mark if first.mark == second.mark else ""}


def _rows(form: forms.KeyLine, both: tuple[Entry, ...]) -> list[dict[str, Any]]:
    """Return each field of the form, with what two people keyed where they differ."""
    differ = written.differing(both[0].fields, both[1].fields) if both else ()
    return [
        {
            "field": form[name],
            "choices": [entry.fields.get(name, "") for entry in both] if name in differ else [],
        }
        for name in form.names
    ]


def _pictures(one: Line) -> list[ImagePage]:
    """Return the scans that show the line alone, or else those of its sheet."""
    pages = ImagePage.objects.filter(sheet=one.sheet_id).order_by("image", "number")
    alone = list(pages.filter(on_sheet=one.on_sheet))
    return alone or list(pages.filter(on_sheet=None))


def _band(one: Line, plan: Plan, pictures: list[ImagePage]) -> tuple[int, int] | None:
    """Return where the line is on the scan of its whole sheet, where that is known."""
    of_sheet = bool(pictures) and pictures[0].on_sheet is None
    return plan.sheet.band(one.on_sheet) if plan.sheet and of_sheet else None


def _last_kept(one: Line, who: Person) -> Line | None:
    """Return the line of the sheet that this person keyed last, to be put right."""
    last = Entry.objects.filter(line__sheet=one.sheet_id, person=who, replaced_at=None)
    entry = last.select_related("line__section").order_by("-pk").first()
    return entry.line if entry else None
