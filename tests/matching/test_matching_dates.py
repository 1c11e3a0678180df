"""The registration test, case by case: Elections Code 2102(b) as law data gives it."""

from datetime import date
from typing import Any

import pytest

from rollcheck.matching.classify import (
    CANCELED_AFTER,
    CANCELED_BEFORE,
    CANCELED_UNCLEAR,
    IN_TIME,
    LATE,
    UNCLEAR,
    Law,
    canceled_of,
    earlier_registration_of,
    registration_of,
)
from rollcheck.matching.compiled import entry
from rollcheck.matching.records import NO_DATE

SIGNED = date(2022, 3, 1)
FILED = date(2022, 7, 6)
BEFORE, BETWEEN, AFTER = date(2022, 2, 1), date(2022, 5, 1), date(2022, 8, 1)


TIMINGS = {IN_TIME: "in_time", LATE: "late", UNCLEAR: "unclear"}


# What only compiled functions can call.
@entry
def _registration(dates: tuple[int, int, int, int, int], law: Law) -> int:
    return registration_of(dates[0], dates[1], dates[2], dates[3], dates[4], law)


@entry
def _earlier(dates: tuple[int, int, int, int, int], law: Law) -> int:
    return earlier_registration_of(dates[0], dates[1], dates[2], dates[3], dates[4], law)


@entry
def _canceled(dates: tuple[int, int, int, int]) -> int:
    return canceled_of(dates[0], dates[1], dates[2], dates[3])


def days(*dates: date | None) -> Any:
    return tuple(NO_DATE if day is None else (day - date(1970, 1, 1)).days for day in dates)


def law(
    on_roll_by_filing: bool, has_dates: bool, asks: tuple[bool, bool], by_signing: bool = False
) -> Law:
    filed, after, no_date = days(FILED, AFTER, None)
    as_of = filed if on_roll_by_filing else after
    return Law(filed, as_of, no_date, no_date, *asks, True, True, by_signing, True, has_dates)


def registration(
    signed: date | None,
    received: date | None,
    registered: date | None = None,
    earliest: date | None = SIGNED,
    latest: date = SIGNED,
    on_roll_by_filing: bool = True,
    has_dates: bool = True,
    asks: tuple[bool, bool] = (True, True),
) -> str:
    dates = days(signed, received, registered, earliest, latest)
    return TIMINGS[_registration(dates, law(on_roll_by_filing, has_dates, asks))]


@pytest.mark.parametrize(
    ("signed", "received", "expected"),
    [
        (BEFORE, BEFORE, "in_time"),
        (SIGNED, FILED, "in_time"),  # both on the last day that counts
        (BEFORE, BETWEEN, "in_time"),
        (BEFORE, AFTER, "late"),
        (BETWEEN, BETWEEN, "late"),  # signed after the petition was
        (AFTER, AFTER, "late"),
        (AFTER, BEFORE, "unclear"),  # received before it was signed: cannot be
    ],
)
def test_both_dates_known(signed: date, received: date, expected: str) -> None:
    assert registration(signed, received) == expected


@pytest.mark.parametrize(
    ("signed", "received", "on_roll_by_filing", "expected"),
    [
        # The roll of a day by the filing holds it: received by then.
        (BEFORE, None, True, "in_time"),
        (BEFORE, None, False, "unclear"),
        (BETWEEN, None, True, "late"),
        (AFTER, None, False, "late"),
        # Received by the day of signing: signed by then.
        (None, BEFORE, True, "in_time"),
        (None, SIGNED, False, "in_time"),
        # Received later, but by the filing: may have been signed before or after.
        (None, BETWEEN, True, "unclear"),
        (None, FILED, True, "unclear"),
        (None, AFTER, False, "late"),
    ],
)
def test_one_date_known(
    signed: date | None,
    received: date | None,
    on_roll_by_filing: bool,
    expected: str,
) -> None:
    found = registration(signed, received, on_roll_by_filing=on_roll_by_filing)
    assert found == expected


@pytest.mark.parametrize(
    ("registered", "expected"),
    [(BEFORE, "in_time"), (SIGNED, "in_time"), (BETWEEN, "unclear"), (AFTER, "late")],
)
def test_a_date_of_registration_that_does_not_say_what_it_dates(
    registered: date, expected: str
) -> None:
    assert registration(None, None, registered) == expected


@pytest.mark.parametrize(
    ("registered", "on_roll_by_filing", "expected"),
    [
        (BEFORE, True, "in_time"),
        (BETWEEN, True, "unclear"),  # that the roll is dated by the filing says nothing of signing
        (FILED, True, "unclear"),
        (BETWEEN, False, "unclear"),
        (AFTER, False, "late"),
    ],
)
def test_such_a_date_is_not_passed_over_on_a_roll_without_affidavit_dates(
    registered: date, on_roll_by_filing: bool, expected: str
) -> None:
    found = registration(
        None, None, registered, has_dates=False, on_roll_by_filing=on_roll_by_filing
    )
    assert found == expected


@pytest.mark.parametrize(
    ("has_dates", "on_roll_by_filing", "expected"),
    [
        (True, True, "unclear"),  # others have dates, this one does not
        (False, True, "in_time"),  # no dates at all: the snapshot's own date settles it
        (False, False, "unclear"),
    ],
)
def test_no_date_known(has_dates: bool, on_roll_by_filing: bool, expected: str) -> None:
    found = registration(None, None, has_dates=has_dates, on_roll_by_filing=on_roll_by_filing)
    assert found == expected


@pytest.mark.parametrize(
    ("signed", "received", "expected"),
    [
        (date(2022, 1, 1), date(2022, 1, 2), "in_time"),  # before circulation began
        (BETWEEN, BETWEEN, "unclear"),  # the line may have been signed before or after
        (date(2022, 7, 7), date(2022, 7, 7), "late"),  # after circulation ended
        (None, date(2022, 1, 2), "in_time"),
        (None, BETWEEN, "unclear"),
    ],
)
def test_a_line_without_a_date_was_signed_while_the_petition_circulated(
    signed: date | None, received: date, expected: str
) -> None:
    assert registration(signed, received, None, date(2022, 1, 27), FILED) == expected


def test_a_line_without_a_date_or_circulation_settles_only_what_is_late() -> None:
    assert registration(BEFORE, BEFORE, None, None, FILED) == "unclear"
    assert registration(AFTER, AFTER, None, None, FILED) == "late"


@pytest.mark.parametrize(
    ("asks", "signed", "received", "expected"),
    [
        ((False, True), BETWEEN, BETWEEN, "in_time"),
        ((False, True), BEFORE, AFTER, "late"),
        ((True, False), BEFORE, AFTER, "in_time"),
        ((True, False), BETWEEN, BETWEEN, "late"),
        ((False, False), AFTER, AFTER, "in_time"),
    ],
)
def test_a_place_may_ask_for_one_part_only(
    asks: tuple[bool, bool],
    signed: date,
    received: date,
    expected: str,
) -> None:
    assert registration(signed, received, asks=asks) == expected


@pytest.mark.parametrize(
    ("canceled_on", "earliest", "latest", "expected"),
    [
        (None, SIGNED, SIGNED, "unclear"),
        (None, AFTER, AFTER, "canceled"),  # signed after the roll's day, on which it was canceled
        (BEFORE, SIGNED, SIGNED, "canceled"),
        (SIGNED, SIGNED, SIGNED, "canceled"),
        (BETWEEN, SIGNED, SIGNED, "registered"),
        (BETWEEN, date(2022, 1, 27), FILED, "unclear"),
        (AFTER, date(2022, 1, 27), FILED, "registered"),
    ],
)
def test_canceled_before_or_after_the_signing(
    canceled_on: date | None,
    earliest: date,
    latest: date,
    expected: str,
) -> None:
    said = {CANCELED_BEFORE: "canceled", CANCELED_AFTER: "registered", CANCELED_UNCLEAR: "unclear"}
    assert said[_canceled(days(canceled_on, earliest, latest, FILED))] == expected


@pytest.mark.parametrize(
    ("from_date", "expected"),
    [(None, "unclear"), (BEFORE, "unclear"), (BETWEEN, "late")],
)
def test_an_earlier_address_without_its_affidavit_leaves_the_matter_open(
    from_date: date | None, expected: str
) -> None:
    dates = days(None, None, from_date, SIGNED, SIGNED)
    assert TIMINGS[_earlier(dates, law(True, True, (True, True)))] == expected


@pytest.mark.parametrize(
    ("signed", "received", "expected"),
    [
        (BEFORE, BEFORE, "in_time"),
        (BEFORE, SIGNED, "in_time"),
        (BEFORE, BETWEEN, "late"),  # signed in time, but not on the roll yet
        (BEFORE, None, "unclear"),  # on the roll by the filing, but since when?
        (None, BETWEEN, "late"),
    ],
)
def test_a_place_may_ask_that_the_voter_is_on_the_roll_on_the_day_of_signing(
    signed: date | None, received: date | None, expected: str
) -> None:
    dates = days(signed, received, None, SIGNED, SIGNED)
    rules = law(True, True, (True, True), by_signing=True)
    assert TIMINGS[_registration(dates, rules)] == expected
