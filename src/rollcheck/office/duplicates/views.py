"""Pages of duplicates: what waits to be settled, and lines side by side."""

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rollcheck.matching import DUPLICATE_LEVELS
from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import me, tell
from rollcheck.office.duplicates import groups
from rollcheck.office.duplicates.finding import FIND
from rollcheck.office.duplicates.models import Group
from rollcheck.office.keying.read import mark_of, read_of
from rollcheck.office.keying.written import FIELDS
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.may import may
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.receiving.models import Line
from rollcheck.office.review.eyes import known_reasons
from rollcheck.office.review.pictures import image_of
from rollcheck.petition.determinations import DUPLICATE
from rollcheck.record.events.review import DuplicatesSettled
from rollcheck.record.events.work import TaskAsked

ON_A_PAGE = 50


@require_safe
def duplicates(request: HttpRequest, code: str) -> HttpResponse:
    """List what waits to be settled: by voter, and without one."""
    about = _asked(request, code)
    firsts = page_of(request, groups.by_voter(about), ON_A_PAGE)
    lines = Line.objects.select_related("section").in_bulk(list(firsts))
    context: dict[str, Any] = {
        "petition": about,
        "page": firsts,
        "by_voter": [lines[pk] for pk in firsts],
        "groups": page_of(request, groups.open_groups(about), ON_A_PAGE, "groups"),
        "may_find": may(me(request), Right.MATCH, about).allowed,
    }
    return render(request, "duplicates/duplicates.html", context)


@require_POST
def find(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for lines without a voter to be compared with each other."""
    about = _asked(request, code)
    require(request, Right.MATCH, about)
    task = f"duplicates-{secrets.token_hex(6)}"
    act(TaskAsked(task, FIND), by=me(request), petition=about, aside={})
    return redirect("task", task)


def of_voter(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show the accepted lines of the voter of a line side by side, and settle them."""
    about = _asked(request, code)
    line = get_object_or_404(Line, petition=about, pk=pk)
    side = groups.of_voter_of(about, line)
    if side is None:
        return redirect("duplicates", code)
    return _settled(request, about, side, [], reverse("duplicates_of_voter", args=[code, pk]))


def of_group(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show the lines of a group without a voter side by side, and settle them."""
    about = _asked(request, code)
    group = get_object_or_404(Group, petition=about, pk=pk, replaced_at=None)
    here = reverse("duplicates_of_group", args=[code, pk])
    return _settled(request, about, groups.of_group(group), group.evidence, here)


def _asked(request: HttpRequest, code: str) -> Petition:
    about = seen_petition(request, code)
    require(request, Right.SETTLE_DUPLICATES, about)
    return about


def _settled(
    request: HttpRequest,
    about: Petition,
    side: groups.SideBySide,
    evidence: list[dict[str, Any]],
    here: str,
) -> HttpResponse:
    if not groups.may_see(me(request), about, side.lines):
        raise Http404
    counts = groups.counting(about, side)
    if request.method == "POST":
        one_person = request.POST.get("one") == "yes"
        names = tuple(str(line) for line in side.lines)
        keep = tuple(str(line) for line in counts) if one_person else names
        tell(request, DuplicatesSettled(names, keep), petition=about)
        return redirect("duplicates", about.code)
    field = rules_now(about).fields["duplicates.counts"]
    context = {
        "petition": about,
        "side": side,
        "cards": [_card(line, counts) for line in side.lines],
        "rows": [_pair(one, side.lines) for one in evidence],
        "counts": counts,
        "citation": field.citation,
        "said": groups.settlements(about, side.lines).select_related("person"),
        "people": known_reasons(about)[DUPLICATE].people if side.voter else 1,
        "here": here,
    }
    return render(request, "duplicates/side_by_side.html", context)


def _card(line: Line, counts: tuple[Line, ...]) -> dict[str, Any]:
    text = read_of(line) or {}
    return {
        "line": line,
        "counts": line in counts,
        "page": image_of(line),
        "mark": mark_of(line),
        "text": [(label, text[name]) for name, label in FIELDS.items() if text.get(name)],
    }


def _pair(pair: dict[str, Any], lines: tuple[Line, ...]) -> dict[str, Any]:
    """Return the evidence of two lines with its labels."""
    names = {line.pk: str(line) for line in lines}
    return {
        "line": names.get(pair["line"], ""),
        "other": names.get(pair["other"], ""),
        "levels": [_(levels[pair[field]]) for field, levels in DUPLICATE_LEVELS.items()],
    }
