"""The sections of a rule file about the result: examination, keeping, days and words."""

from dataclasses import dataclass
from typing import Annotated

from rollcheck.law import kinds
from rollcheck.law.declare import law, may
from rollcheck.law.working_days import WEEKEND, calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """Who may look at the petition after the result, and how long."""

    who: Annotated[tuple[str, ...], law(kinds.words, "Who may examine it")]
    what: Annotated[str, law(kinds.text, "What they may learn")]
    start_within_days: Annotated[
        int | None, may(kinds.whole, "It must begin within this many days of the certification")
    ] = None
    end_within_days: Annotated[
        int | None, may(kinds.whole, "It must end within this many days of its beginning")
    ] = None
    free_business_days: Annotated[
        int | None,
        may(kinds.whole, "Business days after which the proponents pay the county's costs"),
    ] = None
    access_rule: Annotated[str | None, may(kinds.text, "What courts have said about access")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long the petition is kept."""

    months: Annotated[int, law(kinds.whole, "Months it is kept")]
    counted_from: Annotated[str, law(kinds.text, "What the months are counted from")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What an insufficient petition leads to."""

    consequence: Annotated[str, law(kinds.text, "What happens to an insufficient petition")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """Which days are not counted."""

    excluded: Annotated[
        tuple[str, ...],
        law(kinds.some_of(*WEEKEND, "holidays"), "Days that are not counted"),
    ]
    calendar: Annotated[
        str, law(calendar, "The holiday library's calendar: country and subdivision, as US-CA")
    ]
    not_holidays: Annotated[
        tuple[str, ...] | None,
        may(kinds.words, "Days the library lists that are counted all the same"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLabels:
    """The place's own words for each decision it knows."""

    sufficient: Annotated[str | None, may(kinds.text, "Its words for sufficient")] = None
    insufficient: Annotated[str | None, may(kinds.text, "Its words for insufficient")] = None
    insufficient_on_raw: Annotated[
        str | None, may(kinds.text, "Its words for too few on the raw count")
    ] = None
    full_check: Annotated[
        str | None, may(kinds.text, "Its words for the check of every signature")
    ] = None
    next_sample: Annotated[str | None, may(kinds.text, "Its words for a further sample")] = None
