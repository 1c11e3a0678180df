"""What every page of keying asks first: which petition, and whether whoever asks may key."""

from django.http import HttpRequest

from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition


def keyed(request: HttpRequest, code: str) -> Petition:
    """Return the petition for somebody who may key lines of it."""
    about = seen_petition(request, code)
    require(request, Right.KEY, about)
    return about
