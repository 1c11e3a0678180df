"""When counts of a sheet agree: so many different people must have counted the same number."""

from collections import Counter
from collections.abc import Iterable

from rollcheck.office.petitions.models import COUNTING, Petition

PEOPLE = 2
"""Where the office has set no policy: two; where they differ, a third decides."""


def people_to_agree(petition: Petition) -> int:
    """Return how many people must count a sheet of this petition alike."""
    own = petition.policies.filter(replaced_at=None, reason=COUNTING)
    return own.values_list("people", flat=True).first() or PEOPLE


def agreed(counts: Iterable[int], people: int) -> int | None:
    """Return the number that ``people`` counts agree on, one count a person, or None so far."""
    for lines, times in Counter(counts).most_common(1):
        if times >= people:
            return lines
    return None
