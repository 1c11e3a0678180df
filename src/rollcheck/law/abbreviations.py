"""What the abbreviations in a place's citations stand for."""

import csv
import re
from collections.abc import Iterable
from functools import cache

from rollcheck.law.catalogue import PLACES


def spelt_out(place: str, citations: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return each abbreviation that stands in ``citations``, with what it stands for.

    ``place`` is the first part of a rule set's identifier, such as ``us-ca``; of a place that is
    not shipped nothing is known.
    """
    text = "\n".join(citations)
    return tuple(
        (short, full)
        for of, short, full in _known()
        if of == place and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text)
    )


@cache
def _known() -> tuple[tuple[str, str, str], ...]:
    with PLACES.joinpath("abbreviations.csv").open(encoding="utf-8") as file:
        return tuple((row["place"], row["short"], row["full"]) for row in csv.DictReader(file))
