"""The question which days a petition's steps must be done by."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from importlib.metadata import version
from itertools import pairwise

from rollcheck.law.bands import band_of, band_words
from rollcheck.law.computation import Computation, Step, Value, in_force, step
from rollcheck.law.fields import Field
from rollcheck.law.given import Given
from rollcheck.law.rule_set import EVENTS, Deadline, RuleSet, form_on
from rollcheck.law.working_days import WEEKEND, after_months, after_working_days

LAST_YEAR = 2200


def deadlines(
    known: Sequence[RuleSet], events: Mapping[str, date], *, registered: int | None = None
) -> Computation:
    """Return the last day for each step of a petition.

    ``known`` are all forms of one place's rules (see ``forms``), ``events`` the days known of
    ``EVENTS``, at least one, and ``registered`` the registered voters, which the time of
    circulation depends on. Each event's deadlines come from the form in force on its own day.
    Values: the events, then each deadline by its name, as ISO dates; null where the day that it
    counts from is not known. Raises ``RollcheckError`` for days that no rules cover, that are
    after ``LAST_YEAR``, or that are not in the order in which they happen.
    """
    _check(events, registered)
    first = next(events[event] for event in EVENTS if event in events)
    values: dict[str, Value] = {event: day.isoformat() for event, day in events.items()}
    steps: list[Step] = []
    applied: dict[date, RuleSet] = {}
    for event in EVENTS:
        day = events.get(event)
        rules = form_on(known, day or events.get("filing", first))
        applied[rules.effective_from] = rules
        for last in _of_event(rules, event, day, registered):
            values[last.name] = last.value or None
            steps.append(last)
    applied_steps = (in_force(rules) for rules in applied.values())
    return Computation(values, (*applied_steps, *steps), _late(values, events))


def _of_event(
    rules: RuleSet, event: str, day: date | None, registered: int | None
) -> Iterator[Step]:
    if event == "approval_of_form" and rules.circulation and day and registered:
        yield _circulation(rules, day, registered)
    for deadline in rules.deadlines:
        if deadline.event == event:
            yield _last_day(rules, deadline, day)


def _check(events: Mapping[str, date], registered: int | None) -> None:
    given = Given({"registered": registered}).at_least_one("registered")
    if not events:
        given.note("filing", "Give at least one day, such as that of the filing.", "missing")
    for event, day in events.items():
        if day.year > LAST_YEAR:
            words = f"{EVENTS[event]} is after {LAST_YEAR}, where no holidays are known; check it."
            given.note(event, words)
    order = [event for event in EVENTS if event in events]
    for earlier, later in pairwise(order):
        if events[later] < events[earlier]:
            given.note(
                later, f"{EVENTS[later]} cannot be before {EVENTS[earlier]}; check both days."
            )
    given.check()


def _circulation(rules: RuleSet, approved: date, registered: int) -> Step:
    bands = rules.circulation.bands if rules.circulation else ()
    band = band_of(bands, registered)
    days = int(band.value)
    return step(
        "circulation",
        (approved + timedelta(days=days)).isoformat(),
        f"{days:,} days after {approved}, for {band_words(bands, band)}",
        band.field,
        rules.fields["circulation.counted_from"],
    )


def _last_day(rules: RuleSet, deadline: Deadline, start: date | None) -> Step:
    days = deadline.days
    count = days.value if isinstance(days.value, int) else 0
    unit = "months" if deadline.counted == "months" else f"{deadline.counted} days"
    words = f"{count:,} {unit} after {EVENTS[deadline.event]}"
    if start is None:
        return step(deadline.name, "", f"{words}, {deadline.when}", days)
    if deadline.counted == "months":
        last = after_months(start, count)
        return step(deadline.name, last.isoformat(), f"{words}, {deadline.when}", days)
    if deadline.counted == "calendar" or rules.working_days is None:
        last = start + timedelta(days=count)
        return step(deadline.name, last.isoformat(), f"{words}, {deadline.when}", days)
    rule = rules.working_days
    counted = after_working_days(
        start,
        count,
        excluded=rule.excluded,
        calendar_name=rule.calendar,
        not_holidays=rule.not_holidays or (),
    )
    left_out = ", ".join(f"{name} {day}" for day, name in counted.left_out) or "none"
    names = [one.capitalize() if one in WEEKEND else one for one in rule.excluded]
    source = f"by the open list of public holidays for {rule.calendar}, {version('holidays')}"
    return step(
        deadline.name,
        counted.day.isoformat(),
        f"{words}, {deadline.when}; not counted: {', '.join(names)}; holidays on weekdays in that "
        f"time: {left_out} ({source}; the office's own may differ)",
        *_sources(rules, deadline),
    )


def _sources(rules: RuleSet, deadline: Deadline) -> list[Field]:
    names = ("excluded", "calendar", "not_holidays")
    keys = [f"working_days.{name}" for name in names]
    return [deadline.days, *(rules.fields[key] for key in keys if key in rules.fields)]


def _late(values: Mapping[str, Value], events: Mapping[str, date]) -> tuple[str, ...]:
    checks = (
        ("filing", "circulation", "The petition was filed after the last day of circulation"),
        ("examination_begun", "examination_start", "The examination began after the last day"),
    )
    return tuple(
        f"{words}, {values[last]}."
        for event, last, words in checks
        if event in events and events[event].isoformat() > str(values.get(last) or "9999")
    )
