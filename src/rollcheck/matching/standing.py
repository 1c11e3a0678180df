"""The outcome for a proposed voter: registered in time, inside, at an address that counts."""

from typing import NamedTuple

from rollcheck.matching.classify import (
    CANCELED_BEFORE,
    CANCELED_UNCLEAR,
    IN_TIME,
    LATE,
    UNCLEAR,
    Law,
    canceled_of,
    earlier_registration_of,
    moved_during_circulation,
    registration_of,
)
from rollcheck.matching.compare import Texts
from rollcheck.matching.compare_address import address_level
from rollcheck.matching.compiled import Bytes, Int32s, compiled
from rollcheck.matching.levels import (
    ADDRESS_MISSING,
    CITY_ONLY,
    GARBLED_STREET,
    OTHER_UNIT,
    POST_OFFICE_BOX,
    ZIP_ONLY,
)
from rollcheck.matching.line_records import SIGNED_ON
from rollcheck.matching.outcomes import OUTCOMES
from rollcheck.matching.records import (
    CANCELED,
    CANCELED_STATUS,
    CONFIDENTIAL,
    COUNTY,
    DISTRICTS,
    NO_DATE,
    RECEIVED,
    REGISTERED,
    SIGNED,
    STATUS,
    STAY_FROM,
    STAY_RECEIVED,
    STAY_SIGNED,
    STAY_TO,
    STAYS,
)

_CODES = tuple(OUTCOMES)
MATCHED, DIFFERENT_ADDRESS = _CODES.index("matched"), _CODES.index("different_address")
CANCELED_OUTCOME = _CODES.index("canceled")
OUTSIDE, REGISTERED_LATE = _CODES.index("out_of_jurisdiction"), _CODES.index("registered_late")
REGISTRATION_UNCLEAR = _CODES.index("registration_unclear")
CONFIDENTIAL_OUTCOME = _CODES.index("confidential")
AMBIGUOUS, NONE = _CODES.index("ambiguous"), _CODES.index("none")

SAME, OTHER, NOT_KNOWN = range(3)


class Register(NamedTuple):
    """What the law looks at: facts of voters and stays, records, and the rules' lists.

    ``outside_county`` and ``outside_districts`` (uint8) say by the roll's numbers of counties and
    of lists of districts whether those are outside; ``counted`` by status whether it counts.
    """

    facts: Int32s
    stay_facts: Int32s
    records: Int32s
    outside_county: Bytes
    outside_districts: Bytes
    counted: Bytes


@compiled
def same_address(level: int, unit_ignored: int) -> int:
    """Return the law's view of an address's level: SAME, OTHER or NOT_KNOWN."""
    if level in (ZIP_ONLY, CITY_ONLY, ADDRESS_MISSING, GARBLED_STREET):
        return NOT_KNOWN
    if level == OTHER_UNIT:
        return SAME if unit_ignored else OTHER
    return SAME if level <= POST_OFFICE_BOX else OTHER


@compiled
def days_of_signing(line: Int32s, law: Law) -> tuple[int, int]:
    """Return the first and the last day on which a line may have been signed."""
    if line[SIGNED_ON] != NO_DATE:
        return line[SIGNED_ON], line[SIGNED_ON]
    last = law.filed_on if law.circulation_to == NO_DATE else law.circulation_to
    return law.circulation_from, last


@compiled
def _timing(register: Register, row: int, stay: int, days: tuple[int, int], law: Law) -> int:
    """Whether the registration at an address came in time; ``stay`` is -1 for the present one."""
    if stay < 0:
        facts = register.facts[row]
        return registration_of(
            facts[SIGNED], facts[RECEIVED], facts[REGISTERED], days[0], days[1], law
        )
    facts = register.stay_facts[stay]
    return earlier_registration_of(
        facts[STAY_SIGNED], facts[STAY_RECEIVED], facts[STAY_FROM], days[0], days[1], law
    )


@compiled
def _in_force(register: Register, row: int, days: tuple[int, int], law: Law) -> tuple[int, int]:
    """Whether any registration came in time, and the address of the one in force at signing.

    The present registration if it was in time, else the latest earlier one that was. The address
    is -1 for the present one, a stay's number for an earlier one, -2 where none is in force.
    """
    first, last = register.facts[row, STAYS], register.facts[row + 1, STAYS]
    present = _timing(register, row, -1, days, law)
    if present == IN_TIME:
        return IN_TIME, -1
    registered, in_force = present, -2
    for stay in range(first, last):
        timing = _timing(register, row, stay, days, law)
        registered = min(registered, timing)
        signed = register.stay_facts[stay, STAY_SIGNED]
        if timing == IN_TIME and (
            in_force == -2 or signed > register.stay_facts[in_force, STAY_SIGNED]
        ):
            in_force = stay
    return registered, in_force


@compiled
def _residence(
    texts: Texts,
    register: Register,
    line: Int32s,
    row: int,
    in_force: int,
    law: Law,
) -> int:
    """Whether the line's address is one that counts: SAME, OTHER or NOT_KNOWN.

    That of the registration in force; and for who moved while the petition circulated, either.
    """
    first, last = register.facts[row, STAYS], register.facts[row + 1, STAYS]
    moved = False
    for stay in range(first, last):
        moved |= moved_during_circulation(register.stay_facts[stay, STAY_TO], law)
    moved = moved and law.earlier_address_counts != 0
    found = OTHER
    for stay in range(first - 1, last):
        is_present = stay < first
        counts = in_force == (-1 if is_present else stay)
        if moved and not counts:
            counts = is_present or moved_during_circulation(register.stay_facts[stay, STAY_TO], law)
        if not counts:
            continue
        address = row if is_present else len(register.facts) - 1 + stay
        level = address_level(texts, line, register.records[address])
        same = same_address(level, law.unit_ignored)
        if same == SAME:
            return SAME
        if same == NOT_KNOWN:
            found = NOT_KNOWN
    return found


@compiled
def _before_registration(register: Register, row: int, days: tuple[int, int], law: Law) -> int:
    """Return the outcome that status and jurisdiction give by themselves, else MATCHED."""
    facts = register.facts[row]
    if facts[STATUS] == CONFIDENTIAL:
        return CONFIDENTIAL_OUTCOME
    if facts[STATUS] == CANCELED_STATUS:
        canceled = canceled_of(facts[CANCELED], days[0], days[1], law.as_of)
        if canceled == CANCELED_BEFORE:
            return CANCELED_OUTCOME
        if canceled == CANCELED_UNCLEAR:
            return REGISTRATION_UNCLEAR
    elif not register.counted[facts[STATUS]]:
        return REGISTRATION_UNCLEAR
    if register.outside_county[facts[COUNTY]] or register.outside_districts[facts[DISTRICTS]]:
        return OUTSIDE
    return MATCHED


@compiled
def outcome_of(texts: Texts, register: Register, line: Int32s, row: int, law: Law) -> int:
    """Return the outcome for the voter proposed; docs/matching.md has the order of precedence."""
    days = days_of_signing(line, law)
    outcome = _before_registration(register, row, days, law)
    if outcome != MATCHED:
        return outcome
    registered, in_force = _in_force(register, row, days, law)
    if registered != IN_TIME:
        return REGISTERED_LATE if registered == LATE else REGISTRATION_UNCLEAR
    if not law.address_must_match or _residence(texts, register, line, row, in_force, law) != OTHER:
        return MATCHED
    if _timing(register, row, -1, days, law) == UNCLEAR:
        level = address_level(texts, line, register.records[row])
        if same_address(level, law.unit_ignored) == SAME:
            return REGISTRATION_UNCLEAR
    return DIFFERENT_ADDRESS
