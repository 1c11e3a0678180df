"""The second signature on a box's custody: another person's, by their own password."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from rollcheck.office.people.models import Person


@dataclass(frozen=True, slots=True)
class Signature:
    """That ``person`` has just shown, beside whoever acts, that they are there."""

    person: Person


def second_signature(request: HttpRequest, username: str, password: str) -> Signature:
    """Return the signature of whoever knows the password; failures count as those at signing in.

    Raises ``ValidationError`` where name and password are not right together, or were wrong too
    often.
    """
    person = get_adapter(request).authenticate(request, username=username, password=password)
    if not isinstance(person, Person):
        raise ValidationError(_("The name and the password of the second person do not fit."))
    return Signature(person)
