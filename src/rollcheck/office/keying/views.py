"""The page of keying: how far it is, how it is done here, lines read beforehand."""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import all_done, done, me
from rollcheck.office.keying import forms, further_forms, written
from rollcheck.office.keying import plan as plans
from rollcheck.office.keying.asked import keyed
from rollcheck.office.keying.models import Turn
from rollcheck.office.keying.taking_in import TAKE_IN, is_of_lines
from rollcheck.office.keying.wanted import progress
from rollcheck.office.pages.offering import latest
from rollcheck.office.people.asking import require
from rollcheck.office.people.may import may
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import ImagePage, RawCount
from rollcheck.office.receiving.scans import shows_confidential
from rollcheck.office.receiving.sheet_forms import having
from rollcheck.office.rolls.importing import incoming_files
from rollcheck.record.events.intake import SheetFormSaid
from rollcheck.record.events.people import PolicySet
from rollcheck.record.events.work import TaskAsked

OF_FURTHER = "further_%s"
"""The fields of a further form beside those of the usual one, which are called alike."""


@require_safe
def keying(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far keying is, and how it is done here."""
    about = keyed(request, code)
    return _overview(request, about)


@require_POST
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Choose how lines are keyed."""
    about = keyed(request, code)
    require(request, Right.CHANGE_PETITION, about)
    form = forms.Choose(request.POST)
    if form.is_valid():
        given, plan = form.cleaned_data, plans.plan_of(about)
        said = (
            (plans.PEOPLE, str(plan.people), given["people"]),
            (plans.LINES, plan.lines, given["lines"]),
            (plans.FORM, " ".join(plan.fields), given["fields_asked"]),
            (plans.SHEET, plans.written_form(plan.sheet), given["sheet"]),
        )
        events = [
            PolicySet(f"{plans.KEYING}:{name}", value, given["why"])
            for name, now, value in said
            if value != now
        ]
        if all_done(request, form, events, petition=about) is not None:
            return redirect("keying", code)
    return _overview(request, about, choose=form)


@require_POST
def further(request: HttpRequest, code: str) -> HttpResponse:
    """Add a form of sheets beside the usual one, or put one right."""
    about = keyed(request, code)
    require(request, Right.CHANGE_PETITION, about)
    form = forms.Further(request.POST, auto_id=OF_FURTHER)
    if form.is_valid():
        given = form.cleaned_data
        value = further_forms.written(given["fields_asked"], given["sheet"])
        event = PolicySet(f"{plans.FURTHER}:{given['name']}", value, given["why"])
        if done(request, form, event, petition=about) is not None:
            return redirect("keying", code)
    return _overview(request, about, further=form)


@require_POST
def away(request: HttpRequest, code: str) -> HttpResponse:
    """Take a form of sheets away; its sections have another one from then on."""
    about = keyed(request, code)
    require(request, Right.CHANGE_PETITION, about)
    name = request.POST.get("name", "")
    form = _away(plans.plan_of(about), name, request.POST)
    if form.is_valid():
        given, theirs = form.cleaned_data, having(about, name)
        said = [SheetFormSaid(theirs, "", given["to"])] if theirs else []
        events = [*said, PolicySet(f"{plans.FURTHER}:{name}", "", given["why"])]
        if all_done(request, form, events, petition=about) is not None:
            return redirect("keying", code)
    return _overview(request, about, away=form)


def _away(plan: plans.Plan, name: str, given: QueryDict | None = None) -> forms.Away:
    others = [one for one in plan.further if one != name]
    return forms.Away(given, initial={"name": name}, others=others, auto_id="away_%s")


@require_POST
def take_in(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a file of lines to be taken in."""
    about = keyed(request, code)
    require(request, Right.MATCH, about)
    form = forms.TakeIn(request.POST, files=_files())
    if not form.is_valid():
        return _overview(request, about, taking=form)
    task = f"lines-{secrets.token_hex(6)}"
    act(TaskAsked(task, TAKE_IN), by=me(request), petition=about, aside=form.cleaned_data)
    return redirect("task", task)


def _overview(request: HttpRequest, about: Petition, **shown: Any) -> HttpResponse:
    who, plan = me(request), plans.plan_of(about)
    changing = may(who, Right.CHANGE_PETITION, about).allowed
    context: dict[str, Any] = {
        "petition": about,
        "plan": plan,
        "shown": [_shown(about, plan.of(name), name) for name in ("", *plan.further)],
        "progress": progress(about),
        "fixed": RawCount.objects.filter(petition=about).exists(),
        "mine": Turn.objects.filter(
            person=who, ended_at=None, sheet__section__petition=about
        ).first(),
    }
    if changing:
        initial = {"people": plan.people, "lines": plan.lines, **forms.as_it_stands(plan)}
        context["choose"] = forms.Choose(initial=initial)
        context["further"] = _begun(plan, request.GET.get("form", ""))
        if request.GET.get("away", "") in plan.further:
            context["away"] = _away(plan, request.GET["away"])
    if may(who, Right.MATCH, about).allowed:
        files = _files()
        context |= {"files": files, "taking": forms.TakeIn(files=files)}
        context["incoming"] = settings.PLACE.incoming
    status = 422 if any(form.errors for form in shown.values()) else 200
    return render(request, "keying/keying.html", context | shown, status=status)


def _begun(plan: plans.Plan, name: str) -> forms.Further:
    """Return the form in which one of that name is put right, or a new one is added."""
    initial = {"name": name, **forms.as_it_stands(plan.of(name))} if name in plan.further else {}
    return forms.Further(initial=initial, auto_id=OF_FURTHER)


def _shown(about: Petition, plan: plans.Plan, name: str) -> dict[str, Any]:
    """Return what a form of sheets has, of how many sections, and an example to look at."""
    return {
        "name": name,
        "asked": [written.FIELDS[one] for one in plan.fields],
        "lines": plan.sheet.lines if plan.sheet else 0,
        "sections": about.sections.filter(form=name).count(),
        "example": _example(about, plan, name),
    }


def _example(about: Petition, plan: plans.Plan, name: str) -> dict[str, Any] | None:
    """Return a scan of a whole sheet and where its lines are said to be, to look at."""
    page = ImagePage.objects.filter(
        image__petition=about, sheet__section__form=name, on_sheet=None
    ).first()
    if plan.sheet is None or page is None or shows_confidential(page):
        return None
    bands = [plan.sheet.band(place) for place in range(1, plan.sheet.lines + 1)]
    return {
        "page": page,
        "bands": [(top, bottom - top) for top, bottom in filter(None, bands)],
        "signed": (10 * plan.sheet.left, 10 * (plan.sheet.right - plan.sheet.left)),
    }


def _files() -> list[str]:
    folder = settings.PLACE.incoming
    return latest(folder, [one for one in incoming_files(folder) if is_of_lines(folder / one)])
