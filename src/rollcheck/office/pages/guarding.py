"""What is asked of every request, and of every answer, whatever page it is about."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from rollcheck.office.acts.keepable import is_keepable
from rollcheck.office.pages.errors import forged

Answering = Callable[[HttpRequest], HttpResponseBase]
ENCODINGS = frozenset({"utf-8", "utf8"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
ELSEWHERE = frozenset({"cross-site", "same-site"})


class OneEncoding:
    """Refuse a request in another encoding than the pages', and pass over cookies not of ours.

    A form decides by its header how it is decoded; some of what Python knows is no text at all.
    """

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on to the page."""
        if any(not is_keepable(text) for text in request.COOKIES.values()):
            request.COOKIES = {
                name: text for name, text in request.COOKIES.items() if is_keepable(text)
            }
        said = (request.content_params or {}).get("charset", "utf-8")
        if said.lower() not in ENCODINGS:
            request.encoding = "utf-8"
            raise BadRequest("not in UTF-8")
        return self.get_response(request)


class OwnPagesOnly:
    """Refuse to change anything for a page of another site, where the browser says that it is one.

    This stands beside the token that every form of ours carries.
    """

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on to the page."""
        if request.method not in SAFE and request.headers.get("Sec-Fetch-Site") in ELSEWHERE:
            return forged(request)
        return self.get_response(request)


class NotStored:
    """Have no browser and no proxy store an answer, unless its page says otherwise.

    Pages name people; the machine they were read on may be anybody's an hour later.
    """

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on to the page."""
        answer = self.get_response(request)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return answer
