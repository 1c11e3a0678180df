"""Pages for what goes wrong: each says what happened and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rollcheck.office.acts.keepable import UnkeepableError
from rollcheck.office.people.asking import ContentGoneError

WENT_WRONG: dict[int, tuple[Promise, Promise]] = {
    400: (
        _("This request cannot be understood"),
        _("Go back, load the page again and repeat what you did."),
    ),
    403: (
        _("You may not do this"),
        _("“What I may do” says why. An administrator can give you the role that it takes."),
    ),
    404: (
        _("There is nothing here"),
        _("The address is wrong, or you may not see what it leads to."),
    ),
    500: (
        _("Something went wrong on our side"),
        _("Nothing half-done was kept. Try again; if it stays, tell your administrator the time."),
    ),
}

GONE = _(
    "The law's time was over and two people agreed. Its dates and numbers are still on its page."
)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    title, advice = WENT_WRONG[status]
    context = {"title": title, "advice": advice, "status": status}
    return render(request, "pages/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be understood."""
    if not isinstance(exception, UnkeepableError):
        return _page(request, 400)
    advice = _("A text has signs that cannot be written, such as control characters. Type it anew.")
    context = {"title": WENT_WRONG[400][0], "advice": advice, "status": 400}
    return render(request, "pages/error.html", context, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody who may not."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for what is not there, or not there for this person, or there no more."""
    if isinstance(exception, ContentGoneError):
        title = _("What was kept of this petition was destroyed")
        context = {"title": title, "advice": GONE, "status": 410, "gone": exception.about}
        return render(request, "pages/error.html", context, status=410)
    return _page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer after a bug."""
    return _page(request, 500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from a page of ours, or came from an old one."""
    title = _("This form is out of date")
    advice = _("Nothing was changed. Load the page again and repeat what you did.")
    context = {"title": title, "advice": advice, "status": 403}
    return render(request, "pages/error.html", context, status=403)
