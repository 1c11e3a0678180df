"""The page on which people review lines: what it knows before it asks for the first line."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollcheck.law import RuleSet
from rollcheck.office.acts.on_request import me
from rollcheck.office.learning.passing import must_practise
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.review import work
from rollcheck.office.review.guidance import guidance
from rollcheck.office.review.keys import keys_said
from rollcheck.office.review.models import Review
from rollcheck.office.review.wording import FIELDS, STATUSES, TEXTS
from rollcheck.problems import RollcheckError

OF_NOBODY = ("not_registered", "illegible")
"""Reasons that say of no voter that the line is theirs, whoever was chosen while looking."""


@require_safe
def workbench(request: HttpRequest, code: str) -> HttpResponse:
    """Show the workbench, which asks for its lines by itself."""
    about = seen_petition(request, code)
    require(request, Right.REVIEW, about)
    if not Review.objects.filter(petition=about).exists():
        return redirect("review_queue", code)
    if must_practise(me(request), about):
        return redirect("practice", code)
    rules = _rules(about)
    signatures = rules.signatures if rules is not None else None
    context = {
        "petition": about,
        "guidance": guidance(rules) if rules is not None else (),
        "presumed": signatures is not None and signatures.presumed_genuine,
        "similar": signatures is not None and signatures.similar_suffices,
        "config": _config(me(request), about),
        "texts": {name: str(text) for name, text in TEXTS.items()},
    }
    return render(request, "review/workbench.html", context)


def _rules(about: Petition) -> RuleSet | None:
    try:
        return rules_now(about)
    except RollcheckError:
        return None


def _config(who: Person, about: Petition) -> dict[str, Any]:
    return {
        "url": reverse("review", args=[about.code]),
        "person": who.code,
        "done": work.done_today(who, about),
        "keys": keys_said(),
        "of_nobody": OF_NOBODY,
        "statuses": {name: str(text) for name, text in STATUSES.items()},
        "fields": {name: str(text) for name, text in FIELDS.items()},
    }
