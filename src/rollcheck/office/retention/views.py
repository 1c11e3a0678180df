"""The page of how long a petition is kept: its clock, its holds, who agrees, the certificate."""

import secrets
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import done, explain, me
from rollcheck.office.people.asking import petition_for
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.retention import forms
from rollcheck.office.retention.certificate import certificate_of
from rollcheck.office.retention.clock import keeping_of, kept_until, the_laws_time, why_not
from rollcheck.office.retention.models import DESTROY
from rollcheck.office.retention.showing import steps_of
from rollcheck.office.tasks.models import OPEN, Task
from rollcheck.problems import RollcheckError
from rollcheck.record import KeyFolder
from rollcheck.record.events import upkeep
from rollcheck.record.events.work import TaskAsked
from rollcheck.record.sealing import fingerprint


@require_safe
def retention(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the keeping of a petition stands, or its certificate of destruction."""
    return _page(request, _petition(request, code))


@require_POST
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Set the last day of keeping: by the law's months, or where it has none, by an order."""
    about = _petition(request, code)
    by_law = the_laws_time(about, timezone.localdate()) is not None
    form = forms.Keep(request.POST, by_law=by_law)
    if form.is_valid():
        try:
            event, since = _kept(about, form.cleaned_data)
        except RollcheckError as error:
            explain(form, ValidationError([problem.message for problem in error.problems]))
        except ValidationError as wrong:
            explain(form, wrong)
        else:
            if done(request, form, event, petition=about, aside=since) is not None:
                return redirect("retention", code)
    return _page(request, about, keep=form)


@require_POST
def hold(request: HttpRequest, code: str) -> HttpResponse:
    """Place a litigation hold."""
    about = _petition(request, code)
    form = forms.PlaceHold(request.POST, prefix="place")
    if form.is_valid():
        event = upkeep.HoldPlaced(form.cleaned_data["hold"], form.cleaned_data["holding"])
        if done(request, form, event, petition=about) is not None:
            return redirect("retention", code)
    return _page(request, about, place=form)


@require_POST
def lift(request: HttpRequest, code: str) -> HttpResponse:
    """Lift a litigation hold."""
    about = _petition(request, code)
    form = forms.LiftHold(request.POST, holds=keeping_of(about).holds, prefix="lift")
    if form.is_valid():
        event = upkeep.HoldLifted(form.cleaned_data["hold"], form.cleaned_data["lifting"])
        if done(request, form, event, petition=about) is not None:
            return redirect("retention", code)
    return _page(request, about, lift=form)


@require_POST
def agree(request: HttpRequest, code: str) -> HttpResponse:
    """Agree to the destruction, as one of the two people that it takes."""
    about = _petition(request, code)
    form = forms.Agree(request.POST)
    if form.is_valid():
        event = upkeep.DestructionApproved(form.cleaned_data["agreeing"])
        if done(request, form, event, petition=about) is not None:
            return redirect("retention", code)
    return _page(request, about, agree=form)


@require_POST
def destroy(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the destruction, or let one go on that stopped; a worker does it."""
    about = _petition(request, code)
    form = forms.Destroy(request.POST)
    if form.is_valid():
        task = f"destroy-{secrets.token_hex(6)}"
        try:
            with transaction.atomic():
                _begin(request, about)
                act(TaskAsked(task, DESTROY), by=me(request), petition=about, aside={})
            return redirect("task", task)
        except ValidationError as wrong:
            explain(form, wrong)
    return _page(request, about, destroy=form)


def _begin(request: HttpRequest, about: Petition) -> None:
    """Begin, unless it has begun and stopped."""
    if about.destruction_at is None:
        keys = KeyFolder(settings.PLACE.content_keys, secrets.token_bytes)
        key = keys.existing(about.code)
        begun = upkeep.DestructionBegun(fingerprint(key) if key else "")
        basis = keeping_of(about).basis
        act(begun, by=me(request), petition=about, refers_to=basis)
    elif not _has_stopped(about):
        raise ValidationError(_("It is under way, or has ended already."))


def _has_stopped(about: Petition) -> bool:
    under_way = Task.objects.filter(petition=about, kind=DESTROY, state__in=OPEN)
    return keeping_of(about).destroyed is None and not under_way.exists()


def _kept(about: Petition, given: dict[str, Any]) -> tuple[upkeep.RetentionSet, Any]:
    """Return the event and the day counted from. Raises ``RollcheckError`` for a day before any."""
    if "until" in given:
        return upkeep.RetentionSet(given["until"], given["citation"]), None
    since = given["counted_from"]
    by_law = kept_until(about, since)
    if by_law is None:
        raise ValidationError(_("The rules of that day do not say how long."))
    citation = f"{by_law.citation}: {by_law.months} months from {since.isoformat()}"
    return upkeep.RetentionSet(by_law.until, citation), since


def _petition(request: HttpRequest, code: str) -> Petition:
    return petition_for(request, code, Right.DESTROY)


def _page(request: HttpRequest, about: Petition, **shown: django_forms.Form) -> HttpResponse:
    today, standing = timezone.localdate(), keeping_of(about)
    by_law = the_laws_time(about, today)
    reasons = why_not(about, standing, today)
    context: dict[str, Any] = {
        "petition": about,
        "standing": standing,
        "by_law": by_law,
        "said": steps_of(about),
        "reasons": reasons,
        "agreed": me(request).code in dict(standing.approvals),
        "may_agree": not why_not(about, standing, today, people=False),
        "keep": forms.Keep(by_law=by_law is not None),
        "place": forms.PlaceHold(prefix="place"),
        "lift": forms.LiftHold(holds=standing.holds, prefix="lift"),
        "agree": forms.Agree(),
        "destroy": forms.Destroy(),
        "stopped": about.destruction_at is not None and _has_stopped(about),
        "certificate": certificate_of(about),
    }
    wrong = any(form.errors for form in shown.values())
    page = "retention/retention.html"
    return render(request, page, context | shown, status=422 if wrong else 200)
