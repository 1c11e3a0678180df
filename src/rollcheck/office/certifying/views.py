"""The page of the run and the bundle: how far it is, making them, and taking them away."""

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import me
from rollcheck.office.certifying.making import CERTIFY
from rollcheck.office.certifying.publishing import certificate_of
from rollcheck.office.checkpoints.models import SigningKey
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.forms import Day
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import RawCount
from rollcheck.office.review.despite_defects import accepted_despite
from rollcheck.office.review.standing import standing
from rollcheck.office.tasks.models import State, Task
from rollcheck.record.events.work import TaskAsked
from rollcheck.record.files import place_of

ON_A_PAGE = 50


class Publish(forms.Form):
    """The day of the certificate, or why the bundle is published before it."""

    certified_on = forms.DateField(label=_("Certified on"), required=False, widget=Day)
    lifted_because = forms.CharField(
        label=_("Or the reason to publish before that"), required=False, max_length=300
    )
    amends = forms.CharField(
        label=_("Why this certificate takes the place of the one before"),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, issued: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not issued:
            del self.fields["amends"]

    def clean(self) -> dict[str, Any]:
        """Take one of the two; where a certificate was issued before, another says why."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        if bool(given.get("certified_on")) == bool(given.get("lifted_because")):
            self.add_error("certified_on", _("Give the day or the reason, one of the two."))
        elif "amends" in self.fields and bool(given["amends"]) != bool(given["certified_on"]):
            self.add_error("amends", _("Another certificate says why, and nothing else does."))
        return given


def certify(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the petition stands and what was made of it; ask for the run and its bundle."""
    about = _petition(request, code)
    issued = certificate_of(about)
    form = Publish(request.POST or None, issued=issued is not None)
    if request.method == "POST" and form.is_valid():
        task = f"certify-{secrets.token_hex(6)}"
        on = form.cleaned_data["certified_on"]
        aside = {**form.cleaned_data, "certified_on": on.isoformat() if on else ""}
        act(TaskAsked(task, CERTIFY), by=me(request), petition=about, aside=aside)
        return redirect("task", task)
    counted = RawCount.objects.filter(petition=about).exists() and about.filed_on is not None
    context = {
        "petition": about,
        "form": form,
        "issued": issued,
        "count": standing(about).whole if counted else None,
        "despite": accepted_despite(about),
        "page": page_of(request, _made(about).select_related("asked_by"), ON_A_PAGE),
        "key": SigningKey.objects.last(),
    }
    return render(request, "certifying/certify.html", context, status=422 if form.errors else 200)


@require_safe
def bundle(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Hand a bundle out as one file; it names nobody."""
    about = _petition(request, code)
    one = get_object_or_404(_made(about), pk=pk)
    path = place_of(settings.PLACE.outgoing, (one.result or {})["bundle"])
    if not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=f"{code}-{one.pk}.zip")
    answer["Content-Type"] = "application/zip"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _made(about: Petition) -> Any:
    return Task.objects.filter(petition=about, kind=CERTIFY, state=State.DONE).order_by("-pk")


def _petition(request: HttpRequest, code: str) -> Petition:
    about = seen_petition(request, code)
    require(request, Right.CERTIFY, about)
    return about
