"""The sections of a rule file: every field declared once, with its kind and its meaning.

The loader, the checker and the documentation's test all read these declarations. A field that
is optional is ``None`` where a place has no such rule. What a named formula needs beyond that
it says itself, in ``formulas``.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from rollcheck.law import kinds
from rollcheck.law.fields import Field
from rollcheck.law.kinds import Kind
from rollcheck.law.rounding import Rounding

DECISIONS = ("sufficient", "insufficient", "insufficient_on_raw", "full_check", "next_sample")
STATUSES = ("active", "inactive", "pending", "preregistered", "canceled", "confidential")
ROLES = ("reviewer", "adjudicator", "supervisor")


def law(kind: Kind, meaning: str) -> Any:  # noqa: ANN401 - a dataclass field of any type
    """Declare a field that every rule file must have."""
    return dataclasses.field(metadata={"kind": kind, "meaning": meaning})


def may(kind: Kind, meaning: str) -> Any:  # noqa: ANN401 - a dataclass field of any type
    """Declare a field that a place may lack."""
    return dataclasses.field(default=None, metadata={"kind": kind, "meaning": meaning})


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a stepped rule: ``value`` where the number is below ``below`` (None: above all)."""

    below: int | None
    value: Fraction
    field: Field


def banded(meaning: str) -> Any:  # noqa: ANN401 - a dataclass field of any type
    """Declare a stepped rule: an array of tables, each a field with ``below`` beside it."""
    return dataclasses.field(
        default=(), metadata={"kind": kinds.exact_number, "meaning": meaning, "banded": True}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effective:
    """When this form of the rules applies."""

    first_day: date = law(kinds.day, "First day on which this form of the rules applies")
    last_day: date | None = may(kinds.day, "Last day; absent while it is still the law")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """How many valid signatures are needed."""

    formula: str = law(kinds.text, "Named formula: `percent-of-registered`")
    bands: tuple[Band, ...] = banded("Percent by the size of the number it is taken of")
    rounding: Rounding = law(kinds.rounding, "How the required number is rounded")
    inactive_voters_counted: bool | None = may(
        kinds.flag, "Whether inactive voters are part of the registration the percent is taken of"
    )
    registration_report: str | None = may(
        kinds.text, "Which report of registration gives the number"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Circulation:
    """How long a petition may be circulated."""

    bands: tuple[Band, ...] = banded("Days by the number of registered voters")
    counted_from: str = law(kinds.text, "What the days are counted from")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCount:
    """The count of all signatures, before any is verified."""

    counts: str = law(kinds.text, "What is counted")
    below_required: str = law(
        kinds.one_of("insufficient_on_raw", "full_check"),
        "Decision when fewer signatures were filed than are required",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How large a sample is, and when one may be drawn."""

    formula: str = law(kinds.text, "Named formula: `number-or-percent`")
    sampled_above: int = law(kinds.whole, "A sample may be drawn only of more signatures than this")
    mandatory: bool = law(kinds.flag, "Whether a sample must be drawn rather than may")
    minimum: int | None = may(kinds.whole, "Smallest sample")
    percent: Fraction | None = may(kinds.exact_number, "Percent of the raw count")
    rounding: Rounding | None = may(kinds.rounding, "How the percent is rounded to lines")
    drawn_by: str = law(kinds.text, "How the lines are drawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """How many valid signatures a sample says there are."""

    formula: str = law(kinds.text, "Named formula: `value-of-each-signature`")
    share_rounding: Rounding | None = may(
        kinds.rounding, "Rounding of valid divided by sample, as a share (4 decimals: 0.01 %)"
    )
    naive_rounding: Rounding | None = may(
        kinds.rounding, "Rounding of the raw count times that share"
    )
    value_rounding: Rounding | None = may(
        kinds.rounding, "Rounding of the value of each signature, raw divided by sample"
    )
    weight_rounding: Rounding | None = may(
        kinds.rounding, "Rounding of the weight of each duplicate, value times (value - 1)"
    )
    duplicates_rounding: Rounding | None = may(
        kinds.rounding, "Rounding of duplicates in the sample times the weight"
    )
    withdrawn_are_valid: bool = law(
        kinds.flag, "Whether a withdrawn signature drawn in the sample counts as valid there"
    )
    second_copy_is_valid: bool = law(
        kinds.flag, "Whether the second copy of a duplicate is part of the valid in the sample"
    )
    pairs_counted: str = law(
        kinds.one_of("both_in_sample"), "Which pairs of duplicates the formula may subtract"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDecision:
    """What a projection decides."""

    insufficient_percent: Fraction | None = may(
        kinds.exact_number, "Percent of the requirement on the insufficient side"
    )
    insufficient_when: str | None = may(
        kinds.one_of("below", "at_or_below"), "Insufficient when the projection is … that percent"
    )
    sufficient_percent: Fraction | None = may(
        kinds.exact_number, "Percent of the requirement on the sufficient side"
    )
    sufficient_when: str | None = may(
        kinds.one_of("above", "at_or_above"), "Sufficient when the projection is … that percent"
    )
    otherwise: str = law(kinds.one_of("full_check", "next_sample"), "Decision between the two")
    arithmetic: str = law(
        kinds.one_of("exact", "rounded"),
        "Whether exact fractions or the projection's own rounded steps are compared",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of sampling; a place may have several, in order."""

    sample: Sample
    projection: Projection
    decision: SampleDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class FullCheck:
    """What the check of every signature decides."""

    sufficient_when: str = law(
        kinds.one_of("above", "at_or_above"), "Sufficient when the valid count is … the requirement"
    )
    equality_warning: str | None = may(
        kinds.text, "What to tell the reader when the valid count equals the requirement"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """When a signer counts as registered."""

    statuses_counted: tuple[str, ...] = law(
        kinds.some_of(*STATUSES), "Roll statuses whose holders are registered"
    )
    signed_by_signing_day: bool = law(
        kinds.flag, "The affidavit must be signed on or before the day the line was signed"
    )
    received_by_filing_day: bool = law(
        kinds.flag, "The affidavit must be received on or before the day of filing"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """When an address on a line is the voter's."""

    missing_counts: bool = law(kinds.flag, "Whether a line without an address can count")
    unit_ignored: bool = law(kinds.flag, "A different or missing unit is the same address")
    earlier_address_counts: bool = law(
        kinds.flag, "An address moved from during circulation is the voter's too"
    )
    fraction_ignored: bool | None = may(
        kinds.flag, "An omitted or different fraction of the house number is the same address"
    )
    street_variants_count: bool | None = may(
        kinds.flag, "An abbreviated or renamed street is the same street"
    )
    city_may_be_missing: bool | None = may(
        kinds.flag, "A missing city does no harm where the zip code is given"
    )
    po_box_beside_counts: bool | None = may(
        kinds.flag, "A P.O. box beside a matching street address does no harm"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """What becomes of several signatures of one voter."""

    counts: str = law(kinds.one_of("first", "none"), "Which of a voter's signatures counts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawals:
    """How a signer takes a signature back."""

    until: str = law(kinds.text, "Until when")
    request_states: tuple[str, ...] = law(kinds.words, "What the written request must state")
    signature_compared: bool | None = may(
        kinds.flag, "The request's own signature must compare with the registration"
    )
    earlier_request_counts: bool | None = may(
        kinds.flag, "A request dated before the voter signed still counts"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who may sign, and what a signer must write."""

    who: str = law(kinds.text, "Who may sign")
    writes_personally: tuple[str, ...] = law(kinds.words, "What the signer personally writes")
    initials_allowed: bool | None = may(
        kinds.flag, "Initials for first or middle names never invalidate"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Circulator:
    """What the person who gathers signatures must do."""

    minimum_age: int | None = may(kinds.whole, "Smallest age in years")
    declares: tuple[str, ...] = law(kinds.words, "What the circulator's declaration holds")
    may_sign: bool | None = may(kinds.flag, "Whether the circulator may sign the section too")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a section and its sheets must be."""

    one_county: bool | None = may(
        kinds.flag, "A section names one county and only that county's voters count on it"
    )
    filed_together: bool = law(kinds.flag, "All sections must be filed at one time")
    format_rule: str | None = may(kinds.text, "When a section's format keeps it from the count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """How a signature is compared."""

    compared_with: str = law(kinds.text, "What it is compared with")
    presumed_genuine: bool | None = may(kinds.flag, "It is presumed to be the voter's")
    similar_suffices: bool | None = may(kinds.flag, "Similar characteristics suffice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What people must do and a machine may."""

    machine_may_accept: bool = law(
        kinds.flag, "Whether a machine may accept a line without a person"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """Who may look at the petition after the result, and how long."""

    who: tuple[str, ...] = law(kinds.words, "Who may examine it")
    what: str = law(kinds.text, "What they may learn")
    start_within_days: int | None = may(
        kinds.whole, "It must begin within this many days of the certification"
    )
    end_within_days: int | None = may(
        kinds.whole, "It must end within this many days of its beginning"
    )
    free_business_days: int | None = may(
        kinds.whole, "Business days after which the proponents pay the county's costs"
    )
    access_rule: str | None = may(kinds.text, "What courts have said about access")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long the petition is kept."""

    months: int = law(kinds.whole, "Months it is kept")
    counted_from: str = law(kinds.text, "What the months are counted from")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What an insufficient petition leads to."""

    consequence: str = law(kinds.text, "What happens to an insufficient petition")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """Which days are not counted."""

    excluded: tuple[str, ...] = law(
        kinds.some_of("saturdays", "sundays", "holidays"), "Days that are not counted"
    )
    calendar: str = law(
        kinds.text, "Country and subdivision of the holiday library's calendar, such as US-CA"
    )
    not_holidays: tuple[str, ...] | None = may(
        kinds.words, "Days the library lists that are counted all the same"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLabels:
    """The place's own words for each decision it knows."""

    sufficient: str | None = may(kinds.text, "Its words for sufficient")
    insufficient: str | None = may(kinds.text, "Its words for insufficient")
    insufficient_on_raw: str | None = may(kinds.text, "Its words for too few on the raw count")
    full_check: str | None = may(kinds.text, "Its words for the check of every signature")
    next_sample: str | None = may(kinds.text, "Its words for a further sample")
