"""The page of known lines: planting them, how often they come, what people answered."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import me, tell
from rollcheck.office.learning.answered import by_person
from rollcheck.office.learning.mixing import every
from rollcheck.office.learning.models import Known
from rollcheck.office.learning.planting import KNOWN, answer_of, plantable
from rollcheck.office.pages.law_words import reason_label
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.eyes import known_reasons
from rollcheck.office.review.lines import line_name, state_of
from rollcheck.record.events.people import PolicySet
from rollcheck.record.events.review import KnownLinePlanted

MOST_AT_ONCE = 50
ON_A_PAGE = 50


class PlantOne(forms.Form):
    """A line that somebody looked at, and is sure of."""

    line = forms.CharField(label=gettext_lazy("Line (section:line)"), max_length=40)


class PlantSome(forms.Form):
    """How many rejections that two people found alike are planted."""

    number = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=MOST_AT_ONCE, initial=10
    )


class HowOften(forms.Form):
    """After about how many lines a known one comes."""

    every = forms.IntegerField(
        label=gettext_lazy("One after about so many lines (0: never)"), min_value=0, max_value=500
    )
    why = forms.CharField(label=gettext_lazy("Why"), max_length=300)


def _watched(request: HttpRequest, code: str) -> Petition:
    about = seen_petition(request, code)
    require(request, Right.CHANGE_PETITION, about)
    return about


@require_safe
def known_lines(request: HttpRequest, code: str) -> HttpResponse:
    """Show the known lines and what people answered to them."""
    return _page(request, _watched(request, code))


def _page(request: HttpRequest, about: Petition, **forms_: Any) -> HttpResponse:
    known = Known.objects.filter(petition=about).select_related("line__section", "by")
    labels = {code: reason_label(known.reason) for code, known in known_reasons(about).items()}
    page = page_of(request, known.order_by("-pk"), ON_A_PAGE, "lines")
    context = {
        "petition": about,
        "page": page,
        "known": [(line_name(one.line), labels.get(one.reason, one.reason), one) for one in page],
        "every": every(about),
        "people": page_of(request, list(by_person(about).values()), ON_A_PAGE, "people"),
        "plantable": plantable(about).count(),
        "one": PlantOne(),
        "some": PlantSome(),
        "often": HowOften(initial={"every": every(about)}),
        **forms_,
    }
    return render(request, "learning/known.html", context, status=422 if forms_ else 200)


@require_POST
def plant_one(request: HttpRequest, code: str) -> HttpResponse:
    """Plant the line that somebody names, as it was settled."""
    about = _watched(request, code)
    form = PlantOne(request.POST)
    if not form.is_valid():
        return _page(request, about, one=form)
    name = form.cleaned_data["line"].strip()
    try:
        answer = answer_of(state_of(about, name))
        act(KnownLinePlanted(name, answer), by=me(request), petition=about)
    except ValidationError as wrong:
        form.add_error("line", wrong.messages)
        return _page(request, about, one=form)
    return redirect("known_lines", code)


@require_POST
def plant_some(request: HttpRequest, code: str) -> HttpResponse:
    """Plant some of the rejections that two people found alike, drawn by chance."""
    about = _watched(request, code)
    form = PlantSome(request.POST)
    if not form.is_valid():
        return _page(request, about, some=form)
    states = list(plantable(about).select_related("line__section").order_by("pk"))
    chosen = secrets.SystemRandom().sample(states, min(form.cleaned_data["number"], len(states)))
    with transaction.atomic():
        for state in chosen:
            event = KnownLinePlanted(line_name(state.line), answer_of(state))
            act(event, by=me(request), petition=about)
    said = ngettext("%(n)s line was planted.", "%(n)s lines were planted.", len(chosen))
    messages.success(request, said % {"n": len(chosen)})
    return redirect("known_lines", code)


@require_POST
def how_often(request: HttpRequest, code: str) -> HttpResponse:
    """Set how often a known line comes."""
    about = _watched(request, code)
    form = HowOften(request.POST)
    if not form.is_valid():
        return _page(request, about, often=form)
    given = form.cleaned_data
    tell(request, PolicySet(KNOWN, str(given["every"]), given["why"]), petition=about)
    return redirect("known_lines", code)
