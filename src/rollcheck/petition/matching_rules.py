"""From a place's rule set and one petition to the parameters that matching takes."""

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
    )
