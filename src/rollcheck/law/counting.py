"""The sections of a rule file that count: requirement, raw count, full check, districts."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from rollcheck.law import kinds
from rollcheck.law.declare import Band, Measure, banded, law, may, measured
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

    formula: Annotated[str, law(kinds.text, "Named formula for the requirement")]
    bands: Annotated[
        tuple[Band, ...], banded("Percent by the size of the number it is taken of")
    ] = ()
    measures: Annotated[
        tuple[Measure, ...],
        measured(
            "Percent or number by the measure the petition is for; the first is the usual one"
        ),
    ] = ()
    number: Annotated[int | None, may(kinds.whole, "The number itself, where it is fixed")] = None
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
    votes_counted: Annotated[str | None, may(kinds.text, "Which votes the percent is taken of")] = (
        None
    )


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
        Literal["insufficient_on_raw", "full_check"],
        law(
            kinds.one_of("insufficient_on_raw", "full_check"),
            "Decision when fewer signatures were filed than are required",
        ),
    ]
    excluded: Annotated[
        str | None, may(kinds.text, "Which lines are excluded before any is verified")
    ] = None
    struck_lines: Annotated[
        Literal["not_counted", "invalid"],
        law(
            kinds.one_of("not_counted", "invalid"),
            "Lines struck out before the filing are `not_counted` in the raw count, or counted "
            "and `invalid`",
        ),
    ]
    on_checking: Annotated[
        Literal["refuse", "revise"],
        law(
            kinds.one_of("refuse", "revise"),
            "Where valid and invalid do not add up to the raw count: `refuse`, or `revise` the raw "
            "count to what was checked",
        ),
    ]


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
    may_stop_early: Annotated[
        bool | None, may(kinds.flag, "Whether it may stop once enough are found valid")
    ] = None
    withdrawn_deducted: Annotated[
        bool | None, may(kinds.flag, "Whether signatures withdrawn after the count are deducted")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictMinimum:
    """How many valid signatures some or all districts must give."""

    unit: Annotated[str, law(kinds.text, "What the districts are, in the plural, such as counties")]
    percent: Annotated[Fraction, law(kinds.exact_number, "Percent that a district must give")]
    of: Annotated[
        str,
        law(kinds.one_of("registered", "votes_cast"), "What the percent is taken of"),
    ]
    rounding: Annotated[Rounding, law(kinds.rounding, "How a district's number is rounded")]
    needed: Annotated[int, law(kinds.whole, "How many districts must reach it")]
    districts: Annotated[int | None, may(kinds.whole, "How many districts there are")] = None
    measures: Annotated[
        tuple[str, ...] | None, may(kinds.words, "Measures it holds for, if not all")
    ] = None
