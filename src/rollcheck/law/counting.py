"""The sections of a rule file that count: requirement, raw count, stages, full check."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from rollcheck.law import kinds
from rollcheck.law.declare import Band, banded, law, may
from rollcheck.law.rounding import Rounding

DECISIONS = ("sufficient", "insufficient", "insufficient_on_raw", "full_check", "next_sample")
"""Every decision there is; a place's rules give some of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effective:
    """When this form of the rules applies."""

    first_day: Annotated[date, law(kinds.day, "First day on which this form of the rules applies")]
    last_day: Annotated[
        date | None, may(kinds.day, "Last day; absent while it is still the law")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """How many valid signatures are needed."""

    formula: Annotated[str, law(kinds.text, "Named formula: `percent-of-registered`")]
    bands: Annotated[
        tuple[Band, ...], banded("Percent by the size of the number it is taken of")
    ] = ()
    rounding: Annotated[Rounding, law(kinds.rounding, "How the required number is rounded")]
    inactive_voters_counted: Annotated[
        bool | None,
        may(
            kinds.flag,
            "Whether inactive voters are part of the registration the percent is taken of",
        ),
    ] = None
    registration_report: Annotated[
        str | None, may(kinds.text, "Which report of registration gives the number")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circulation:
    """How long a petition may be circulated."""

    bands: Annotated[tuple[Band, ...], banded("Days by the number of registered voters")] = ()
    counted_from: Annotated[str, law(kinds.text, "What the days are counted from")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCount:
    """The count of all signatures, before any is verified."""

    counts: Annotated[str, law(kinds.text, "What is counted")]
    below_required: Annotated[
        str,
        law(
            kinds.one_of("insufficient_on_raw", "full_check"),
            "Decision when fewer signatures were filed than are required",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How large a sample is, and when one may be drawn."""

    formula: Annotated[str, law(kinds.text, "Named formula: `number-or-percent`")]
    sampled_above: Annotated[
        int, law(kinds.whole, "A sample may be drawn only of more signatures than this")
    ]
    mandatory: Annotated[bool, law(kinds.flag, "Whether a sample must be drawn rather than may")]
    minimum: Annotated[int | None, may(kinds.whole, "Smallest sample")] = None
    percent: Annotated[Fraction | None, may(kinds.exact_number, "Percent of the raw count")] = None
    rounding: Annotated[
        Rounding | None, may(kinds.rounding, "How the percent is rounded to lines")
    ] = None
    drawn_by: Annotated[str, law(kinds.text, "How the lines are drawn")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """How many valid signatures a sample says there are."""

    formula: Annotated[str, law(kinds.text, "Named formula: `value-of-each-signature`")]
    share_rounding: Annotated[
        Rounding | None,
        may(kinds.rounding, "Rounding of valid divided by sample, as a share (4 decimals: 0.01 %)"),
    ] = None
    naive_rounding: Annotated[
        Rounding | None, may(kinds.rounding, "Rounding of the raw count times that share")
    ] = None
    value_rounding: Annotated[
        Rounding | None,
        may(kinds.rounding, "Rounding of the value of each signature, raw divided by sample"),
    ] = None
    weight_rounding: Annotated[
        Rounding | None,
        may(kinds.rounding, "Rounding of the weight of each duplicate, value times (value - 1)"),
    ] = None
    duplicates_rounding: Annotated[
        Rounding | None,
        may(kinds.rounding, "Rounding of duplicates in the sample times the weight"),
    ] = None
    withdrawn_are_valid: Annotated[
        bool,
        law(kinds.flag, "Whether a withdrawn signature drawn in the sample counts as valid there"),
    ]
    second_copy_is_valid: Annotated[
        bool,
        law(
            kinds.flag, "Whether the second copy of a duplicate is part of the valid in the sample"
        ),
    ]
    pairs_counted: Annotated[
        str,
        law(kinds.one_of("both_in_sample"), "Which pairs of duplicates the formula may subtract"),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDecision:
    """What a projection decides."""

    insufficient_percent: Annotated[
        Fraction | None,
        may(kinds.exact_number, "Percent of the requirement on the insufficient side"),
    ] = None
    insufficient_when: Annotated[
        str | None,
        may(
            kinds.one_of("below", "at_or_below"),
            "Insufficient when the projection is … that percent",
        ),
    ] = None
    sufficient_percent: Annotated[
        Fraction | None,
        may(kinds.exact_number, "Percent of the requirement on the sufficient side"),
    ] = None
    sufficient_when: Annotated[
        str | None,
        may(
            kinds.one_of("above", "at_or_above"), "Sufficient when the projection is … that percent"
        ),
    ] = None
    otherwise: Annotated[
        str, law(kinds.one_of("full_check", "next_sample"), "Decision between the two")
    ]
    arithmetic: Annotated[
        str,
        law(
            kinds.one_of("exact", "rounded"),
            "Whether exact fractions or the projection's own rounded steps are compared",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of sampling; a place may have several, in order."""

    sample: Sample
    projection: Projection
    decision: SampleDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class FullCheck:
    """What the check of every signature decides."""

    sufficient_when: Annotated[
        str,
        law(
            kinds.one_of("above", "at_or_above"),
            "Sufficient when the valid count is … the requirement",
        ),
    ]
    equality_warning: Annotated[
        str | None,
        may(kinds.text, "What to tell the reader when the valid count equals the requirement"),
    ] = None
