"""Pages of duplicates: what waits to be settled, and lines side by side."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rollcheck.matching import DUPLICATE_LEVELS
from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import me, tell
from rollcheck.office.duplicates import groups, listing
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
    who = me(request)
    firsts = page_of(request, groups.by_voter(about), ON_A_PAGE)
    open_ones = page_of(request, groups.open_groups(about), ON_A_PAGE, "groups")
    context: dict[str, Any] = {
        "petition": about,
        "page": firsts,
        "by_voter": listing.of_voters(who, about, list(firsts)),
        "groups": open_ones,
        "without_voter": listing.of_groups(who, about, list(open_ones)),
        "people": known_reasons(about)[DUPLICATE].people,
        "compared": listing.compared(about),
        "uncounted": page_of(request, listing.of_uncounted(about), ON_A_PAGE, "uncounted"),
        "may_see": may(who, Right.SEE_FINDINGS, about).allowed,
        "may_find": may(who, Right.MATCH, about).allowed,
        "may_key": may(who, Right.KEY, about).allowed,
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
    here = reverse("duplicates_of_voter", args=[code, pk])
    if request.method == "POST":
        _settle(request, about, side)
        first = listing.next_voter(me(request), about, side.lines[0].pk)
        return (
            redirect("duplicates_of_voter", code, first) if first else redirect("duplicates", code)
        )
    return _shown(request, about, side, [], here)


def of_group(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show the lines of a group without a voter side by side, and settle them."""
    about = _asked(request, code)
    group = get_object_or_404(Group, petition=about, pk=pk, replaced_at=None)
    here = reverse("duplicates_of_group", args=[code, pk])
    side = groups.of_group(group)
    if request.method == "POST":
        _settle(request, about, side)
        key = listing.next_group(me(request), about, pk)
        return redirect("duplicates_of_group", code, key) if key else redirect("duplicates", code)
    return _shown(request, about, side, group.evidence, here)


def _asked(request: HttpRequest, code: str) -> Petition:
    about = seen_petition(request, code)
    require(request, Right.SETTLE_DUPLICATES, about)
    return about


def _refuse_hidden(request: HttpRequest, about: Petition, side: groups.SideBySide) -> None:
    if not groups.may_see(me(request), about, side.lines):
        raise Http404


def _settle(request: HttpRequest, about: Petition, side: groups.SideBySide) -> None:
    """Settle lines as was asked, and say so on the next page."""
    _refuse_hidden(request, about, side)
    one_person = request.POST.get("one") == "yes"
    names = tuple(str(line) for line in side.lines)
    counts = tuple(str(line) for line in groups.counting(about, side))
    event = DuplicatesSettled(names, counts if one_person else names)
    settled = tell(request, event, petition=about)
    if settled is None:
        return
    said = _("%(lines)s: one person's.") if one_person else _("%(lines)s: several people's.")
    more = "" if settled.stands else _("Another person settles it now.")
    messages.success(request, f"{said % {'lines': listing.named(names)}} {more}".strip())


def _shown(
    request: HttpRequest,
    about: Petition,
    side: groups.SideBySide,
    evidence: list[dict[str, Any]],
    here: str,
) -> HttpResponse:
    _refuse_hidden(request, about, side)
    counts = groups.counting(about, side)
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
