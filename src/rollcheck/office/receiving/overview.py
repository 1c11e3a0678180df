"""The first page of receiving: boxes, how the count stands, what does not fit, fixing it."""

import secrets
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db.models import Count
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import done, me, tell
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import require
from rollcheck.office.people.may import may
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import COUNTING
from rollcheck.office.receiving import box_forms, forms
from rollcheck.office.receiving.agreement import people_to_agree
from rollcheck.office.receiving.asked import received
from rollcheck.office.receiving.fixing import AT_ONCE, FIX_COUNT, being_fixed
from rollcheck.office.receiving.models import RawCount
from rollcheck.office.receiving.reconciling import standing
from rollcheck.record.events import intake
from rollcheck.record.events.work import TaskAsked

SHOWN = 30
ON_A_PAGE = 100


def receiving(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the receipt stands, and receive a box."""
    about = received(request, code)
    form = box_forms.ReceiveBox(request.POST or None)
    if request.method == "POST" and form.is_valid() and _new(about, form):
        given = form.cleaned_data
        event = intake.BoxReceived(
            given["box"], given["seal"], given["sections"], given["brought_by"]
        )
        if done(request, form, event, petition=about, aside=given["place"]) is not None:
            return redirect("receiving", code)
    boxes = about.boxes.annotate(sections_found=Count("sections")).order_by(Length("code"), "code")
    sought = request.GET.get("box", "").strip()
    if sought:
        boxes = boxes.filter(code__icontains=sought)
    who = me(request)
    context = {
        "petition": about,
        "form": form,
        "boxes": page_of(request, boxes, ON_A_PAGE, "boxes"),
        "sought": sought,
        "standing": standing(about),
        "fixed": RawCount.objects.filter(petition=about).select_related("by").first(),
        "may_fix": may(who, Right.FIX_COUNT, about).allowed,
        "may_reopen": may(who, Right.REOPEN, about).allowed,
        "reopening": forms.Reopening(),
        "may_change": may(who, Right.CHANGE_PETITION, about).allowed,
        "people": people_to_agree(about),
        "counting": COUNTING,
        "shown": SHOWN,
        "being_fixed": being_fixed(about),
        "may_go_on": any(
            may(who, right, about).allowed for right in (Right.REVIEW, Right.CHANGE_PETITION)
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "receiving/receiving.html", context, status=status)


@require_POST
def fix(request: HttpRequest, code: str) -> HttpResponse:
    """Fix the raw count that the page showed."""
    about = received(request, code)
    seen = [request.POST.get(name, "") for name in ("sections", "sheets", "lines")]
    numbers = [int(text) if text.isdecimal() and len(text) < 10 else -1 for text in seen]
    if numbers[2] <= AT_ONCE:
        tell(request, intake.RawCountFixed(*numbers), petition=about)
        return redirect("receiving", code)
    require(request, Right.FIX_COUNT, about)
    task = being_fixed(about)
    if task is None:
        asked = TaskAsked(f"fix-{secrets.token_hex(6)}", FIX_COUNT)
        task = act(asked, by=me(request), petition=about, aside={"counted": numbers})
    return redirect("task", task.code)


@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Open the fixed raw count again."""
    about = received(request, code)
    require(request, Right.REOPEN, about)
    form = forms.Reopening(request.POST)
    if form.is_valid():
        tell(request, intake.RawCountReopened(form.cleaned_data["reason"]), petition=about)
    for wrong in form.errors.values():
        messages.error(request, " ".join(str(one) for one in wrong))
    return redirect("receiving", code)


def _new(about: Any, form: django_forms.Form) -> bool:
    """Refuse a box that is there: it would be sealed again by mistake."""
    if about.boxes.filter(code=form.cleaned_data["box"]).exists():
        form.add_error("box", box_forms.BOX_IS_THERE)
        return False
    return True
