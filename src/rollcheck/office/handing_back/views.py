"""Files that go back to the office's own system: asked for, listed, downloaded."""

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import me
from rollcheck.office.handing_back.layout import back_layouts
from rollcheck.office.handing_back.making import MAKE
from rollcheck.office.handing_back.models import HandedOut
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.record.events.connecting import FileFetched
from rollcheck.record.events.work import TaskAsked
from rollcheck.record.files import place_of

ON_A_PAGE = 50


class HandBack(forms.Form):
    """A layout, and whom the file is for."""

    layout = forms.ChoiceField(label=_("Layout"))
    for_whom = forms.CharField(label=_("For whom, or which system"), max_length=200)

    def __init__(self, *args: Any, layouts: list[str]) -> None:
        super().__init__(*args)
        field = self.fields["layout"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(name, name) for name in layouts]


def files(request: HttpRequest, code: str) -> HttpResponse:
    """List the files that were made, and ask for another."""
    about = _petition(request, code)
    form = HandBack(request.POST or None, layouts=back_layouts(settings.PLACE.layouts))
    if request.method == "POST" and form.is_valid():
        task = f"back-{secrets.token_hex(6)}"
        asked = TaskAsked(task, MAKE)
        act(asked, by=me(request), petition=about, aside=dict(form.cleaned_data))
        return redirect("task", task)
    made = HandedOut.objects.filter(petition=about).select_related("by")
    page = page_of(request, made, ON_A_PAGE)
    context = {"petition": about, "form": form, "page": page, "layouts": settings.PLACE.layouts}
    status = 422 if form.errors else 200
    return render(request, "handing_back/files.html", context, status=status)


@require_POST
def fetch(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Hand a file to whoever may see the findings, and record that."""
    about = _petition(request, code)
    one = get_object_or_404(HandedOut, petition=about, pk=pk)
    path = place_of(settings.PLACE.outgoing, one.digest)
    if not path.is_file():
        raise Http404
    act(FileFetched(one.digest), by=me(request), petition=about)
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=f"{code}-{one.pk}.csv")
    answer["Content-Type"] = "text/csv; charset=utf-8"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _petition(request: HttpRequest, code: str) -> Petition:
    about = seen_petition(request, code)
    require(request, Right.SEE_FINDINGS, about)
    return about
