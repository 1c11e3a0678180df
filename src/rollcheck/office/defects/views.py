"""The page of a noted defect: which lines the law voids by it, voiding them, taking it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.on_request import done, me
from rollcheck.office.defects.affected import (
    ByLaw,
    by_law,
    changes,
    ordinals,
    standing_voids,
    states_of,
)
from rollcheck.office.pages.law_words import reason_label
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import require
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.receiving.asked import received
from rollcheck.office.receiving.models import Defect
from rollcheck.office.receiving.sections import label_of
from rollcheck.office.review.eyes import known_reasons, may_give
from rollcheck.office.review.models import Review
from rollcheck.record.events import intake

ON_A_PAGE = 100


class Apply(forms.Form):
    """The lines that were shown, so that nobody voids others than they saw."""

    lines = forms.CharField(widget=forms.HiddenInput, max_length=20_000)


class TakeBack(forms.Form):
    """Why a defect stands no more."""

    reason = forms.CharField(label=_("Why"), max_length=300)


@require_safe
def defect(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show a defect and what it does to lines."""
    about, one = _asked(request, code, pk)
    return _page(request, about, one)


@require_POST
def apply(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Void the lines, as the law says."""
    about, one = _asked(request, code, pk)
    require(request, Right.SEE_FINDINGS, about)
    form = Apply(request.POST)
    law = by_law(about, one)
    if form.is_valid():
        event = intake.SheetDefectApplied(
            one.section.number,
            _sheet(one),
            one.defect,
            law.citation if law else "",
            form.cleaned_data["lines"],
        )
        changed = done(request, form, event, petition=about)
        if changed is not None:
            said = ngettext("%(lines)s line is void now.", "%(lines)s lines are void now.", changed)
            waits = _("Kept; the lines are void once another person says so, too.")
            messages.success(request, said % {"lines": changed} if changed else waits)
            return redirect("defect", code, pk)
    return _page(request, about, one, applying=form)


@require_POST
def take_back(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take the defect back, for a reason."""
    about, one = _asked(request, code, pk)
    form = TakeBack(request.POST)
    if form.is_valid():
        event = intake.SheetDefectTakenBack(
            one.section.number, _sheet(one), one.defect, form.cleaned_data["reason"]
        )
        changed = done(request, form, event, petition=about)
        if changed is not None:
            said = ngettext(
                "The defect is taken back; %(lines)s line stands again as before.",
                "The defect is taken back; %(lines)s lines stand again as before.",
                changed,
            )
            messages.success(request, said % {"lines": changed})
            return redirect("defect", code, pk)
    return _page(request, about, one, taking_back=form)


def _asked(request: HttpRequest, code: str, pk: int) -> tuple[Petition, Defect]:
    about = received(request, code)
    noted = Defect.objects.select_related("section__petition", "sheet", "by", "taken_back_by")
    return about, get_object_or_404(noted, section__petition=about, pk=pk)


def _sheet(one: Defect) -> str:
    return "" if one.sheet is None else str(one.sheet.number)


def _page(request: HttpRequest, about: Petition, one: Defect, **shown: Any) -> HttpResponse:
    who, law = me(request), by_law(about, one)
    context: dict[str, Any] = {
        "petition": about,
        "defect": one,
        "label": label_of(about, one.defect),
        "law": law,
        "standing": one.taken_back_at is None,
        "may_see": may(who, Right.SEE_FINDINGS, about).allowed,
        "said": list(one.said.select_related("person")),
        "taking_back": TakeBack(),
    }
    if context["may_see"] and law is not None and Review.objects.filter(petition=about).exists():
        context |= _lines(request, about, one, law)
    status = 422 if any(form.errors for form in shown.values()) else 200
    return render(request, "defects/defect.html", context | shown, status=status)


def _lines(request: HttpRequest, about: Petition, one: Defect, law: ByLaw) -> dict[str, Any]:
    """Return how the lines stand, how many would change, and the form where somebody may do it."""
    who = me(request)
    page = page_of(request, states_of(one).select_related("line__section"), ON_A_PAGE)
    void = one.voids.exists() and one.taken_back_at is None
    said_it = any(said.person_id == who.pk for said in one.said.all())
    found: dict[str, Any] = {
        "changes": changes(one),
        "void": void,
        "page": page,
        "lines": _rows(who, about, list(page)),
        "leaves": rules_now(about).sheet.defect_found == "before_the_count",
    }
    if not void and not said_it and may_give(who, about, law.reason.reason):
        found["applying"] = Apply(initial={"lines": ordinals(one)})
    return found


def _rows(who: Person, about: Petition, states: list[Any]) -> list[dict[str, Any]]:
    """Return each line with how it stands without any defect; a confidential one to the cleared."""
    cleared = may(who, Right.SEE_CONFIDENTIAL, about).allowed
    keys = [state.pk for state in states]
    before = {one.line_id: one.before for one in standing_voids(about).filter(line__in=keys)}
    labels = {code: reason_label(known.reason) for code, known in known_reasons(about).items()}
    rows = []
    for state in states:
        was = before.get(state.pk) or {"valid": state.valid, "reason": state.reason}
        rows.append(
            {
                "line": state.line,
                "void": state.pk in before,
                "hidden": state.confidential and not cleared,
                "valid": was["valid"],
                "reason": labels.get(was["reason"], was["reason"]),
            }
        )
    return rows
