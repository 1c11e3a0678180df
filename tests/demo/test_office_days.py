"""When the demonstration's people worked: weekdays before today, office hours, learning."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from rollcheck.demo import OfficeClock, office_days


@pytest.mark.parametrize("opened_on", [date(2026, 11, day) for day in range(21, 28)])
def test_the_days_are_the_last_weekdays_before(opened_on: date) -> None:
    days = office_days(opened_on, UTC)
    every = (days.set_up, days.paper, *days.looking)
    between = [days.set_up + timedelta(one) for one in range((opened_on - days.set_up).days)]
    assert list(every) == [day for day in between if day.weekday() < 5]
    assert len(every) == 8


@pytest.mark.parametrize("many", [0, 1, 5, 200, 5000])
def test_looks_are_in_order_in_office_hours_and_more_each_day(many: int) -> None:
    moments = list(office_days(date(2026, 11, 23), UTC).looks(many))
    assert len(moments) == many
    assert moments == sorted(moments)
    assert all(moment.hour in {9, 10, 11, 13, 14, 15, 16} for moment in moments)
    by_day = Counter(moment.date() for moment in moments)
    if many >= 200:
        looks = [by_day[day] for day in sorted(by_day)]
        assert looks == sorted(set(looks))
        assert len(looks) == 6


def test_the_clock_goes_on_and_never_back() -> None:
    begins = datetime(2026, 11, 23, 9, tzinfo=UTC)
    clock = OfficeClock(begins)
    first, second = clock(), clock()
    assert begins < first < second
    clock.go_to(begins)
    assert clock() > second
    clock.go_to(begins + timedelta(hours=1))
    assert clock() > begins + timedelta(hours=1)
