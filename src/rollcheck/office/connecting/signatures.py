"""The reference signatures of voters, for whoever compares them."""

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollcheck.office.connecting.models import ReferenceSignature
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.images import RefusedFileError, drawn
from rollcheck.office.receiving.scans import picture_answer
from rollcheck.office.rolls.opened import opened_roll


def signatures_of(petition: Petition, voters: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """Return the signatures of each voter who has some, the latest first: url, date, source.

    The URL answers only to those who may review the petition.
    """
    found: dict[str, list[dict[str, str]]] = {}
    rows = ReferenceSignature.objects.filter(voter__in=set(voters))
    for one in sorted(rows, key=_latest_first):
        shown = {
            "url": reverse("reference_signature", args=[petition.code, one.pk]),
            "date": one.signed_on.isoformat() if one.signed_on else "",
            "source": one.source,
        }
        found.setdefault(one.voter, []).append(shown)
    return found


@require_safe
def signature(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Serve a signature, drawn anew, to whoever may review the petition.

    That of a confidential voter needs the right to see them; to others it is not there.
    """
    about = seen_petition(request, code)
    require(request, Right.REVIEW, about)
    one = get_object_or_404(ReferenceSignature, pk=pk)
    if _is_confidential(about, one.voter):
        require(request, Right.SEE_CONFIDENTIAL, about)
    place = settings.PLACE
    try:
        path = drawn(place.references, place.shown, one.digest, one.page)
    except (RefusedFileError, FileNotFoundError):
        raise Http404 from None
    return picture_answer(path, f"signature-{one.pk}.jpg")


def _is_confidential(about: Petition, voter: str) -> bool:
    if about.snapshot is None:
        return True
    roll = opened_roll(settings.PLACE.snapshots / about.snapshot.code)
    hits = roll.find(voter, top=1, include_confidential=True)
    return not any(hit.voter_id == voter and not hit.confidential for hit in hits)


def _latest_first(one: ReferenceSignature) -> tuple[bool, int, int]:
    day = one.signed_on.toordinal() if one.signed_on else 0
    return (one.signed_on is None, -day, one.pk)
