"""Pages of sections: the list, and one with its sheets, what is out and what is amiss."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.on_request import done, me
from rollcheck.office.pages.law_words import reason_label
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import require
from rollcheck.office.people.may import may
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.receiving import forms
from rollcheck.office.receiving.asked import received
from rollcheck.office.receiving.handlers import MISSING
from rollcheck.office.receiving.models import RawCount, Section
from rollcheck.office.receiving.noted import voiding_nothing
from rollcheck.office.receiving.reconciling import standing
from rollcheck.office.receiving.sheet_forms import further_forms
from rollcheck.petition.defects import OF_PAPER
from rollcheck.problems import RollcheckError
from rollcheck.record.events import intake

ON_A_PAGE = 100
DEFECTS = 20
DIFFER, DEFECT = "differ", "defect"


@require_safe
def sections(request: HttpRequest, code: str) -> HttpResponse:
    """List the sections, 2 before 10, with how far each is counted; or those to be put right."""
    return _list(request, received(request, code))


@require_POST
def say_form(request: HttpRequest, code: str) -> HttpResponse:
    """Keep of which form the sheets of some sections are."""
    about = received(request, code)
    form = forms.SayForm(request.POST, petition=about)
    if form.is_valid():
        given = form.cleaned_data
        box = given["box"].code if given["box"] else ""
        event = intake.SheetFormSaid(given["sections"], box, given["form"])
        changed = done(request, form, event, petition=about)
        if changed is not None:
            said = ngettext(
                "%(number)s section has this form now.",
                "%(number)s sections have this form now.",
                len(changed),
            )
            messages.success(request, said % {"number": len(changed)})
            return redirect("receive_sections", code)
    return _list(request, about, saying=form)


def _list(request: HttpRequest, about: Petition, **shown: Any) -> HttpResponse:
    ended = Count("sheets", filter=Q(sheets__lines__isnull=False) | Q(sheets__missing=True))
    found = about.sections.select_related("box").annotate(
        ended=ended, lines_so_far=Sum("sheets__lines")
    )
    written = request.GET.get("section", "").strip()
    if written:
        found = found.filter(number__iexact=written.lstrip("0") or written)
    of = request.GET.get("of", "")
    if of == DEFECT:
        found = found.filter(pk__in=voiding_nothing(OF_PAPER).values("section"))
    if of in (DIFFER, MISSING):
        stands = standing(about)
        sheets = stands.disagreeing if of == DIFFER else stands.missing
        found = found.filter(pk__in=sheets.order_by().values("section"))
    ordered = found.order_by(Length("number"), "number")
    page = page_of(request, ordered, ON_A_PAGE)
    context: dict[str, Any] = {"petition": about, "page": page, "written": written, "of": of}
    if further_forms(about).exists():
        one = about.sections.filter(number=request.GET.get("form_of", "")).first()
        initial = {"sections": one.number, "form": one.form} if one else {}
        context["saying"] = forms.SayForm(petition=about, initial=initial)
    status = 422 if any(form.errors for form in shown.values()) else 200
    return render(request, "receiving/sections.html", context | shown, status=status)


@require_safe
def section(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show one section."""
    about, one = of_petition(request, code, pk)
    return _page(request, about, one)


@require_POST
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put right what was entered of a section."""
    about, one = of_petition(request, code, pk)
    form = forms.ChangeSection(request.POST, section=one)
    if form.is_valid():
        given = form.cleaned_data
        box = given["box"].code if given["box"] else ""
        event = intake.SectionRegistered(one.number, box, given["sheets"], given["circulator"])
        if done(request, form, event, petition=about) is not None:
            return redirect("receive_section", code, pk)
    return _page(request, about, one, change=form)


@require_POST
def take_out(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take sheets out of the box."""
    about, one = of_petition(request, code, pk)
    form = forms.TakeOut(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        event = intake.SheetCheckedOut(one.number, given["sheets"], given["purpose"])
        if done(request, form, event, petition=about) is not None:
            return redirect("receive_section", code, pk)
    return _page(request, about, one, out=form)


@require_POST
def put_back(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put sheets back."""
    about, one = of_petition(request, code, pk)
    form = forms.PutBack(request.POST)
    if form.is_valid():
        event = intake.SheetCheckedIn(one.number, form.cleaned_data["sheets"])
        if done(request, form, event, petition=about) is not None:
            return redirect("receive_section", code, pk)
    return _page(request, about, one, back=form)


@require_POST
def count_again(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Have sheets counted again."""
    about, one = of_petition(request, code, pk)
    require(request, Right.REOPEN, about)
    form = forms.CountAgain(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        event = intake.SheetsToCountAgain(one.number, given["sheets"], given["reason"])
        if done(request, form, event, petition=about) is not None:
            return redirect("receive_section", code, pk)
    return _page(request, about, one, again=form)


@require_POST
def defect(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Note what the section or a sheet of it lacks."""
    about, one = of_petition(request, code, pk)
    known = _defects(about)
    form = forms.FoundDefect(request.POST, defects=_choices(known))
    if form.is_valid():
        found = form.cleaned_data["defect"]
        sheet = str(form.cleaned_data["sheet"] or "")
        event = intake.SheetDefectFound(one.number, sheet, found, known[found][1])
        if done(request, form, event, petition=about) is not None:
            return redirect("receive_section", code, pk)
    return _page(request, about, one, amiss=form)


def of_petition(request: HttpRequest, code: str, pk: int) -> tuple[Petition, Section]:
    """Return the petition and the section of it; one of another petition is not there."""
    about = received(request, code)
    return about, get_object_or_404(Section, petition=about, pk=pk)


def _page(request: HttpRequest, about: Petition, one: Section, **shown: Any) -> HttpResponse:
    known = _defects(about)
    amiss = one.defects.select_related("sheet", "by")
    found = page_of(request, amiss, DEFECTS, "defects")
    page = page_of(request, range(1, one.sheets_said + 1), ON_A_PAGE)
    there = {
        sheet.number: sheet
        for sheet in one.sheets.filter(number__in=list(page)).annotate(
            times=Count("counts", filter=Q(counts__round=F("round")), distinct=True),
            scans=Count("image_pages", distinct=True),
            is_out=Count("outs", filter=Q(outs__back_at=None), distinct=True),
        )
    }
    context: dict[str, Any] = {
        "petition": about,
        "section": one,
        "page": page,
        "sheets": [(number, there.get(number)) for number in page],
        "lines": one.sheets.aggregate(lines=Sum("lines"))["lines"] or 0,
        "found": found,
        "defects": [(defect, known.get(defect.defect, ("", ""))[0]) for defect in found],
        "change": forms.ChangeSection(section=one),
        "out": forms.TakeOut(),
        "back": forms.PutBack(),
        "amiss": forms.FoundDefect(defects=_choices(known)),
    }
    context["several_forms"] = further_forms(about).exists()
    context["fixed"] = fixed = RawCount.objects.filter(petition=about).exists()
    if not fixed and may(me(request), Right.REOPEN, about).allowed:
        context["again"] = forms.CountAgain()
    status = 422 if any(form.errors for form in shown.values()) else 200
    return render(request, "receiving/section.html", context | shown, status=status)


def label_of(about: Petition, defect: str) -> str:
    """Return what a defect is called here; as it stands where the place knows it no more."""
    return _defects(about).get(defect, (defect, ""))[0]


def _defects(about: Petition) -> dict[str, tuple[str, str]]:
    """Return label and citation of a missing sheet and of the defects that the place knows."""
    known = {MISSING: (_("A sheet is missing"), "")}
    try:
        reasons = rules_now(about).reasons
    except RollcheckError:
        return known
    return known | {
        code: (reason_label(reasons[code]), reasons[code].citation)
        for code in OF_PAPER
        if code in reasons
    }


def _choices(known: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    return [(code, label) for code, (label, _citation) in known.items()]
