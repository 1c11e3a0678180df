"""From a place's rule set and one petition to the parameters that matching takes."""

from collections.abc import Iterator
from datetime import date

from rollcheck.law import RuleSet
from rollcheck.matching import Rules


def matching_rules(
    rules: RuleSet,
    *,
    filed_on: date,
    county: str | None = None,
    district: str | None = None,
    circulation_from: date | None = None,
    circulation_to: date | None = None,
) -> Rules:
    """Return matching's parameters; what the law says of registration and address is passed on."""
    return Rules(
        county=county,
        district=district,
        filed_on=filed_on,
        circulation_from=circulation_from,
        circulation_to=circulation_to,
        counted_statuses=frozenset(rules.registration.statuses_counted),
        signed_by_signing_day=rules.registration.signed_by_signing_day,
        received_by_filing_day=rules.registration.received_by_filing_day,
        unit_ignored=rules.address.unit_ignored,
        earlier_address_counts=rules.address.earlier_address_counts,
        on_roll_by_signing_day=rules.registration.on_roll_by_signing_day,
        address_must_match=rules.address.must_match,
    )


def left_to_people(rules: RuleSet) -> Iterator[str]:
    """Say what the law asks of a line that no single snapshot of a roll can show."""
    field = rules.fields["registration.on_roll_by_signing_day"]
    if field.value:
        yield (
            f"Here a voter must be on the roll on the day of signing ({field.citation}). What is "
            "proposed takes the day on which the affidavit was received for that day; a snapshot "
            "does not show who was on the roll in between."
        )
    field = rules.fields["address.must_match"]
    if not field.value:
        yield (
            "Here an address other than the roll's does not by itself keep a line from counting "
            f"({field.citation}), and none is proposed as different_address for it."
        )
