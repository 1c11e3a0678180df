"""The page that shows what was done, by whom and when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rollcheck.office.acts.models import Entry
from rollcheck.office.acts.showing import shown
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import takes
from rollcheck.office.people.rights import Right

ON_A_PAGE = 100


@takes(Right.SEE_LOG_OF_OFFICE)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show the record, newest first; what is sealed stays sealed."""
    page = page_of(request, Entry.objects.order_by("-id"), ON_A_PAGE)
    return render(request, "acts/log.html", {"page": page, "entries": shown(page)})
