"""When the people of the demonstration's office did what they did: weekdays, in office hours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

SATURDAY = 5
HOURS = (9, 10, 11, 13, 14, 15, 16)
"""The hours in which lines are looked at; the one at noon is a break."""

SHARES = (10, 13, 16, 18, 21, 22)
"""Of all looks, in percent, those of each day: people learn."""

STAND_OFF = 17
"""A step through the minutes of an hour that meets each of them once: no two looks are alike."""


@dataclass(frozen=True, slots=True)
class OfficeDays:
    """The days on which an office was set up, on which it received paper, and on which it looked.

    All are weekdays before the day on which it is opened, the last of them just before it.
    """

    set_up: date
    paper: date
    looking: tuple[date, ...]
    zone: tzinfo

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return a moment of a day."""
        return datetime.combine(day, time(hour, minute), self.zone)

    def looks(self, many: int) -> Iterator[datetime]:
        """Yield the moments of so many looks, in order: more on each day than on the one before."""
        for day, number in zip(self.looking, _portions(many, SHARES), strict=True):
            for hour, some in zip(HOURS, _portions(number, (1,) * len(HOURS)), strict=True):
                seconds = sorted((STAND_OFF * one * 60 + 7 * one) % 3600 for one in range(some))
                yield from (self.at(day, hour) + timedelta(seconds=one) for one in seconds)


class OfficeClock:
    """A clock that is set forward from act to act, and goes on a little with each of them."""

    STEP = timedelta(seconds=3)

    def __init__(self, begins: datetime) -> None:
        self.shows = begins

    def __call__(self) -> datetime:
        """Return what it shows, and let it go on."""
        self.shows += self.STEP
        return self.shows

    def go_to(self, moment: datetime) -> None:
        """Set it forward; it never goes back."""
        self.shows = max(self.shows, moment)


def office_days(opened_on: date, zone: tzinfo) -> OfficeDays:
    """Return the weekdays before the day on which the demonstration is opened."""
    days: list[date] = []
    day = opened_on
    while len(days) < len(SHARES) + 2:
        day -= timedelta(days=1)
        if day.weekday() < SATURDAY:
            days.insert(0, day)
    return OfficeDays(days[0], days[1], tuple(days[2:]), zone)


def _portions(many: int, shares: Sequence[int]) -> list[int]:
    """Part a number by shares, in whole numbers that add up to it."""
    ends = [many * sum(shares[: place + 1]) // sum(shares) for place in range(len(shares))]
    return [end - begin for begin, end in zip([0, *ends], ends, strict=False)]
