"""Days counted as the law counts them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.law import deadlines, forms
from rollcheck.law.working_days import after_working_days, holidays_of
from rollcheck.problems import RollcheckError

STATE_RECALL = forms("us-ca/state-recall")
KNOWN = forms("us-ca/county-recall")
FILED = date(2022, 7, 6)


def counted(start: date, days: int) -> date:
    return after_working_days(
        start,
        days,
        excluded=("saturdays", "sundays", "holidays"),
        calendar_name="US-CA",
        not_holidays=("Susan B. Anthony Day",),
    ).day


def test_30_working_days_from_6_july_2022_end_on_17_august() -> None:
    values = deadlines(KNOWN, {"filing": FILED}).values
    assert values["verification"] == "2022-08-17"
    assert values["verification_with_sample"] == "2022-08-17"
    assert values["examination_start"] is None


def test_the_time_of_circulation_of_2022() -> None:
    events = {"approval_of_form": date(2022, 1, 27), "filing": FILED}
    answer = deadlines(KNOWN, events, registered=5668569)
    assert answer.values["circulation"] == "2022-07-06"
    assert not answer.warnings
    late = deadlines(KNOWN, events | {"filing": date(2022, 7, 7)}, registered=5668569)
    assert "after the last day of circulation, 2022-07-06" in late.warnings[0]


@pytest.mark.parametrize(
    ("registered", "days"),
    [(999, 40), (1000, 60), (5000, 90), (9999, 90), (10000, 120), (49999, 120), (50000, 160)],
)
def test_days_of_circulation_in_every_band(registered: int, days: int) -> None:
    approved = date(2022, 1, 27)
    values = deadlines(KNOWN, {"approval_of_form": approved}, registered=registered).values
    assert values["circulation"] == (approved + timedelta(days=days)).isoformat()


def test_each_event_brings_the_rules_of_its_own_day() -> None:
    answer = deadlines(
        KNOWN,
        {
            "filing": date(2024, 12, 2),
            "certification": date(2025, 2, 20),
            "examination_begun": date(2025, 3, 3),
        },
    )
    applied = [step.rule for step in answer.steps if step.name == "rules applied"]
    assert ["from 2024-01-01" in applied[0], "from 2025-01-01" in applied[1]] == [True, True]
    assert answer.values["verification_with_sample"] == "2025-02-28"
    assert answer.values["examination_start"] == "2025-03-13"
    assert answer.values["examination_end"] == "2025-05-02"
    assert not answer.warnings


def test_an_examination_begun_late_is_warned_of() -> None:
    events = {"certification": date(2025, 2, 20), "examination_begun": date(2025, 3, 14)}
    assert "2025-03-13" in deadlines(KNOWN, events).warnings[0]


def test_before_2025_an_examination_had_no_end() -> None:
    events = {"certification": date(2022, 8, 15), "examination_begun": date(2022, 9, 1)}
    assert "examination_end" not in deadlines(KNOWN, events).values


def test_the_calendar_is_named_and_not_verified() -> None:
    step = next(step for step in deadlines(KNOWN, {"filing": FILED}).steps if "17" in step.value)
    assert "by the open list of public holidays for US-CA" in step.rule
    assert not step.verified


def test_holidays_left_out_are_named() -> None:
    steps = deadlines(KNOWN, {"filing": date(2022, 11, 1)}).steps
    rule = next(step.rule for step in steps if step.name == "verification")
    assert "Veterans Day 2022-11-11, Thanksgiving Day 2022-11-24" in rule


def test_a_day_of_observance_is_counted() -> None:
    assert holidays_of("US-CA", 2022)[date(2022, 2, 15)] == "Susan B. Anthony Day"
    assert counted(date(2022, 2, 14), 1) == date(2022, 2, 15)


def test_days_out_of_order_are_refused() -> None:
    events = {"filing": FILED, "approval_of_form": date(2022, 8, 1)}
    with pytest.raises(RollcheckError, match="cannot be before the approval") as error:
        deadlines(KNOWN, events, registered=0)
    assert {problem.column for problem in error.value.problems} == {"filing", "registered"}


def test_no_day_at_all_is_refused() -> None:
    with pytest.raises(RollcheckError, match="Give at least one day"):
        deadlines(KNOWN, {})


def test_a_day_that_no_rules_cover_is_refused() -> None:
    with pytest.raises(RollcheckError, match="No rules of us-ca/county-recall cover 1990-01-01"):
        deadlines(KNOWN, {"filing": date(1990, 1, 1)})


@given(st.dates(date(1995, 1, 1), date(2040, 12, 31)), st.integers(1, 90))
def test_the_last_day_is_a_working_day_and_the_count_is_right(start: date, days: int) -> None:
    last = counted(start, days)
    between = [start + timedelta(days=one) for one in range(1, (last - start).days + 1)]
    names = {year: holidays_of("US-CA", year) for year in {day.year for day in between}}
    working = [
        day
        for day in between
        if day.weekday() < 5
        and names[day.year].get(day, "Susan B. Anthony Day") == "Susan B. Anthony Day"
    ]
    assert len(working) == days
    assert working[-1] == last


def test_an_examination_has_a_last_day_only_since_2025() -> None:
    for year, ends in ((2021, False), (2025, True)):
        events = {"certification": date(year, 4, 26), "examination_begun": date(year, 5, 3)}
        values = deadlines(STATE_RECALL, {"filing": date(year, 3, 17), **events}).values
        assert values["examination_start"] == f"{year}-05-17"
        assert values.get("examination_end") == (f"{year}-07-02" if ends else None)


@pytest.mark.parametrize("event", ["approval_of_form", "filing", "certification"])
def test_a_day_beyond_every_calendar_is_a_problem(event: str) -> None:
    with pytest.raises(RollcheckError) as error:
        deadlines(KNOWN, {event: date.max}, registered=500)
    assert [(one.column, one.code) for one in error.value.problems] == [(event, "impossible")]
