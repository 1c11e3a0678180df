"""What was said of a petition's keeping, as its page shows it."""

from rollcheck.office.acts.models import Entry
from rollcheck.office.acts.showing import Shown, shown
from rollcheck.office.petitions.models import Petition
from rollcheck.office.retention.models import Said

IN_WORDS = ("until", "citation", "hold", "reason")


def steps_of(petition: Petition) -> list[Shown]:
    """Return the entries about the petition's keeping, in order."""
    numbers = Said.objects.filter(petition=petition).values("entry")
    return shown(Entry.objects.filter(pk__in=numbers).order_by("pk"), only=IN_WORDS)
