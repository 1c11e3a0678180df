"""Petitions and people as somebody at the machine calls them."""

from django.db.models import Q

from rollcheck.office.certifying.compared import refused
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition


def petition_called(code: str) -> Petition:
    """Return the petition of that code, or refuse it with those that there are."""
    found = Petition.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Petition.objects.order_by("pk").values_list("code", flat=True)) or "none"
        raise refused("no_petition", f"the office has no petition {code}; it has {known}")
    return found


def person_called(name: str) -> Person:
    """Return who signs in under a name, or has that code."""
    found = Person.objects.filter(Q(username=name) | Q(code=name)).first()
    if found is None:
        message = "nobody in the office signs in under this name, or has it as a code"
        raise refused("no_person", message)
    return found
