"""The page of what the matcher proposes: how many lines of each outcome, and matching the rest."""

import secrets
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from rollcheck.matching import OUTCOMES
from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import me
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.proposals.labels import outcome_choices
from rollcheck.office.proposals.matching import MATCH, to_match
from rollcheck.office.proposals.models import Proposal
from rollcheck.office.tasks.models import OPEN, Task
from rollcheck.record.events.work import TaskAsked

LATEST = 10


@require_safe
def proposals(request: HttpRequest, code: str) -> HttpResponse:
    """Show counts by outcome, what waits to be matched, and the latest runs."""
    about = _matched(request, code)
    counted = Proposal.objects.filter(line__petition=about).values_list("outcome")
    counts = dict(counted.annotate(lines=Count("pk")).order_by())
    labels = dict(outcome_choices())
    context: dict[str, Any] = {
        "petition": about,
        "outcomes": [(code, labels[code], counts.get(code, 0)) for code in OUTCOMES],
        "lines": sum(counts.values()),
        "waiting": to_match(about).count(),
        "runs": about.match_runs.select_related("snapshot").order_by("-pk")[:LATEST],
        "task": _under_way(about),
    }
    return render(request, "proposals/proposals.html", context)


@require_POST
def match(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the lines that wait to be matched; where that is under way, show it."""
    about = _matched(request, code)
    under_way = _under_way(about)
    if under_way is not None:
        return redirect("task", under_way.code)
    task = f"match-{secrets.token_hex(6)}"
    act(TaskAsked(task, MATCH), by=me(request), petition=about, aside={})
    return redirect("task", task)


def _matched(request: HttpRequest, code: str) -> Petition:
    about = seen_petition(request, code)
    require(request, Right.MATCH, about)
    return about


def _under_way(about: Petition) -> Task | None:
    return Task.objects.filter(petition=about, kind=MATCH, state__in=OPEN).first()
