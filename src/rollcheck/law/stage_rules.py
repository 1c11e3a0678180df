"""The sections of a stage of sampling: how a sample is drawn, what it projects and decides."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from rollcheck.law import kinds
from rollcheck.law.declare import law, may
from rollcheck.law.rounding import Rounding

DEFAULT_DECISION = "percent-of-requirement"
"""The formula of a decision that names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How large a sample is, and when one may be drawn."""

    formula: Annotated[str, law(kinds.text, "Named formula for the size of the sample")]
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
    drawn_from: Annotated[
        str | None,
        may(
            kinds.one_of("filed", "remaining"),
            "Whether lines are drawn of all `filed`, as where absent, or of those `remaining` "
            "after the excluded",
        ),
    ] = None
    drawn_in: Annotated[
        str | None,
        may(
            kinds.one_of("petition", "county"),
            "Whether one sample is drawn of the `petition`, as where absent, or one in each "
            "`county`",
        ),
    ] = None
    measures: Annotated[
        tuple[str, ...] | None, may(kinds.words, "Measures for which a sample is drawn, if not all")
    ] = None
    not_located: Annotated[
        Literal["invalid", "next_line"],
        law(
            kinds.one_of("invalid", "next_line"),
            "What becomes of a line drawn that cannot be found: it is `invalid`, or the "
            "`next_line` takes its place",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """How many valid signatures a sample says there are."""

    formula: Annotated[str, law(kinds.text, "Named formula for the projection")]
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
        may(kinds.rounding, "Rounding of the weight of each duplicate"),
    ] = None
    duplicates_rounding: Annotated[
        Rounding | None,
        may(kinds.rounding, "Rounding of duplicates in the sample times the weight"),
    ] = None
    allowance_factor: Annotated[
        Fraction | None,
        may(kinds.exact_number, "Allowance for chance: so many times the root of the invalid"),
    ] = None
    pairs_factor: Annotated[
        Fraction | None,
        may(kinds.exact_number, "Acceptable pairs: the expected less so many times their root"),
    ] = None
    confidence_factor: Annotated[
        Fraction | None,
        may(kinds.exact_number, "Margin: so many standard errors of the share valid"),
    ] = None
    assumed_duplicates_percent: Annotated[
        Fraction | None,
        may(kinds.exact_number, "Percent of the raw count that is taken to be duplicates"),
    ] = None
    root_digits: Annotated[
        int | None,
        may(kinds.DIGITS, "Significant digits of a square root, rounded to the nearest"),
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
        law(
            kinds.one_of("both_in_sample", "none"),
            "Which pairs of duplicates the formula may subtract",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDecision:
    """What a projection decides."""

    formula: Annotated[
        str | None,
        may(kinds.text, "Named formula for the decision; absent: `percent-of-requirement`"),
    ] = None
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
    confidence_factor: Annotated[
        Fraction | None,
        may(kinds.exact_number, "Half the zone between: so many standard errors of the valid"),
    ] = None
    continuity: Annotated[
        Fraction | None,
        may(kinds.exact_number, "What is added to the break-even before the zone is laid round it"),
    ] = None
    root_digits: Annotated[
        int | None,
        may(kinds.DIGITS, "Significant digits of a square root, rounded to the nearest"),
    ] = None
    otherwise: Annotated[
        str,
        law(kinds.one_of("full_check", "next_sample", "insufficient"), "Decision between the two"),
    ]
    arithmetic: Annotated[
        str,
        law(
            kinds.one_of("exact", "rounded"),
            "Whether exact fractions or the projection's own rounded steps are compared",
        ),
    ]

    @property
    def named(self) -> str:
        """The name of the decision's formula."""
        return self.formula or DEFAULT_DECISION


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of sampling; a place may have several, in order."""

    sample: Sample
    projection: Projection
    decision: SampleDecision
