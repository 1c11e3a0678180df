"""Scans: taken in, shown, and put with their sheets; what nobody can place waits in a queue."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.on_request import done, me, tell
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.may import may
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving import forms
from rollcheck.office.receiving.asked import received
from rollcheck.office.receiving.folder_of_scans import TAKE_SCANS
from rollcheck.office.receiving.images import RefusedFileError, drawn
from rollcheck.office.receiving.models import ImagePage, Line, Section
from rollcheck.office.receiving.naming import Scanned
from rollcheck.office.receiving.reconciling import standing
from rollcheck.office.receiving.sections import of_petition
from rollcheck.office.receiving.taking_in import Place, take_in
from rollcheck.record.events import intake
from rollcheck.record.events.work import TaskAsked

ON_A_PAGE = 20
SHOWN_ALONE = "default-src 'none'; sandbox"


def scans(request: HttpRequest, code: str) -> HttpResponse:
    """Take files in, and show the pages of which nobody has said what they show."""
    about = received(request, code)
    if request.method == "POST":
        _take_in_all(request, about, None)
        return redirect("receive_images", code)
    queue = ImagePage.objects.filter(image__petition=about, sheet=None).select_related("image")
    page = page_of(request, queue.order_by("pk"), ON_A_PAGE)
    context = {
        "petition": about,
        "page": page,
        "waiting": [(one, forms.Attach(prefix=str(one.pk))) for one in page],
        "standing": standing(about),
        "folder": settings.PLACE.incoming / about.code,
    }
    return render(request, "receiving/scans.html", context)


@require_POST
def from_folder(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the scans in the petition's folder on the server."""
    about = received(request, code)
    task = f"scans-{secrets.token_hex(6)}"
    tell(request, TaskAsked(task, TAKE_SCANS), petition=about, aside={"folder": about.code})
    return redirect("task", task)


@require_POST
def attach(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say what a page shows."""
    about = received(request, code)
    page = get_object_or_404(ImagePage, image__petition=about, pk=pk)
    form = forms.Attach(request.POST, prefix=str(pk))
    if form.is_valid():
        given = form.cleaned_data
        shows = Scanned(given["sheet"], given["line"], page.number)
        event = intake.SheetScanned(given["section"], str(shows), page.image.digest)
        if done(request, form, event, petition=about) is not None:
            return redirect("receive_images", code)
    for wrong in form.errors.values():
        messages.error(request, " ".join(str(one) for one in wrong))
    return redirect("receive_images", code)


@require_safe
def sheet(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """Show one sheet with its scans."""
    about = seen_petition(request, code)
    require(request, Right.SEE_SHEETS, about)
    section = get_object_or_404(Section, petition=about, pk=pk)
    if not 1 <= number <= section.sheets_said:
        raise Http404
    found = section.sheets.filter(number=number).first()
    pages = found.image_pages.select_related("image").order_by("pk") if found else ()
    context: dict[str, Any] = {
        "petition": about,
        "section": section,
        "number": number,
        "sheet": found,
        "page": page_of(request, pages, ON_A_PAGE),
        "may_receive": may(me(request), Right.RECEIVE, about).allowed,
        "before": number - 1,
        "after": number + 1 if number < section.sheets_said else 0,
    }
    return render(request, "receiving/sheet.html", context)


@require_POST
def of_sheet(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """Take in scans of one sheet."""
    about, section = of_petition(request, code, pk)
    if not 1 <= number <= section.sheets_said:
        raise Http404
    _take_in_all(request, about, (section, number))
    return redirect("receive_sheet", code, pk, number)


@require_safe
def picture(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Serve a page as a picture drawn anew, to whoever may see the petition's sheets."""
    about = seen_petition(request, code)
    require(request, Right.SEE_SHEETS, about)
    page = get_object_or_404(
        ImagePage.objects.select_related("image"), image__petition=about, pk=pk
    )
    if shows_confidential(page):
        require(request, Right.SEE_CONFIDENTIAL, about)
    try:
        path = drawn(settings.PLACE.images, settings.PLACE.shown, page.image.digest, page.number)
    except (RefusedFileError, FileNotFoundError):
        raise Http404 from None
    return picture_answer(path, f"page-{page.pk}.jpg")


def picture_answer(path: Path, name: str) -> HttpResponse:
    """Return a drawn picture that a browser shows and nobody keeps."""
    answer = HttpResponse(path.read_bytes(), content_type="image/jpeg")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Content-Security-Policy"] = SHOWN_ALONE
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


def shows_confidential(page: ImagePage) -> bool:
    """Tell whether a page shows a line that, as far as is known, is a confidential voter's."""
    lines = Line.every.filter(sheet=page.sheet_id, confidential=True)
    if page.on_sheet is not None:
        lines = lines.filter(on_sheet=page.on_sheet)
    return lines.exists()


def _take_in_all(request: HttpRequest, about: Petition, shows: Place | None) -> None:
    """Take every file of a form in, and say on the next page what became of each."""
    files = request.FILES.getlist("files")
    if not files:
        messages.error(request, _("Choose a file first."))
    for file in files:
        if not isinstance(file, TemporaryUploadedFile):
            raise TypeError("every upload is streamed to the data folder")
        path = Path(file.temporary_file_path())
        taken = take_in(path, file.name or "", about, me(request), shows)
        say = messages.success if taken.kept else messages.error
        say(request, taken.sentence)
