"""The page of connections: signatures taken in, the roll brought up to date, folders watched."""

import secrets
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import done, me, tell
from rollcheck.office.connecting import forms
from rollcheck.office.connecting.changes import UPDATE, layouts
from rollcheck.office.connecting.incoming import folders_in
from rollcheck.office.connecting.models import ReferenceSignature, Watch, WatchKind
from rollcheck.office.connecting.taking_in import TAKE
from rollcheck.office.pages.offering import latest
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import takes
from rollcheck.office.people.rights import Right
from rollcheck.office.rolls.importing import incoming_files
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.record.events.connecting import WatchEnded, WatchSet
from rollcheck.record.events.work import TaskAsked

ON_A_PAGE = 50


@takes(Right.IMPORT_ROLL)
@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    """Show what can come from other systems, and what comes by itself."""
    return _page(request)


@takes(Right.IMPORT_ROLL)
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Ask for a folder of reference signatures."""
    form = _take_form(request.POST)
    if form.is_valid():
        return _asked(request, TAKE, dict(form.cleaned_data))
    return _page(request, take=form)


@takes(Right.IMPORT_ROLL)
@require_POST
def update(request: HttpRequest) -> HttpResponse:
    """Ask for a file of changes."""
    form = _update_form(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        base = given["base"].code if given["base"] else ""
        asked = {"file": given["file"], "layout": given["layout"], "base": base}
        return _asked(request, UPDATE, asked | {"as_of": given["as_of"].isoformat()})
    return _page(request, update=form)


@takes(Right.IMPORT_ROLL)
@require_POST
def watch(request: HttpRequest) -> HttpResponse:
    """Have the worker look into a folder."""
    form = _watch_form(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        of_scans = given["kind"] == WatchKind.SCANS
        layout = given["layout"] if given["kind"] == WatchKind.CHANGES else ""
        event = WatchSet(given["folder"], given["kind"], layout)
        about = given["petition"] if of_scans else None
        if done(request, form, event, petition=about) is not None:
            return redirect("connections")
    return _page(request, watch=form)


@takes(Right.IMPORT_ROLL)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the worker look into a folder no longer."""
    one = get_object_or_404(Watch, pk=pk)
    tell(request, WatchEnded(one.folder), petition=one.petition)
    return redirect("connections")


def _asked(request: HttpRequest, kind: str, arguments: dict[str, Any]) -> HttpResponse:
    code = f"{kind.replace('_', '-')}-{secrets.token_hex(6)}"
    act(TaskAsked(code, kind), by=me(request), aside=arguments)
    return redirect("task", code)


def _take_form(data: Any = None) -> django_forms.Form:
    return forms.Folder(data, folders=_folders())


def _update_form(data: Any = None) -> django_forms.Form:
    return forms.Changes(data, files=_files(), layouts=layouts())


def _watch_form(data: Any = None) -> django_forms.Form:
    return forms.SetWatch(data, folders=_folders(), layouts=layouts(), prefix="watch")


def _folders() -> list[str]:
    return latest(settings.PLACE.incoming, folders_in(settings.PLACE.incoming))


def _files() -> list[str]:
    return latest(settings.PLACE.incoming, incoming_files(settings.PLACE.incoming))


def _page(request: HttpRequest, **shown: django_forms.Form) -> HttpResponse:
    watched = Watch.objects.filter(ended_at=None).select_related("set_by", "petition")
    context: dict[str, Any] = {
        "incoming": settings.PLACE.incoming,
        "layouts": settings.PLACE.layouts,
        "folders": _folders(),
        "files": _files(),
        "snapshots": RollSnapshot.objects.exists(),
        "signatures": ReferenceSignature.objects.count(),
        "watches": page_of(request, watched, ON_A_PAGE, "watched"),
        "take": _take_form(),
        "update": _update_form(),
        "watch": _watch_form(),
    }
    wrong = any(form.errors for form in shown.values())
    return render(
        request, "connecting/connections.html", context | shown, status=422 if wrong else 200
    )
