"""Days counted without Saturdays, Sundays and holidays, and whole months."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from rollcheck.law import kinds

WEEKEND = {"saturdays": 5, "sundays": 6}
"""What may be left out of a count of days, with the number Python gives that weekday."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The day a count ends on, and the holidays (day, name) that it left out on weekdays."""

    day: date
    left_out: tuple[tuple[date, str], ...]


def _calendar(value: object) -> str:
    """Read the name of a calendar that the holiday library has, such as ``US-CA`` or ``CH``."""
    name = kinds.text(value)
    try:
        holidays_of(name, 2022)
    except NotImplementedError:
        raise kinds.UnreadableError(
            "write a calendar that the holiday library has, such as US-CA or CH"
        ) from None
    return name


calendar = kinds.Kind(_calendar, {"type": "string", "pattern": "^[A-Z]{2}(-[A-Z0-9]+)?$"})


def holidays_of(name: str, year: int) -> dict[date, str]:
    """Return the public holidays of one year by the library's calendar of that name."""
    country, _, subdivision = name.partition("-")
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    return {day: str(words) for day, words in found.items() if day.year == year}


def after_working_days(
    start: date,
    count: int,
    *,
    excluded: Collection[str],
    calendar_name: str,
    not_holidays: Collection[str],
) -> Counted:
    """Return the last of ``count`` days after ``start`` that are not excluded.

    ``start`` itself is not counted. ``excluded`` holds some of "saturdays", "sundays",
    "holidays"; ``not_holidays`` names days that the library lists and that count all the same.
    """
    weekdays = {number for name, number in WEEKEND.items() if name in excluded}
    day, left, left_out = start, count, []
    years: dict[int, dict[date, str]] = {}
    while left:
        day += timedelta(days=1)
        if day.weekday() in weekdays:
            continue
        if day.year not in years:
            years[day.year] = holidays_of(calendar_name, day.year)
        name = years[day.year].get(day)
        if "holidays" in excluded and name is not None and name not in not_holidays:
            left_out.append((day, name))
            continue
        left -= 1
    return Counted(day, tuple(left_out))


def after_months(start: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it is shorter."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
