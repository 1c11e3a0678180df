"""When somebody is given a known line instead of the next one, and which."""

import hashlib
import secrets

from django.db.models import Exists, F, OuterRef

from rollcheck.office.defects.models import VoidLine
from rollcheck.office.learning.models import Known, KnownPolicy
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import Assignment, LineState, Stands

CHOSEN_AMONG = 200


def every(petition: Petition) -> int:
    """Return after about how many lines a known one is mixed in; 0 for never."""
    policy = KnownPolicy.objects.filter(petition=petition, replaced_at=None).first()
    return 0 if policy is None else policy.every


def known_due(person: Person, petition: Petition) -> LineState | None:
    """Return a known line for somebody whose turn it is: one that they never had, or None.

    How many lines lie between two differs each time, so that nobody can count them off.
    """
    lines = every(petition)
    if not lines:
        return None
    had = Assignment.objects.filter(petition=petition, person=person)
    known = had.filter(known=True).order_by("-pk")
    last = known.first()
    since = had.filter(pk__gt=0 if last is None else last.pk).count()
    if since < _gap(person, known.count(), lines):
        return None
    return _one_never_had(person, petition)


def _gap(person: Person, number: int, lines: int) -> int:
    """Return a number between half and one and a half of ``lines``, the same if asked again."""
    text = f"{person.code}/{number}".encode()
    drawn = int.from_bytes(hashlib.sha256(text).digest()[:8], "big")
    return lines // 2 + drawn % (lines + 1)


def _one_never_had(person: Person, petition: Petition) -> LineState | None:
    had = Assignment.objects.filter(line=OuterRef("line"), person=person)
    away = Assignment.objects.filter(line=OuterRef("line"), ended_at=None)
    # What a defect voids has another answer than the known one while the defect stands.
    void = VoidLine.objects.filter(line=OuterRef("line"), defect__taken_back_at=None)
    known = Known.objects.filter(
        ~Exists(had),
        ~Exists(away),
        ~Exists(void),
        petition=petition,
        line__state__state=Stands.SETTLED,
        line__state__confidential=False,
        line__state__round=F("round"),
    )
    found = list(known.order_by("pk").values_list("line", flat=True)[:CHOSEN_AMONG])
    if not found:
        return None
    return LineState.objects.select_related("line__section").get(pk=secrets.choice(found))
