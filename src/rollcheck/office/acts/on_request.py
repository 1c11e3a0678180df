"""Acting because a page asked for it: what is wrong goes onto the form, or onto the next page."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from rollcheck.office.acts.act import act
from rollcheck.record import Event

if TYPE_CHECKING:
    from rollcheck.office.people.models import Person


def me(request: HttpRequest) -> "Person":
    """Return who asks; the middleware lets nobody else through."""
    return cast("Person", request.user)


def done(request: HttpRequest, form: forms.Form, event: Event, **more: Any) -> Any:
    """Do it and return what it made, or put what is wrong onto the form and return None."""
    try:
        return act(event, by=me(request), **more)
    except ValidationError as wrong:
        explain(form, wrong)
        return None


def all_done(
    request: HttpRequest, form: forms.Form, events: Iterable[Event], **more: Any
) -> list[Any] | None:
    """Do all of it or nothing: return what they made, or None with what is wrong on the form."""
    try:
        with transaction.atomic():
            return [act(event, by=me(request), **more) for event in events]
    except ValidationError as wrong:
        explain(form, wrong)
        return None


def tell(request: HttpRequest, event: Event, **more: Any) -> Any:
    """Do it and return what it made, or say on the next page what is wrong and return None."""
    try:
        return act(event, by=me(request), **more)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return None


def explain(form: forms.Form, wrong: ValidationError) -> None:
    """Put what is wrong beside the field that it is about, where the form has it."""
    by_field = wrong.error_dict if hasattr(wrong, "error_dict") else {None: wrong.error_list}
    for field, found in by_field.items():
        form.add_error(field if field in form.fields else None, found)
