"""What stands before every page: signing in, and that what is asked can be kept at all."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from rollcheck.office.acts.keepable import UnkeepableError, is_keepable
from rollcheck.office.acts.remembered import reading_once

GREATEST = 2**63 - 1


class SignedInOnly(LoginRequiredMiddleware):
    """Send whoever is not signed in to the sign-in page, except on the pages of allauth.

    An address that answers in JSON says so (401) instead; a script cannot follow to a page.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: Any,
        view_kwargs: Any,
    ) -> HttpResponseBase | None:
        """Let allauth's own views decide for themselves: signing in must not need signing in."""
        if view_func.__module__.startswith("allauth."):
            return None
        in_json = getattr(view_func, "answers_in_json", False)
        if in_json and not request.user.is_authenticated:
            return JsonResponse({"message": _("You are not signed in.")}, status=401)
        return super().process_view(request, view_func, view_args, view_kwargs)


class ReadOnce:
    """Read once for a request what many rights and rules rest on, such as somebody's roles."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on to the page."""
        with reading_once():
            return self.get_response(request)


class KeepableOnly:
    """Refuse what cannot be kept, before a page sees it: a NUL in a text, too large a number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on to the page."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: Any,
        view_kwargs: dict[str, Any],
    ) -> None:
        """Look at the address, its query and a form."""
        if any(isinstance(one, int) and one > GREATEST for one in view_kwargs.values()):
            raise Http404
        sent = [request.path_info, *_texts(request.GET), *_texts(request.POST)]
        if not all(is_keepable(text) for text in sent):
            raise UnkeepableError("a control character in a text")


def _texts(sent: QueryDict) -> Iterator[str]:
    for name, texts in sent.lists():
        yield name
        yield from texts
