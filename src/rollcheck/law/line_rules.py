"""The sections of a rule file about one line: who may sign, where, and what spoils it."""

from dataclasses import dataclass
from typing import Annotated, Literal

from rollcheck.law import kinds
from rollcheck.law.declare import law, may

STATUSES = ("active", "inactive", "pending", "preregistered", "canceled", "confidential")
"""What a registration on the roll may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """When a signer counts as registered."""

    statuses_counted: Annotated[
        tuple[str, ...], law(kinds.some_of(*STATUSES), "Roll statuses whose holders are registered")
    ]
    signed_by_signing_day: Annotated[
        bool,
        law(kinds.flag, "The affidavit must be signed on or before the day the line was signed"),
    ]
    received_by_filing_day: Annotated[
        bool, law(kinds.flag, "The affidavit must be received on or before the day of filing")
    ]
    on_roll_by_signing_day: Annotated[
        bool,
        law(
            kinds.flag,
            "The voter must be on the roll on the day the line was signed: a registration between "
            "signing and filing does not count",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """When an address on a line is the voter's."""

    missing_counts: Annotated[bool, law(kinds.flag, "Whether a line without an address can count")]
    unit_ignored: Annotated[
        bool, law(kinds.flag, "A different or missing unit is the same address")
    ]
    earlier_address_counts: Annotated[
        bool, law(kinds.flag, "An address moved from during circulation is the voter's too")
    ]
    must_match: Annotated[
        bool, law(kinds.flag, "Whether an address other than the roll's keeps a line from counting")
    ]
    fraction_ignored: Annotated[
        bool | None,
        may(kinds.flag, "An omitted or different fraction of the house number is the same address"),
    ] = None
    street_variants_count: Annotated[
        bool | None, may(kinds.flag, "An abbreviated or renamed street is the same street")
    ] = None
    city_may_be_missing: Annotated[
        bool | None, may(kinds.flag, "A missing city does no harm where the zip code is given")
    ] = None
    po_box_beside_counts: Annotated[
        bool | None, may(kinds.flag, "A P.O. box beside a matching street address does no harm")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """What becomes of several signatures of one voter."""

    counts: Annotated[
        Literal["first", "none"],
        law(
            kinds.one_of("first", "none"),
            "Which of a voter's signatures counts: the `first`, or `none` of them",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawals:
    """How a signer takes a signature back."""

    until: Annotated[str, law(kinds.text, "Until when")]
    request_states: Annotated[
        tuple[str, ...], law(kinds.words, "What the written request must state")
    ]
    signature_compared: Annotated[
        bool | None,
        may(kinds.flag, "The request's own signature must compare with the registration"),
    ] = None
    earlier_request_counts: Annotated[
        bool | None, may(kinds.flag, "A request dated before the voter signed still counts")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who may sign, and what a signer must write."""

    who: Annotated[str, law(kinds.text, "Who may sign")]
    writes_personally: Annotated[
        tuple[str, ...], law(kinds.words, "What the signer personally writes")
    ]
    initials_allowed: Annotated[
        bool | None, may(kinds.flag, "Initials for first or middle names never invalidate")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circulator:
    """What the person who gathers signatures must do."""

    minimum_age: Annotated[int | None, may(kinds.whole, "Smallest age in years")] = None
    declares: Annotated[
        tuple[str, ...], law(kinds.words, "What the circulator's declaration holds")
    ]
    may_sign: Annotated[
        bool | None, may(kinds.flag, "Whether the circulator may sign the section too")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a section and its sheets must be."""

    one_county: Annotated[
        bool | None,
        may(kinds.flag, "A section names one county and only that county's voters count on it"),
    ] = None
    filed_together: Annotated[bool, law(kinds.flag, "All sections must be filed at one time")]
    format_rule: Annotated[
        str | None, may(kinds.text, "When a section's format keeps it from the count")
    ] = None
    defect_voids: Annotated[
        Literal["every_line", "no_line"],
        law(
            kinds.one_of("every_line", "no_line"),
            "A defect of the circulator's declaration voids `every_line` of the sheet, or "
            "`no_line`",
        ),
    ]
    defect_found: Annotated[
        Literal["before_the_count", "in_the_check"],
        law(
            kinds.one_of("before_the_count", "in_the_check"),
            "Void sheets leave `before_the_count` that a sample is drawn of, or their lines are "
            "invalid `in_the_check`",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """How a signature is compared."""

    compared_with: Annotated[str, law(kinds.text, "What it is compared with")]
    presumed_genuine: Annotated[
        bool | None, may(kinds.flag, "It is presumed to be the voter's")
    ] = None
    similar_suffices: Annotated[bool | None, may(kinds.flag, "Similar characteristics suffice")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What people must do and a machine may."""

    machine_may_accept: Annotated[
        bool, law(kinds.flag, "Whether a machine may accept a line without a person")
    ]
