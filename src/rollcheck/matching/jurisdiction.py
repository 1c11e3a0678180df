"""Whether the roll knows the county and the district that a petition is about."""

import numpy as np

from rollcheck.matching.compiled import Bytes
from rollcheck.matching.prepared import Prepared
from rollcheck.matching.rules import Rules
from rollcheck.problems import Problem, raise_if_any

NAMED = 5


def folded(text: str) -> str:
    """Return a county's or a district's name without regard to case and spaces."""
    return "".join(text.lower().split())


def outside_county(prepared: Prepared, asked: str | None) -> Bytes:
    """Return for each of the roll's counties whether it is another than the one asked for.

    A voter whose county the roll does not give is taken to be inside.
    """
    listed = prepared.counties
    outside = [
        asked is not None and text != "" and folded(text) != folded(asked) for text in listed
    ]
    return np.array(outside, np.uint8)


def outside_districts(prepared: Prepared, asked: str | None) -> Bytes:
    """Return for each of the roll's lists of districts whether it lacks the one asked for."""
    outside = [
        asked is not None and text != "" and folded(asked) not in folded(text).split(";")
        for text in prepared.districts
    ]
    return np.array(outside, np.uint8)


def refuse_unknown(prepared: Prepared, rules: Rules) -> None:
    """Raise ``RollcheckError`` where no voter has the county or the district that is asked for.

    Every line would be out of the jurisdiction, which nobody means. A roll that gives no voter's
    county (or districts) is left to the caveats.
    """
    counties = {text.strip() for text in prepared.counties} - {""}
    districts = {name.strip() for text in prepared.districts for name in text.split(";")} - {""}
    asked = (
        (rules.county, counties, "county", "counties"),
        (rules.district, districts, "district", "districts"),
    )
    raise_if_any(
        [
            problem
            for name, known, column, plural in asked
            if name is not None and (problem := _unknown(name, known, column, plural))
        ]
    )


def _unknown(asked: str, known: set[str], column: str, plural: str) -> Problem | None:
    if not known or folded(asked) in {folded(name) for name in known}:
        return None
    more = ", ..." if len(known) > NAMED else ""
    message = (
        f"no voter on the roll has the {column} named {asked}; the roll has {len(known):,} "
        f"{plural if len(known) > 1 else column}: {', '.join(sorted(known)[:NAMED])}{more}. "
        "Write it as the roll does"
    )
    return Problem("", None, column, f"unknown_{column}", message)
