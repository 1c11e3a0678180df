"""When a check will be done at the pace it has: a forecast, and what it rests on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

DAYS_LOOKED_AT = 5
LONGEST_FORECAST = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Looks still to come, looks a day, and the working day on which the last would be done.

    ``per_day`` is the mean of the last ``DAYS_LOOKED_AT`` days on which anything was done.
    ``done_on`` is None where nothing was done yet, or where it would take ten years.
    """

    to_come: int
    per_day: Decimal
    done_on: date | None


def looks_to_come(
    untouched: int, touched: int, rejected: int, settled: int, people: Decimal
) -> int:
    """Return how many looks at lines that wait are still to come, rounded up.

    A line that nobody has looked at (``untouched``) takes one look and, at the rate ``rejected`` of
    ``settled`` so far, as many more as a rejection takes (``people`` on average); one that waits
    for more people (``touched``) takes one more.
    """
    rate = Decimal(rejected) / settled if settled else Decimal(0)
    looks = untouched * (1 + rate * (people - 1)) + touched
    return int(looks.to_integral_value(ROUND_CEILING))


def forecast(
    to_come: int, done: Mapping[date, int], today: date, is_working_day: Callable[[date], bool]
) -> Forecast:
    """Return when ``to_come`` looks are done at the pace of ``done`` (looks by day).

    Today counts as past: what is done on it is not a whole day's work, unless it is all there is.
    """
    past = sorted(day for day, looks in done.items() if looks and day < today) or sorted(done)
    looked_at = past[-DAYS_LOOKED_AT:]
    if not looked_at or not sum(done[day] for day in looked_at):
        return Forecast(to_come, Decimal(0), today if to_come == 0 else None)
    per_day = Decimal(sum(done[day] for day in looked_at)) / len(looked_at)
    days = int((to_come / per_day).to_integral_value(ROUND_CEILING))
    return Forecast(to_come, per_day, _after(today, days, is_working_day))


def _after(today: date, days: int, is_working_day: Callable[[date], bool]) -> date | None:
    day = today
    while days > 0:
        day += timedelta(days=1)
        if day - today > LONGEST_FORECAST:
            return None
        days -= is_working_day(day)
    return day
