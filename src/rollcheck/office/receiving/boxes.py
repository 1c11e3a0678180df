"""The page of a box: its custody, its seal, its sections."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.on_request import done, explain
from rollcheck.office.pages.paging import page_of
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving import box_forms
from rollcheck.office.receiving.asked import received
from rollcheck.office.receiving.box_field import boxes_like
from rollcheck.office.receiving.models import Box, RawCount
from rollcheck.office.receiving.signing import second_signature
from rollcheck.record.events import intake

ON_A_PAGE = 100


@require_safe
def offered(request: HttpRequest, code: str) -> HttpResponse:
    """Return the boxes that fit what is typed into a form, as its choices."""
    about = received(request, code)
    found = boxes_like(about, request.GET.get("box", "").strip())
    return render(request, "receiving/box_options.html", {"boxes": found})


@require_safe
def box(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show one box."""
    about, one = _box(request, code, pk)
    return _page(request, about, one)


@require_POST
def check_seal(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Note what was seen of the seal."""
    about, one = _box(request, code, pk)
    form = box_forms.CheckSeal(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        event = intake.SealChecked(one.code, given["seal"], given["whole"])
        if done(request, form, event, petition=about) is not None:
            return redirect("receive_box", code, pk)
    return _page(request, about, one, seal=form)


@require_POST
def seal_again(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Note a new seal."""
    about, one = _box(request, code, pk)
    form = box_forms.SealAgain(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        event = intake.BoxReceived(one.code, given["seal"], given["sections"], "")
        if done(request, form, event, petition=about) is not None:
            return redirect("receive_box", code, pk)
    return _page(request, about, one, again=form)


@require_POST
def move(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Move the box, signed by a second person."""
    about, one = _box(request, code, pk)
    form = box_forms.Move(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            signed = second_signature(request, given["second"], given["password"])
        except ValidationError as wrong:
            explain(form, wrong)
            return _page(request, about, one, moving=form)
        event = intake.CustodyMoved(
            one.code, given["from_place"], given["to_place"], signed.person.code
        )
        if done(request, form, event, petition=about, aside=signed) is not None:
            return redirect("receive_box", code, pk)
    return _page(request, about, one, moving=form)


def _box(request: HttpRequest, code: str, pk: int) -> tuple[Petition, Box]:
    about = received(request, code)
    return about, get_object_or_404(Box, petition=about, pk=pk)


def _page(request: HttpRequest, about: Petition, one: Box, **shown: Any) -> HttpResponse:
    sections = one.sections.order_by(Length("number"), "number")
    context: dict[str, Any] = {
        "petition": about,
        "box": one,
        "steps": page_of(request, one.steps.select_related("by", "second"), ON_A_PAGE, "steps"),
        "sections": page_of(request, sections, ON_A_PAGE, "sections"),
        "seal": box_forms.CheckSeal(),
        "again": box_forms.SealAgain(initial={"sections": one.sections_said}),
        "fixed": RawCount.objects.filter(petition=about).exists(),
        "moving": box_forms.Move(initial={"from_place": one.place}),
    }
    status = 422 if any(form.errors for form in shown.values()) else 200
    return render(request, "receiving/box.html", context | shown, status=status)
