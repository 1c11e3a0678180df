"""Lines of a voter that were accepted: whoever finds a duplicate names one of them."""

from collections.abc import Collection

from django.db.models import F, QuerySet

from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.giving import LAST
from rollcheck.office.review.lines import line_name
from rollcheck.office.review.models import LineState, Stands


def accepted_beside(petition: Petition, line: int, voters: Collection[str]) -> QuerySet[LineState]:
    """Return the other lines that stand accepted for voters, in the order of filing."""
    found = LineState.objects.filter(
        petition=petition, voter__in=voters, state=Stands.SETTLED, valid=True
    )
    return found.exclude(pk=line).select_related("line__section").order_by(F("order") % LAST)


def first_accepted(petition: Petition, line: int, voters: Collection[str]) -> dict[str, str]:
    """Return the name of the first other line accepted for each voter who has one."""
    found: dict[str, str] = {}
    for state in accepted_beside(petition, line, voters):
        found.setdefault(state.voter, line_name(state.line))
    return found
