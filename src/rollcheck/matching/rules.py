"""What matching needs of the law, as plain parameters: it never reads a rule set itself."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Rules:
    """The parameters of one petition, made from its place's rule set by ``petition``.

    ``county`` and ``district`` are the jurisdiction as the roll writes it (compared without
    regard to case and spaces); ``None`` means that every voter on the roll is inside.
    ``filed_on`` is the day of filing. ``counted_statuses`` are the roll statuses whose holders
    are registered. A registration counts when its affidavit was signed on or before the day of
    signing (``signed_by_signing_day``) and received on or before the day of filing
    (``received_by_filing_day``). ``unit_ignored``: a different or missing unit is the same
    address. ``earlier_address_counts``: an address the voter moved from between
    ``circulation_from`` and ``circulation_to`` is theirs too. ``on_roll_by_signing_day``: the
    voter must be on the roll on the day of signing, so that the affidavit must be received by
    then, not merely signed. ``address_must_match``: an address other than the roll's keeps a line
    from counting; where it does not, the voter found by name at another address is matched.
    """

    county: str | None
    district: str | None
    filed_on: date
    circulation_from: date | None
    circulation_to: date | None
    counted_statuses: frozenset[str] = frozenset({"active", "inactive"})
    signed_by_signing_day: bool = True
    received_by_filing_day: bool = True
    unit_ignored: bool = True
    earlier_address_counts: bool = True
    on_roll_by_signing_day: bool = False
    address_must_match: bool = True
