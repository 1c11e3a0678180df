"""What the law's dates make of a voter: registration, cancellation, the address that counted.

Dates are days since 1970, ``NO_DATE`` where there is none. The registration test is Elections
Code 2102(b): a registration counts when its affidavit was signed on or before the day the
petition was signed and received on or before the day it was filed. The day of signing lies
between ``earliest`` and ``latest``: both the line's own date, or where the line has none the first
and the last day of circulation.
"""

from typing import NamedTuple

from rollcheck.matching.compiled import compiled
from rollcheck.matching.records import NO_DATE

IN_TIME, UNCLEAR, LATE = range(3)
CANCELED_BEFORE, CANCELED_AFTER, CANCELED_UNCLEAR = range(3)


class Law(NamedTuple):
    """A petition's rules as numbers: see ``Rules``. What is true there is 1 here."""

    filed_on: int
    as_of: int
    circulation_from: int
    circulation_to: int
    signed_by_signing_day: int
    received_by_filing_day: int
    unit_ignored: int
    earlier_address_counts: int
    on_roll_by_signing_day: int
    address_must_match: int
    has_dates: int


@compiled
def _signed(signed: int, received: int, earliest: int, latest: int) -> int:
    """Whether an affidavit was signed by the day of signing.

    Nothing is received before it is signed, so what was received by then was signed by then.
    """
    if earliest != NO_DATE:
        if signed != NO_DATE and signed <= earliest:
            return IN_TIME
        if signed == NO_DATE and received != NO_DATE and received <= earliest:
            return IN_TIME
    # Received before it was signed cannot be: such a record settles nothing.
    if signed != NO_DATE and signed > latest and (received == NO_DATE or received > latest):
        return LATE
    return UNCLEAR


@compiled
def _received(signed: int, received: int, first: int, last: int, as_of: int) -> int:
    """Whether it was received by a day that lies between ``first`` and ``last``.

    What the roll of a day by then holds had been received by then; what was signed after it was
    received after it.
    """
    if received != NO_DATE:
        if first != NO_DATE and received <= first:
            return IN_TIME
        return LATE if received > last else UNCLEAR
    if signed != NO_DATE and signed > last:
        return LATE
    return IN_TIME if first != NO_DATE and as_of <= first else UNCLEAR


@compiled
def registration_of(
    signed: int, received: int, registered: int, earliest: int, latest: int, law: Law
) -> int:
    """Whether a registration counts: IN_TIME, LATE, or UNCLEAR where the dates do not settle it.

    Where the voter must be on the roll on the day of signing, it must be received by that day.

    A part that the place does not ask for is passed. A date of registration of which is not known
    what it dates settles the matter only at the extremes. That the roll is dated by the filing is
    enough only for a voter without any date, on a roll without affidavit dates.
    """
    if signed == NO_DATE and received == NO_DATE:
        if registered == NO_DATE:
            return IN_TIME if not law.has_dates and law.as_of <= law.filed_on else UNCLEAR
        if earliest != NO_DATE and registered <= earliest:
            return IN_TIME
        return LATE if registered > law.filed_on else UNCLEAR
    by_signing, by_filing = IN_TIME, IN_TIME
    if law.signed_by_signing_day:
        by_signing = _signed(signed, received, earliest, latest)
    if law.on_roll_by_signing_day:
        by_filing = _received(signed, received, earliest, latest, law.as_of)
    elif law.received_by_filing_day:
        by_filing = _received(signed, received, law.filed_on, law.filed_on, law.as_of)
    return max(by_signing, by_filing)


@compiled
def earlier_registration_of(
    signed: int, received: int, since: int, earliest: int, latest: int, law: Law
) -> int:
    """Return the same for an earlier address, where the voter lived ``since`` a day.

    A register that had it but not its affidavit knew the voter then: that leaves the matter open,
    unless the address itself began after the line was signed.
    """
    if signed == NO_DATE and received == NO_DATE:
        return LATE if since != NO_DATE and since > latest else UNCLEAR
    return registration_of(signed, received, NO_DATE, earliest, latest, law)


@compiled
def canceled_of(canceled_on: int, earliest: int, latest: int, as_of: int) -> int:
    """Whether a canceled registration was canceled already when the line was signed.

    One without a date was canceled on some day up to the roll's own, ``as_of``.
    """
    known = as_of if canceled_on == NO_DATE else canceled_on
    if earliest != NO_DATE and known <= earliest:
        return CANCELED_BEFORE
    if canceled_on != NO_DATE and canceled_on > latest:
        return CANCELED_AFTER
    return CANCELED_UNCLEAR


@compiled
def moved_during_circulation(moved_on: int, law: Law) -> bool:
    """Whether an address was given up while the petition circulated."""
    last = law.filed_on if law.circulation_to == NO_DATE else law.circulation_to
    return NO_DATE < law.circulation_from <= moved_on <= last
