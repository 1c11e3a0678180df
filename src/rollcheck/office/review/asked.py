"""What every request about the review asks first, and how it is answered: in JSON."""

import json
from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from rollcheck.office.acts.keepable import is_keepable
from rollcheck.office.acts.on_request import me
from rollcheck.office.people.asking import ContentGoneError, require, seen_petition
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.lines import refuse_unless_worked_on, under_review
from rollcheck.problems import RollcheckError

Answer = dict[str, Any]
Ask = Callable[[Person, Petition, Mapping[str, Any]], Answer]
View = Callable[[HttpRequest, str], JsonResponse]
GREATEST = 2**63 - 1


def asked(method: str, right: Right) -> Callable[[Ask], View]:
    """Make the decorated function a view that answers in JSON to whoever holds ``right``.

    It is called with who asks, the petition, and what was sent: the query of a GET, the JSON
    object of a POST.
    """

    def guard(ask: Ask) -> View:
        def view(request: HttpRequest, code: str) -> JsonResponse:
            if request.method != method:
                answer = _no(405, _("This is not how this address is asked."))
                answer["Allow"] = method
                return answer
            try:
                about = seen_petition(request, code, under_review())
                require(request, right, about)
                sent = request.GET.dict() if method == "GET" else _body(request)
                answer = JsonResponse(ask(me(request), refuse_unless_worked_on(about), sent))
            except ContentGoneError:
                answer = _no(410, _("What was kept of this petition was destroyed"))
            except Http404:
                answer = _no(404, _("There is nothing here"))
            except PermissionDenied:
                answer = _no(403, _("You may not do this"))
            except ValidationError as wrong:
                answer = _no(409, " ".join(wrong.messages))
            except RollcheckError as error:
                answer = _no(409, " ".join(problem.message for problem in error.problems))
            answer["Cache-Control"] = "private, no-store"
            return answer

        answering: Any = update_wrapper(view, ask)
        answering.answers_in_json = True
        return cast("View", answering)

    return guard


def number(sent: Mapping[str, Any], name: str) -> int:
    """Return a number that was sent, as JSON or as digits."""
    value = sent.get(name)
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 20:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= GREATEST:
        raise ValidationError(_("“%(name)s” is missing or no number.") % {"name": name})
    return value


def text(sent: Mapping[str, Any], name: str, longest: int) -> str:
    """Return a text that was sent, stripped; empty where there is none."""
    value = sent.get(name) or ""
    if not isinstance(value, str) or len(value) > longest or not is_keepable(value):
        raise ValidationError(_("“%(name)s” is no text, or too long.") % {"name": name})
    return value.strip()


def _body(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise ValidationError(_("This is not how this address is asked."))
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise ValidationError(_("This is not how this address is asked."))
    return sent


def _no(status: int, message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)
