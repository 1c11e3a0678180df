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

    ``among`` are petitions with more of what is known of them.
    """
    about = (Petition.objects.all() if among is None else among).filter(code=code).first()
    asking: Any = request.user
    if about is None or not may(asking, Right.SEE_PETITION, about).allowed:
        raise Http404
    return about
