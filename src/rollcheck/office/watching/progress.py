"""How far the check of a petition is, and when it will be done."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractHour, TruncDate
from django.utils import timezone

from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.policy import policies
from rollcheck.office.petitions.staffing import people_per_rejection
from rollcheck.office.petitions.the_law import Step, timeline
from rollcheck.office.review.models import ADJUDICATION, Counted, Finding, Stands
from rollcheck.petition.pace import Forecast, forecast, looks_to_come
from rollcheck.petition.tally import Tally

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Queue:
    """Lines that wait for people, and for whom.

    ``untouched`` were looked at by nobody, ``touched`` by somebody; ``splits`` of these wait for an
    adjudicator. ``held`` wait for a lead's answer, ``confidential`` for a cleared person.
    """

    untouched: int
    touched: int
    splits: int
    held: int
    confidential: int

    @property
    def for_more(self) -> int:
        """Lines that somebody looked at and that wait for others, splits aside."""
        return self.touched - self.splits


def queue_of(petition: Petition) -> Queue:
    """Add up the lines that wait, as the database counts them while they change."""
    counted = Counted.objects.filter(petition=petition, state__in=(Stands.WAITING, Stands.HELD))
    return Queue(
        **counted.aggregate(
            untouched=_lines(touched=False),
            touched=_lines(touched=True),
            splits=_lines(step=ADJUDICATION),
            held=_lines(state=Stands.HELD),
            confidential=_lines(confidential=True),
        )
    )


def _lines(**kind: object) -> Sum:
    return Sum("lines", filter=Q(**kind), default=0)


def looks_by_day(petition: Petition) -> dict[date, int]:
    """Return how many findings were given on each day, in the office's time zone."""
    days = _looks(petition).annotate(day=TruncDate("at")).values_list("day").annotate(Count("pk"))
    return dict(days.order_by("day"))


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the day: first looks given in it, and how many of them rejected."""

    hour: int
    looks: int
    rejected: int

    @property
    def percent(self) -> Decimal:
        """Return rejections in percent of the looks."""
        return Decimal(100 * self.rejected) / self.looks


@dataclass(frozen=True, slots=True)
class Hours:
    """First looks by hour of the day: everybody's, and each person's by the hour."""

    whole: tuple[Hour, ...]
    of_person: Mapping[int, Mapping[int, Hour]]


def by_hour(petition: Petition) -> Hours:
    """Return first looks by hour of the day: whether people reject more when they are tired."""
    counted = (
        _looks(petition)
        .filter(step=1)
        .annotate(hour=ExtractHour("at"))
        .values_list("person", "hour", "valid")
        .annotate(Count("pk"))
    )
    whole: defaultdict[int, Counter[bool]] = defaultdict(Counter)
    each: defaultdict[int, defaultdict[int, Counter[bool]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for person, hour, valid, number in counted:
        whole[hour][valid] += number
        each[person][hour][valid] += number
    return Hours(
        tuple(_hours(whole).values()), {person: _hours(hours) for person, hours in each.items()}
    )


def _hours(found: Mapping[int, Counter[bool]]) -> dict[int, Hour]:
    return {hour: Hour(hour, found[hour].total(), found[hour][False]) for hour in sorted(found)}


def forecast_of(
    petition: Petition, count: Tally, queue: Queue, by_day: dict[date, int]
) -> Forecast:
    """Return when the check will be done, by weekdays, at the pace that it has."""
    people = people_per_rejection(
        {one.reason.code: one.people for one in policies(petition)},
        {code: Decimal(number) for code, number in count.reasons.items()},
    )
    settled = count.valid + count.invalid
    to_come = looks_to_come(queue.untouched, queue.touched, count.invalid, settled, people)
    return forecast(to_come, by_day, timezone.localdate(), lambda day: day.weekday() < SATURDAY)


@dataclass(frozen=True, slots=True)
class Due:
    """A last day of the law, and whether the check would be done by then; None: not known.

    ``days_left`` is below 0 where the day has passed.
    """

    step: Step
    days_left: int
    in_time: bool | None


def dues(petition: Petition, expected: Forecast, by_day: Mapping[date, int]) -> list[Due]:
    """Return the last days, the earliest first, those that have passed among them."""
    today = timezone.localdate()
    done_on = expected.done_on if expected.to_come else max(by_day, default=None)
    return [
        Due(
            step,
            (step.day - today) // timedelta(days=1),
            _in_time(done_on, step.day, today),
        )
        for step in timeline(petition)
        if step.due
    ]


def _in_time(done_on: date | None, last: date, today: date) -> bool | None:
    if done_on is not None:
        return done_on <= last
    # Nothing tells the pace; a day that has passed is missed all the same.
    return False if last < today else None


def _looks(petition: Petition) -> QuerySet[Finding]:
    return Finding.objects.filter(petition=petition, undone_at=None, known=False).order_by()
