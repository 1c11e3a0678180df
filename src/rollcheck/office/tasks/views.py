"""Pages of long work: the list, and one task with its progress."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.act import act
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import takes
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.tasks.kinds import KINDS
from rollcheck.office.tasks.models import State, Task
from rollcheck.office.tasks.results import in_words
from rollcheck.record.events.work import TaskCancelled

ON_A_PAGE = 50


@takes(Right.SEE_TASKS)
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """List the tasks that whoever asks may see, newest first."""
    who = cast("Person", request.user)
    seen = [one.pk for one in Petition.objects.all() if may(who, Right.SEE_TASKS, one).allowed]
    theirs = Q(petition__in=seen)
    if may(who, Right.SEE_TASKS).allowed:
        theirs |= Q(petition=None)
    latest = Task.objects.filter(theirs).select_related("asked_by", "petition", "progress")
    page = page_of(request, latest.order_by("-pk"), ON_A_PAGE)
    context = {"tasks": [_shown(one) for one in page], "page": page}
    return render(request, "tasks/tasks.html", context)


@require_safe
def task(request: HttpRequest, code: str) -> HttpResponse:
    """Show one task; the page asks again every two seconds until it has ended."""
    one = _seen(request, code)
    shown = _shown(one)
    who = cast("Person", request.user)
    if not may(who, KINDS[one.kind].right, one.petition).allowed:
        shown["leads_to"] = None
    return render(request, "tasks/task.html", {"shown": shown})


@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Cancel a task that has not ended."""
    one = _seen(request, code)
    try:
        act(TaskCancelled(one.code), by=cast("Person", request.user), petition=one.petition)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return redirect("task", code)


def _may_see(who: Person, one: Task) -> bool:
    return may(who, Right.SEE_TASKS, one.petition).allowed


def _seen(request: HttpRequest, code: str) -> Task:
    one = Task.objects.filter(code=code).select_related("asked_by", "petition").first()
    if one is None or not _may_see(cast("Person", request.user), one):
        raise Http404
    return one


def _shown(one: Task) -> dict[str, Any]:
    # Asked for by the list with the tasks themselves.
    progress = getattr(one, "progress", None) if one.is_open else None
    found = in_words(one.result or {})
    kind = KINDS[one.kind]
    return {
        "task": one,
        "label": kind.label,
        "progress": progress,
        "result": found,
        "leads_to": kind.leads_to if one.state == State.DONE else None,
    }
