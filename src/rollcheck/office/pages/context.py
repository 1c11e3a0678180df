"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest

from rollcheck import __version__
from rollcheck.office.pages.navigation import entries
from rollcheck.office.people.demonstration import is_demonstration, stand_ins
from rollcheck.office.people.founding import is_founded
from rollcheck.office.people.models import Person


def of_the_page(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, the places open to this person, and who is in a demonstration."""
    person = getattr(request, "user", None)
    shown = entries(person, request.path) if isinstance(person, Person) else ()
    return {
        "site_name": settings.SITE_NAME,
        "version": __version__,
        "navigation": shown,
        "demonstration": is_demonstration(),
        "stand_ins": stand_ins,
        "is_founded": is_founded,
    }
