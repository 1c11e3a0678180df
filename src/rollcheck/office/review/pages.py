"""Opening the review of a petition from its page."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import me
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.rights import Right
from rollcheck.office.review.opening import OPEN_REVIEW
from rollcheck.record.events.work import TaskAsked


@require_POST
def open_review(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the long work that makes every line ready, and show how far it is."""
    about = seen_petition(request, code)
    require(request, Right.CHANGE_PETITION, about)
    asked = TaskAsked(f"open-{secrets.token_hex(6)}", OPEN_REVIEW)
    act(asked, by=me(request), petition=about, aside={})
    return redirect("task", asked.task)
