"""What stands before a view: the right that it takes, asked on the server."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from rollcheck.office.people.may import may
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class ContentGoneError(Http404):
    """What the page would show of a petition was destroyed, when its time was over."""

    def __init__(self, about: Petition) -> None:
        super().__init__(about.code)
        self.about = about


def takes(right: Right) -> Callable[[View[P]], View[P]]:
    """Refuse the decorated view to whoever does not hold ``right``, a right of the office."""

    def guard(view: View[P]) -> View[P]:
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            require(request, right)
            return view(request, *args, **kwargs)

        return update_wrapper(guarded, view)

    return guard


def require(request: HttpRequest, right: Right, petition: Petition | None = None) -> None:
    """Raise ``PermissionDenied`` unless whoever asks holds ``right``."""
    asking: Any = request.user
    if not may(asking, right, petition).allowed:
        raise PermissionDenied(str(right))


def seen_petition(
    request: HttpRequest, code: str, among: QuerySet[Petition] | None = None
) -> Petition:
    """Return the petition, or say that nothing is there to whoever may not see it.

    ``among`` are petitions with more of what is known of them. Where what was kept of it is
    destroyed, that is said instead of the page.
    """
    about = petition_for(request, code, Right.SEE_PETITION, among)
    if about.destruction_at is not None:
        raise ContentGoneError(about)
    return about


def petition_for(
    request: HttpRequest, code: str, right: Right, among: QuerySet[Petition] | None = None
) -> Petition:
    """Return the petition, as much as is left of it, to whoever holds ``right`` for it."""
    about = (Petition.objects.all() if among is None else among).filter(code=code).first()
    asking: Any = request.user
    if about is None or not may(asking, right, about).allowed:
        raise Http404
    return about
