"""Pages of the review: the workbench, and opening the review."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import me
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.may import may
from rollcheck.office.people.rights import Right
from rollcheck.office.review.models import Review
from rollcheck.office.review.opening import OPEN_REVIEW, hindrance
from rollcheck.record.events.work import TaskAsked


@require_safe
def workbench(request: HttpRequest, code: str) -> HttpResponse:
    """Show the workbench, which asks for its lines by itself."""
    about = seen_petition(request, code)
    require(request, Right.REVIEW, about)
    opened = Review.objects.filter(petition=about).first()
    context = {
        "petition": about,
        "opened": opened,
        "may_open": may(me(request), Right.CHANGE_PETITION, about).allowed,
        "hinders": None if opened else hindrance(about),
    }
    return render(request, "review/workbench.html", context)


@require_POST
def open_review(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the long work that makes every line ready, and show how far it is."""
    about = seen_petition(request, code)
    require(request, Right.CHANGE_PETITION, about)
    asked = TaskAsked(f"open-{secrets.token_hex(6)}", OPEN_REVIEW)
    act(asked, by=me(request), petition=about, aside={})
    return redirect("task", asked.task)
