"""The page of snapshots, and asking for an import."""

import secrets
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rollcheck.office.acts.act import act
from rollcheck.office.pages.offering import latest
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import takes
from rollcheck.office.people.rights import Right
from rollcheck.office.rolls.forms import Import
from rollcheck.office.rolls.importing import IMPORT, incoming_files
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.record.events.work import TaskAsked

ON_A_PAGE = 50

if TYPE_CHECKING:
    from rollcheck.office.people.models import Person


@takes(Right.IMPORT_ROLL)
def rolls(request: HttpRequest) -> HttpResponse:
    """List the snapshots, and ask for an import."""
    incoming = settings.PLACE.incoming
    files = latest(incoming, incoming_files(incoming))
    form = Import(request.POST or None, files=files)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        code = f"roll-{secrets.token_hex(6)}"
        asked = {**given, "as_of": given["as_of"].isoformat()}
        act(TaskAsked(code, IMPORT), by=cast("Person", request.user), aside=asked)
        return redirect("task", code)
    context = {
        "page": page_of(request, RollSnapshot.objects.all(), ON_A_PAGE),
        "form": form,
        "files": files,
        "incoming": incoming,
    }
    return render(request, "rolls/rolls.html", context)
