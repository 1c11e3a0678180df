"""The circulators of a petition: who they are, what their declarations lack, which sections."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Count, Min, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rollcheck.office.acts.on_request import done
from rollcheck.office.pages.law_words import marked
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.forms import Day
from rollcheck.office.petitions.models import Circulator, Petition
from rollcheck.office.petitions.the_law import declared
from rollcheck.record.events.petition import CirculatorRegistered

ON_A_PAGE = 50


class Register(forms.Form):
    """A circulator as the declaration on a section has them."""

    name = forms.CharField(
        label=_("Printed name"),
        max_length=200,
        help_text=_("As it is entered with the sections that this person circulated."),
    )
    address = forms.CharField(label=_("Residence address"), max_length=300, required=False)
    gathered_from = forms.DateField(label=_("First day of gathering"), required=False, widget=Day)
    gathered_to = forms.DateField(label=_("Last day of gathering"), required=False, widget=Day)
    lacks = forms.MultipleChoiceField(
        label=_("What the declaration lacks of what the law asks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, asked: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lacks"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(one, marked(one)) for one in asked]
        if not asked:
            del self.fields["lacks"]


def circulators(request: HttpRequest, code: str) -> HttpResponse:
    """List the circulators with their sections, and enter one or put one right."""
    about = seen_petition(request, code)
    require(request, Right.RECEIVE, about)
    asked, citation = declared(about)
    initial = _initial(about, request.GET.get("one", ""), request.GET.get("section", ""))
    form = Register(request.POST or None, asked=asked, initial=initial)
    if request.method == "POST" and form.is_valid() and _registered(request, about, form):
        return redirect("circulators", code)
    page = page_of(request, about.circulators.all(), ON_A_PAGE)
    context = {
        "petition": about,
        "form": form,
        "citation": citation,
        "page": page,
        "rows": _rows(about, list(page)),
        "unknown": page_of(request, _unknown(about), ON_A_PAGE, "unknown"),
    }
    status = 422 if form.errors else 200
    return render(request, "petitions/circulators.html", context, status=status)


def _registered(request: HttpRequest, about: Petition, form: forms.Form) -> bool:
    given = form.cleaned_data
    days = given["gathered_from"], given["gathered_to"]
    written = " – ".join(day.isoformat() if day else "" for day in days) if any(days) else ""
    lacks = tuple(given.get("lacks", ()))
    event = CirculatorRegistered(given["name"], given["address"], written, lacks)
    return done(request, form, event, petition=about, aside=days) is not None


def _initial(about: Petition, number: str, section: str) -> dict[str, Any]:
    """Begin with a circulator by number, or with the one that a section names.

    Their name itself would stand in the address, and so in the access log of every proxy.
    """
    known = number.isdecimal() and len(number) < 19
    one = about.circulators.filter(pk=int(number)).first() if known else None
    if one is None:
        named = about.sections.filter(number=section).first()
        return {"name": named.circulator if named else ""}
    names = ("name", "address", "gathered_from", "gathered_to", "lacks")
    return {field: getattr(one, field) for field in names}


def _rows(about: Petition, shown: Sequence[Circulator]) -> list[tuple[Circulator, dict[str, Any]]]:
    """Return circulators, each with the number of their sections and of the lines counted there."""
    named = about.sections.filter(circulator__in=[one.name for one in shown])
    sections = {one["circulator"]: one for one in _by_circulator(named)}
    nothing = {"sections": 0, "counted": 0}
    return [(one, sections.get(one.name, nothing)) for one in shown]


def _unknown(about: Petition) -> QuerySet[Any]:
    """Return names on sections that are not entered here, with the sections and lines of each."""
    known = about.circulators.values("name")
    return _by_circulator(about.sections.exclude(circulator="").exclude(circulator__in=known))


def _by_circulator(sections: QuerySet[Any]) -> QuerySet[Any]:
    grouped = sections.values("circulator").annotate(
        sections=Count("pk", distinct=True), counted=Sum("sheets__lines"), first=Min("number")
    )
    found: QuerySet[Any] = grouped.order_by("circulator")
    return found
