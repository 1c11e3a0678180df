"""What every page of receiving asks first: which petition, and whether whoever asks may."""

from django.http import HttpRequest

from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition


def received(request: HttpRequest, code: str) -> Petition:
    """Return the petition for somebody who may receive for it."""
    about = seen_petition(request, code)
    require(request, Right.RECEIVE, about)
    return about
