"""What the roll leaves open, in words for the report: exactly what was assumed, and how often."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from rollcheck.matching.compiled import Int32s
from rollcheck.matching.outcomes import OUTCOMES
from rollcheck.matching.prepared import Prepared
from rollcheck.matching.records import (
    CANCELED,
    CANCELED_STATUS,
    COUNTY,
    DISTRICTS,
    NO_DATE,
    REGISTERED,
    STATUS,
)
from rollcheck.matching.rules import Rules

_CODES = list(OUTCOMES)
# Where the dates of a registration do not matter to the outcome.
_UNDATED = [_CODES.index(name) for name in ("canceled", "confidential", "out_of_jurisdiction")]
_UNCLEAR = _CODES.index("registration_unclear")


def caveats(prepared: Prepared, outcomes: Int32s, rows: Int32s, rules: Rules) -> Iterator[str]:
    """Say what the roll leaves open, from the outcome and the voter (-1: none) of every line."""
    named = rows >= 0
    outcomes, facts = outcomes[named], prepared.facts[rows[named]]
    if not prepared.has_affidavit_dates:
        yield from _registration(prepared, outcomes, facts, rules)
    yield from _cancellation(prepared, outcomes, facts)
    yield from _jurisdiction(prepared, rules)


def _registration(
    prepared: Prepared, outcomes: Int32s, facts: Int32s, rules: Rules
) -> Iterator[str]:
    depends = ~np.isin(outcomes, _UNDATED)
    has_date = facts[:, REGISTERED] != NO_DATE
    undated, dated = _count(depends & ~has_date), _count(depends & has_date)
    if prepared.as_of <= rules.filed_on:
        assumed = (
            f"It is dated {prepared.as_of}, not after the filing on {rules.filed_on}, so a voter "
            "on it without any date was taken to be registered in time"
        )
    else:
        assumed = (
            f"It is dated {prepared.as_of}, after the filing on {rules.filed_on}: whether a voter "
            "without any date was registered in time is not known"
        )
    yield f"The roll carries no affidavit dates. {assumed} ({_lines(undated)})."
    if (_voters(prepared)[:, REGISTERED] != NO_DATE).any():
        yield (
            "The roll has a date of registration that does not say what it dates: signing, "
            "receipt or a later change. A voter with one was taken to be registered in time only "
            "where it is not after the day of signing; between that day and the filing the matter "
            f"was left open ({_lines(dated)} of voters with such a date)."
        )


def _cancellation(prepared: Prepared, outcomes: Int32s, facts: Int32s) -> Iterator[str]:
    is_canceled = facts[:, STATUS] == CANCELED_STATUS
    undated = _count(is_canceled & (facts[:, CANCELED] == NO_DATE) & (outcomes == _UNCLEAR))
    if undated:
        voters = _voters(prepared)
        dates = (voters[:, STATUS] == CANCELED_STATUS) & (voters[:, CANCELED] != NO_DATE)
        yield (
            ("" if dates.any() else "The roll carries no dates of cancellation. ")
            + f"{_lines(undated)} of canceled voters without a date of cancellation: whether they "
            "were canceled before they signed is not known."
        )


def _jurisdiction(prepared: Prepared, rules: Rules) -> Iterator[str]:
    asked = ((rules.county, COUNTY, "county"), (rules.district, DISTRICTS, "districts"))
    for name, column, what in asked:
        if name is None:
            continue
        # The empty text is number 0 of what is listed.
        voters = _count(_voters(prepared)[:, column] == 0)
        if voters:
            yield (
                f"{voters:,} voters have no {what} on the roll and were taken to be inside the "
                "jurisdiction."
            )


def _voters(prepared: Prepared) -> Int32s:
    # The last row only says where the last voter's earlier addresses end.
    return prepared.facts[:-1]


def _count(found: npt.NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(found))


def _lines(count: int) -> str:
    return f"{count:,} line" if count == 1 else f"{count:,} lines"
