"""How many valid lines each county or district has given so far: by where their voters live."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from rollcheck.law import DistrictMinimum
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import LineState

COUNTIES = "counties"
"""How a rule calls districts that are the roll's counties; others are among its districts."""


def valid_in_districts(
    petition: Petition, rule: DistrictMinimum, names: Iterable[str]
) -> dict[str, int]:
    """Return how many voters with a valid line live in each of the counties or districts named.

    A voter counts once, however many lines were accepted. Where the roll names no county, that of
    the petition is meant. Nothing is found while the petition has no snapshot.
    """
    if petition.snapshot is None:
        return {}
    valid = LineState.objects.filter(petition=petition, valid=True).exclude(voter="").order_by()
    voters = list(valid.values_list("voter", flat=True).distinct())
    column = "county" if rule.unit == COUNTIES else "districts"
    lives = _where(settings.PLACE.snapshots / petition.snapshot.code, voters, column)
    known = {name.casefold(): name for name in names}
    found: Counter[str] = Counter()
    for said, number in lives:
        for one in _names(said, petition, column):
            if one.casefold() in known:
                found[known[one.casefold()]] += number
    return dict(found)


def _where(snapshot: Path, voters: list[str], column: str) -> Iterator[tuple[str, int]]:
    """Yield what stands in a column of the roll for these voters, and for how many of them."""
    if not voters:
        return
    table = pq.read_table(snapshot / "voters.parquet", columns=["voter_id", column])
    theirs = table.filter(pc.is_in(table["voter_id"], value_set=pa.array(voters, pa.string())))
    for one in pc.value_counts(theirs[column].combine_chunks()).to_pylist():
        yield one["values"] or "", one["counts"]


def _names(said: str, petition: Petition, column: str) -> set[str]:
    if column == "county":
        return {said.strip() or petition.county}
    return {name.strip() for name in said.split(";")}
