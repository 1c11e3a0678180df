"""Entering sections and counting lines: pages for a clerk with a stack of paper and a keyboard."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollcheck.office.acts.on_request import all_done, me
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving import forms, naming
from rollcheck.office.receiving.agreement import people_to_agree
from rollcheck.office.receiving.asked import received
from rollcheck.office.receiving.handlers import MISSING
from rollcheck.office.receiving.models import Section, Sheet
from rollcheck.office.receiving.reconciling import disagreeing
from rollcheck.record import Event
from rollcheck.record.events import intake

LATEST = 10


def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Register sections one after the other, with the first count of their lines."""
    about = received(request, code)
    with_circulator = request.GET.get("circulators") == "1"
    form = forms.EnterSection(
        request.POST or None,
        petition=about,
        with_circulator=with_circulator,
        initial={"box": request.GET.get("box"), "form": request.GET.get("form")},
    )
    if request.method == "POST" and form.is_valid() and _entered(request, about, form):
        box = form.cleaned_data["box"]
        kept = {"box": box.code} if box else {}
        kept |= {"circulators": "1"} if with_circulator else {}
        sheets_of = form.cleaned_data.get("form", "")
        kept |= {"form": sheets_of} if sheets_of else {}
        return redirect(f"{reverse('receive_enter', args=[code])}?{urlencode(kept)}")
    context = {
        "petition": about,
        "form": form,
        "with_circulator": with_circulator,
        "latest": about.sections.select_related("box").order_by("-pk")[:LATEST],
        "entered": about.sections.count(),
    }
    return render(request, "receiving/enter.html", context, status=422 if form.errors else 200)


def _entered(request: HttpRequest, about: Petition, form: forms.EnterSection) -> bool:
    given = form.cleaned_data
    section, counts = given["section"], given["lines"]
    if about.sections.filter(number=section).exists():
        form.add_error("section", _("This section was entered already."))
        return False
    box = given["box"].code if given["box"] else ""
    first = intake.SectionRegistered(section, box, given["sheets"], given.get("circulator", ""))
    form_of = given.get("form", "")
    said_of = [intake.SheetFormSaid(section, "", form_of)] if form_of else []
    events = [first, *said_of, *_counts(section, range(1, len(counts) + 1), counts)]
    if all_done(request, form, events, petition=about) is None:
        return False
    said = ngettext("%(sheets)s sheet", "%(sheets)s sheets", given["sheets"])
    lines = sum(count or 0 for count in counts)
    messages.success(
        request,
        _("Section %(section)s: %(sheets)s, %(lines)s lines.")
        % {"section": section, "sheets": said % {"sheets": given["sheets"]}, "lines": lines},
    )
    return True


def _counts(section: str, sheets: range | list[int], counts: list[int | None]) -> Iterator[Event]:
    for sheet, lines in zip(sheets, counts, strict=True):
        if lines is None:
            yield intake.SheetDefectFound(section, str(sheet), MISSING, "")
        else:
            yield intake.SheetCounted(section, str(sheet), lines)


def count(request: HttpRequest, code: str) -> HttpResponse:
    """Count the sheets of one section that wait for this person, without seeing others' counts."""
    about = received(request, code)
    who = me(request)
    written = request.GET.get("section")
    find = forms.FindSection({"section": written} if written else None)
    section, form = None, None
    if written and find.is_valid():
        number = find.cleaned_data["section"]
        section = about.sections.filter(number=number).first()
        if section is None:
            find.add_error("section", _("This section was not entered yet."))
    if section is not None:
        form = forms.Count(request.POST or None, sheets=waiting_sheets(section, who))
        if request.method == "POST" and form.is_valid() and _counted(request, section, form):
            return redirect("receive_count", code)
    waiting = waiting_sections(about, who)
    context = {
        "petition": about,
        "find": find,
        "section": section,
        "form": form if form is not None and form.sheets else None,
        "sheets": naming.ranges(form.sheets) if form is not None else "",
        "waiting": waiting[:LATEST],
        "how_many": waiting.count(),
        "people": people_to_agree(about),
    }
    wrong = find.errors or (form is not None and form.errors)
    return render(request, "receiving/count.html", context, status=422 if wrong else 200)


def _counted(request: HttpRequest, section: Section, form: forms.Count) -> bool:
    events = list(_counts(section.number, form.sheets, form.cleaned_data["lines"]))
    made = all_done(request, form, events, petition=section.petition)
    if made is None:
        return False
    numbers = [one.number for one in made if isinstance(one, Sheet)]
    sheets = section.sheets.filter(number__in=numbers)
    apart = naming.ranges(disagreeing(sheets).values_list("number", flat=True))
    if apart:
        messages.warning(
            request,
            _("Section %(section)s: the counts of sheets %(sheets)s differ; another person counts.")
            % {"section": section.number, "sheets": apart},
        )
    else:
        messages.success(
            request, _("Section %(section)s is counted.") % {"section": section.number}
        )
    return True


def waiting_sheets(section: Section, who: Person) -> list[int]:
    """Return the sheets of a section that still wait for a count by this person."""
    mine = Q(counts__by=who, counts__round=F("round"))
    ended = section.sheets.filter(Q(lines__isnull=False) | Q(missing=True) | mine)
    over = set(ended.values_list("number", flat=True))
    return [number for number in range(1, section.sheets_said + 1) if number not in over]


def waiting_sections(about: Petition, who: Person) -> QuerySet[Section]:
    """Return the sections with sheets that wait for a count by this person, in order."""
    mine = Q(sheets__counts__by=who, sheets__counts__round=F("sheets__round"))
    ended = Q(sheets__lines__isnull=False) | Q(sheets__missing=True) | mine
    over = Count("sheets", filter=ended, distinct=True)
    open_ones = about.sections.annotate(over=over).filter(over__lt=F("sheets_said"))
    return open_ones.order_by(Length("number"), "number")
