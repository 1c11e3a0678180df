"""Pages of petitions: the list, setting one up, and one with its law, dates and numbers."""

import secrets
from typing import Any, cast

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from rollcheck.law import RuleSet
from rollcheck.office.acts.act import act
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import petition_for, require, seen_petition, takes
from rollcheck.office.people.founding import LETTERS
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions import forms, requirement_forms
from rollcheck.office.petitions.attempts import linked
from rollcheck.office.petitions.by_district import by_district
from rollcheck.office.petitions.changes import CHANGES
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.policy import forecast, policies
from rollcheck.office.petitions.the_law import arithmetic, rules_for_required, rules_now, timeline
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.office.steps import days_of_work, steps_for, too_few, waits_for
from rollcheck.problems import RollcheckError
from rollcheck.record.events.petition import PetitionOpened

CODE_LENGTH = 8
ON_A_PAGE = 50


def visible(person: Person) -> list[Petition]:
    """Return the petitions that somebody may see, newest first."""
    every = Petition.objects.select_related("earlier")
    return [one for one in every if may(person, Right.SEE_PETITION, one).allowed]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what waits for whoever asks, and list the petitions that they may see."""
    who = cast("Person", request.user)
    page = page_of(request, visible(who), ON_A_PAGE)
    context = {
        "page": page,
        "waits": waits_for(who, list(page)),
        "reviewing": {
            one.pk
            for one in page
            if one.destruction_at is None and may(who, Right.REVIEW, one).allowed
        },
        "may_open": may(who, Right.SET_UP_PETITION).allowed,
        "may_manage_people": may(who, Right.MANAGE_PEOPLE).allowed,
        "holds_a_role": who.roles_held.filter(taken_at=None).exists(),
    }
    return render(request, "petitions/home.html", context)


@takes(Right.SET_UP_PETITION)
def open_petition(request: HttpRequest) -> HttpResponse:
    """Set a new petition up."""
    form = forms.OpenPetition(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        place, _slash, kind = given["rules"].partition("/")
        event = PetitionOpened(given.pop("title"), place, kind, given.pop("rules"))
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        try:
            opened = act(event, by=cast("Person", request.user), aside={"code": code, **given})
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            return redirect("petition", opened.code)
    return render(request, "petitions/open.html", {"form": form})


@require_safe
def petition(request: HttpRequest, code: str) -> HttpResponse:
    """Show one petition: its numbers with their arithmetic, its timeline, its policy."""
    return _page(request, petition_for(request, code, Right.SEE_PETITION))


@require_POST
def change(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """Change one thing about a petition, or show its form again with what is wrong."""
    about = seen_petition(request, code)
    require(request, Right.CHANGE_PETITION, about)
    if what not in CHANGES:
        raise Http404
    who = cast("Person", request.user)
    form = _form(what, about, who, data=request.POST, files=request.FILES)
    if isinstance(form, requirement_forms.DistrictCounts) and form.minimum is None:
        raise Http404
    if form.is_valid() and _changed(request, about, what, form):
        return redirect("petition", code)
    return _page(request, about, **{what: form})


def _changed(request: HttpRequest, about: Petition, what: str, form: django_forms.Form) -> bool:
    made = CHANGES[what]
    given = form.cleaned_data
    try:
        event = made.event(about, given)
        act(event, by=cast("Person", request.user), petition=about, aside=made.aside(given))
    except ValidationError as wrong:
        form.add_error(None, wrong.messages)
        return False
    return True


def _form(
    what: str, about: Petition, who: Person, data: Any = None, files: Any = None
) -> django_forms.Form:
    if what == "earlier":
        seen = [one.pk for one in visible(who) if one.pk != about.pk]
        return forms.Earlier(data, petitions=Petition.objects.filter(pk__in=seen))
    if what == "required":
        return requirement_forms.Required(data, rules=_rules(about), measure=about.measure)
    if what == "districts":
        return requirement_forms.DistrictCounts(data, files, rules=_rules(about))
    return CHANGES[what].form(data)


def _rules(about: Petition) -> RuleSet | None:
    """Return the rules that give the required number; None where none cover the day."""
    try:
        return rules_for_required(about)
    except RollcheckError:
        return None


def _page(request: HttpRequest, about: Petition, **shown: Any) -> HttpResponse:
    who = cast("Person", request.user)
    there = about.destruction_at is None
    changing = there and may(who, Right.CHANGE_PETITION, about).allowed
    context: dict[str, Any] = {
        "petition": about,
        "numbers": [_with_arithmetic(about, one) for one in _numbers(about)],
        "by_district": by_district(about, _rules(about)),
        "timeline": timeline(about, days_of_work(about)),
        "changing": changing,
        "steps": steps_for(who, about),
        "attempts": [one for one in linked(who, about) if one.pk != about.pk],
    }
    if changing:
        context |= {what: _form(what, about, who) for what in CHANGES if what != "policy"}
        context["no_snapshots"] = not RollSnapshot.objects.exists()
    try:
        context["rules"] = rules_now(about)
        context["policies"] = policies(about)
        context["too_few"] = too_few(about) if changing else []
        context |= forecast(about, request.GET)
    except RollcheckError as error:
        context["no_rules"] = [problem.message for problem in error.problems]
    wrong = any(form.errors for form in shown.values())
    return render(request, "petitions/petition.html", context | shown, status=422 if wrong else 200)


def _numbers(about: Petition) -> Any:
    return about.required_numbers.filter(replaced_at=None)


def _with_arithmetic(about: Petition, number: Any) -> tuple[Any, Any]:
    try:
        return number, arithmetic(about, number)
    except RollcheckError:
        return number, None
