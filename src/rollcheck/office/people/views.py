"""Pages about people: who works here and what each may do."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import done, me, tell
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people import forms
from rollcheck.office.people.asking import takes
from rollcheck.office.people.founding import new_code
from rollcheck.office.people.handlers import NewPerson
from rollcheck.office.people.links import password_link
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person, RoleHeld
from rollcheck.office.people.rights import RIGHTS, Right
from rollcheck.office.people.roles import DOES, LABELS, Role
from rollcheck.office.petitions.models import Petition
from rollcheck.record.events import people as events

ON_A_PAGE = 50


@takes(Right.MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """List everybody, and add somebody."""
    form = forms.AddPerson(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        event = events.PersonAdded(new_code(), given["full_name"])
        added = done(request, form, event, aside=NewPerson(given["username"]))
        if added is not None:
            return redirect("person", added.pk)
    held = Prefetch("roles_held", RoleHeld.objects.filter(taken_at=None), "roles")
    everybody = Person.objects.order_by("full_name", "pk").prefetch_related(held)
    context = {"page": page_of(request, everybody, ON_A_PAGE), "form": form}
    return render(request, "people/people.html", context)


@takes(Right.MANAGE_PEOPLE)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person with their roles."""
    return _person_page(request, get_object_or_404(Person, pk=pk))


def _person_page(request: HttpRequest, who: Person, **shown: Any) -> HttpResponse:
    held = page_of(request, _held(who), ON_A_PAGE)
    context = {"person": who, "held": held, "give": forms.GiveRole(), "reason": forms.Reason()}
    return render(request, "people/person.html", context | shown)


@takes(Right.MANAGE_PEOPLE)
@require_POST
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a role."""
    who = get_object_or_404(Person, pk=pk)
    form = forms.GiveRole(request.POST)
    if form.is_valid():
        given = events.RoleGiven(who.code, form.cleaned_data["role"])
        if done(request, form, given, petition=form.cleaned_data["petition"]) is not None:
            return redirect("person", pk)
    return _person_page(request, who, give=form)


@takes(Right.MANAGE_PEOPLE)
@require_POST
def take_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back."""
    held = get_object_or_404(RoleHeld, pk=pk, taken_at=None)
    tell(request, events.RoleTaken(held.person.code, held.role), petition=held.petition)
    return redirect("person", held.person_id)


@takes(Right.MANAGE_PEOPLE)
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Clear somebody for confidential voters, or end it."""
    who = get_object_or_404(Person, pk=pk, is_active=True)
    tell(request, events.ClearanceChanged(who.code, request.POST.get("cleared") == "1"))
    return redirect("person", pk)


@takes(Right.MANAGE_PEOPLE)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Bar somebody from signing in, at once."""
    who = get_object_or_404(Person, pk=pk)
    form = forms.Reason(request.POST)
    if form.is_valid() and done(
        request, form, events.PersonRemoved(who.code, form.cleaned_data["reason"])
    ):
        messages.success(request, _("Removed. Their sessions have ended."))
        return redirect("person", pk)
    return _person_page(request, who, reason=form)


@takes(Right.MANAGE_PEOPLE)
@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody who was removed sign in again."""
    who = get_object_or_404(Person, pk=pk)
    form = forms.Reason(request.POST)
    if form.is_valid() and done(
        request, form, events.PersonBroughtBack(who.code, form.cleaned_data["reason"])
    ):
        return redirect("person", pk)
    return _person_page(request, who, reason=form)


@takes(Right.MANAGE_PEOPLE)
@require_POST
def make_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Show, once, a link with which somebody sets a password."""
    who = get_object_or_404(Person, pk=pk, is_active=True)
    act(events.PasswordLinkMade(who.code), by=me(request))
    link = request.build_absolute_uri(password_link(who))
    return _person_page(request, who, link=link)


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Tell whoever asks what they may do, and why or why not."""
    who = me(request)
    petition = None
    if request.GET.get("petition"):
        petition = get_object_or_404(Petition, pk=_number(request.GET["petition"]))
        if not may(who, Right.SEE_PETITION, petition).allowed:
            petition = None
    rows = [(RIGHTS[right].label, may(who, right, petition)) for right in Right]
    labels = {role: (LABELS[role], DOES[role]) for role in Role}
    return render(
        request,
        "people/rights.html",
        {
            "rows": rows,
            "labels": labels,
            "petition": petition,
            "held": page_of(request, _held(who), ON_A_PAGE),
        },
    )


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Lead to what somebody may change about how they sign in."""
    return render(request, "people/account.html")


def _held(who: Person) -> QuerySet[RoleHeld]:
    held = RoleHeld.objects.filter(person=who, taken_at=None)
    return held.select_related("petition").order_by("pk")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
