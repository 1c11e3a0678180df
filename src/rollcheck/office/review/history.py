"""A line's history, for those who may see findings: who found and asked what; opening it anew."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rollcheck.office.acts.on_request import me
from rollcheck.office.defects.models import VoidLine
from rollcheck.office.pages.law_words import reason_label
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import ImagePage
from rollcheck.office.receiving.scans import shows_confidential
from rollcheck.office.review import undoing
from rollcheck.office.review.eyes import known_reasons
from rollcheck.office.review.lines import line_of
from rollcheck.office.review.models import Finding, LineState, Note, Query, Stands
from rollcheck.office.review.pictures import image_of

LONGEST_NAME = 40


@require_http_methods(["GET", "HEAD", "POST"])
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was found, asked and written about one line, and reopen it for who may."""
    about = seen_petition(request, code)
    require(request, Right.SEE_FINDINGS, about)
    name = request.GET.get("line", "").strip()[:LONGEST_NAME]
    who = me(request)
    problems: list[str] = []
    state = _seen(who, about, name) if name else None
    if name and state is None:
        problems = [_("There is no such line in the review.")]
    if request.method == "POST" and state is not None:
        try:
            undoing.reopen(who, about, state, request.POST.get("reason", "")[:500])
        except ValidationError as wrong:
            problems = wrong.messages
        else:
            state = _seen(who, about, name)
    context = {"petition": about, "name": name, "problems": problems}
    if state is not None:
        context |= _of(who, about, state)
    return render(request, "review/history.html", context, status=422 if problems else 200)


def _seen(who: Person, about: Petition, name: str) -> LineState | None:
    """Return a line's state; a confidential voter's is not there for who is not cleared."""
    state = line_of(about, name).first()
    hidden = state is not None and state.confidential
    if hidden and not may(who, Right.SEE_CONFIDENTIAL, about).allowed:
        return None
    return state


def _of(who: Person, about: Petition, state: LineState) -> dict[str, Any]:
    labels = {code: reason_label(known.reason) for code, known in known_reasons(about).items()}
    found = Finding.objects.filter(line=state.line_id).select_related("person")
    asked = Query.objects.filter(line=state.line_id).select_related("person")
    notes = Note.objects.filter(line=state.line_id).select_related("person")
    void = VoidLine.objects.filter(line=state.line_id, defect__taken_back_at=None).first()
    return {
        "state": state,
        "void": void,
        "asked": asked,
        "notes": notes,
        "page": _shown(who, about, state),
        "found": [(one, labels.get(one.reason, one.reason)) for one in found],
        "may_reopen": may(who, Right.REOPEN, about).allowed
        and void is None
        and (state.people > 0 or state.state == Stands.SETTLED),
    }


def _shown(who: Person, about: Petition, state: LineState) -> ImagePage | None:
    """Return the scan of a line, unless it shows a confidential voter's to who is not cleared."""
    page = image_of(state.line)
    if page is None or not shows_confidential(page):
        return page
    return page if may(who, Right.SEE_CONFIDENTIAL, about).allowed else None
