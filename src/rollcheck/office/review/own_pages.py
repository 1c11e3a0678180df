"""Pages of one's own work at a petition: what waits for me, what I found last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.on_request import me
from rollcheck.office.pages.law_words import reason_label
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import ImagePage
from rollcheck.office.review import undoing, work
from rollcheck.office.review.eyes import known_reasons
from rollcheck.office.review.lines import line_name
from rollcheck.office.review.models import Assignment, Finding, LineState, Note, Review, Stands
from rollcheck.office.review.opening import hindrance
from rollcheck.office.review.pictures import image_of
from rollcheck.office.review.waiting import waiting

ON_A_PAGE = 50
QUESTIONS = 20


@dataclass(frozen=True, slots=True)
class Question:
    """A line about which a lead is asked."""

    pk: int
    name: str
    question: str
    page: ImagePage | None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of one's own; ``label`` is the reason, empty for an accepted line."""

    pk: int
    name: str
    at: datetime
    label: str
    undone: bool
    can_undo: bool


@require_safe
def queue(request: HttpRequest, code: str) -> HttpResponse:
    """Show what waits for whoever asks, or how far the review is from open."""
    about = seen_petition(request, code)
    who = me(request)
    may_review = may(who, Right.REVIEW, about).allowed
    if not may_review:
        require(request, Right.CHANGE_PETITION, about)
    context: dict[str, Any] = {"petition": about, "may_review": may_review}
    if Review.objects.filter(petition=about).exists():
        page = page_of(request, _held(who, about), QUESTIONS)
        context |= {
            "opened": True,
            "waits": waiting(who, about),
            "done": work.done_today(who, about),
            "page": page,
            "questions": _questions(page),
        }
    else:
        context["may_open"] = may(who, Right.CHANGE_PETITION, about).allowed
        context["hinders"] = hindrance(about)
    return render(request, "review/queue.html", context)


def _held(who: Person, about: Petition) -> QuerySet[LineState]:
    """Return the lines about which somebody may answer a question, in the order of filing."""
    if not may(who, Right.ADJUDICATE, about).allowed:
        return LineState.objects.none()
    held = LineState.objects.filter(petition=about, state=Stands.HELD)
    if not may(who, Right.SEE_CONFIDENTIAL, about).allowed:
        held = held.filter(confidential=False)
    return held.select_related("line__section").order_by("order")


def _questions(held: Iterable[LineState]) -> list[Question]:
    lines = [one.line for one in held]
    asked = Note.objects.filter(line__in=lines, lead=True).order_by("pk")
    latest = {note.line_id: note.text for note in asked}
    return [
        Question(line.pk, line_name(line), latest.get(line.pk, ""), image_of(line))
        for line in lines
    ]


@require_POST
def answer(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Answer a question about a line; it goes back to the queue with the answer."""
    about = seen_petition(request, code)
    require(request, Right.ADJUDICATE, about)
    state = get_object_or_404(
        LineState.objects.select_related("line__section"), petition=about, pk=pk
    )
    try:
        work.answer(me(request), about, state, request.POST.get("note", ""))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return redirect("review_queue", code)


@require_safe
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """Show one's own findings, the latest first, with undo where nobody went on with the line."""
    about = seen_petition(request, code)
    require(request, Right.REVIEW, about)
    labels = {code: reason_label(known.reason) for code, known in known_reasons(about).items()}
    rows = _own(me(request), about).select_related("line__section", "line__state")
    page = page_of(request, rows.order_by("-pk"), ON_A_PAGE)
    found = [
        Found(
            one.pk,
            line_name(one.line),
            one.at,
            labels.get(one.reason, one.reason),
            undone=one.undone_at is not None,
            can_undo=one.undone_at is None
            and one.round == one.line.state.round
            and one.line.state.state != Stands.HELD
            and not one.went_on,
        )
        for one in page
    ]
    return render(request, "review/mine.html", {"petition": about, "page": page, "findings": found})


def _own(who: Person, about: Petition) -> QuerySet[Any]:
    """Return somebody's findings; ``went_on``: others found something, or have the line now."""
    later = Finding.objects.filter(
        line=OuterRef("line"),
        round=OuterRef("round"),
        undone_at=None,
        known=False,
        pk__gt=OuterRef("pk"),
    )
    had = Assignment.objects.filter(line=OuterRef("line"), ended_at=None, known=False)
    own = Finding.objects.filter(petition=about, person=who)
    return own.annotate(went_on=Exists(later) | Exists(had))


@require_POST
def take_back(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take one's own finding back, and go to the line, which is one's own again."""
    about = seen_petition(request, code)
    require(request, Right.REVIEW, about)
    found = get_object_or_404(Finding, petition=about, person=me(request), pk=pk)
    try:
        undoing.undo(me(request), about, found)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect("review_mine", code)
    messages.success(request, _("Undone. The line is yours again."))
    return redirect("review", code)
