"""The registration test, case by case: Elections Code 2102(b) as law data gives it."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from rollcheck.matching.workspace import step

SIGNED = date(2022, 3, 1)
FILED = date(2022, 7, 6)
BEFORE, BETWEEN, AFTER = date(2022, 2, 1), date(2022, 5, 1), date(2022, 8, 1)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        step(opened, "dates")
        yield opened


def registration(  # noqa: PLR0917
    con: duckdb.DuckDBPyConnection,
    signed: date | None,
    received: date | None,
    registered: date | None = None,
    earliest: date | None = SIGNED,
    latest: date = SIGNED,
    on_roll_by_filing: bool = True,
    has_dates: bool = True,
    asks: tuple[bool, bool] = (True, True),
) -> str:
    found = con.execute(
        """SELECT registration_of($1::DATE, $2::DATE, $3::DATE, $4::DATE, $5::DATE, {
             'filed_on': $6::DATE, 'on_roll_by_filing': $7::BOOLEAN, 'has_dates': $8::BOOLEAN,
             'signed_by_signing_day': $9::BOOLEAN, 'received_by_filing_day': $10::BOOLEAN})""",
        [
            *(signed, received, registered, earliest, latest, FILED, on_roll_by_filing, has_dates),
            *asks,
        ],
    ).fetchall()
    return str(found[0][0])


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
def test_both_dates_known(
    con: duckdb.DuckDBPyConnection, signed: date, received: date, expected: str
) -> None:
    assert registration(con, signed, received) == expected


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
    con: duckdb.DuckDBPyConnection,
    signed: date | None,
    received: date | None,
    on_roll_by_filing: bool,
    expected: str,
) -> None:
    found = registration(con, signed, received, on_roll_by_filing=on_roll_by_filing)
    assert found == expected


@pytest.mark.parametrize(
    ("registered", "expected"),
    [(BEFORE, "in_time"), (SIGNED, "in_time"), (BETWEEN, "unclear"), (AFTER, "late")],
)
def test_a_date_of_registration_that_does_not_say_what_it_dates(
    con: duckdb.DuckDBPyConnection, registered: date, expected: str
) -> None:
    assert registration(con, None, None, registered) == expected


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
    con: duckdb.DuckDBPyConnection, registered: date, on_roll_by_filing: bool, expected: str
) -> None:
    found = registration(
        con, None, None, registered, has_dates=False, on_roll_by_filing=on_roll_by_filing
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
def test_no_date_known(
    con: duckdb.DuckDBPyConnection, has_dates: bool, on_roll_by_filing: bool, expected: str
) -> None:
    found = registration(con, None, None, has_dates=has_dates, on_roll_by_filing=on_roll_by_filing)
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
    con: duckdb.DuckDBPyConnection, signed: date | None, received: date, expected: str
) -> None:
    assert registration(con, signed, received, None, date(2022, 1, 27), FILED) == expected


def test_a_line_without_a_date_or_circulation_settles_only_what_is_late(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert registration(con, BEFORE, BEFORE, None, None, FILED) == "unclear"
    assert registration(con, AFTER, AFTER, None, None, FILED) == "late"


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
    con: duckdb.DuckDBPyConnection,
    asks: tuple[bool, bool],
    signed: date,
    received: date,
    expected: str,
) -> None:
    assert registration(con, signed, received, asks=asks) == expected


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
    con: duckdb.DuckDBPyConnection,
    canceled_on: date | None,
    earliest: date,
    latest: date,
    expected: str,
) -> None:
    found = con.execute(
        "SELECT canceled_of($1::DATE, $2::DATE, $3::DATE, $4::DATE)",
        [canceled_on, earliest, latest, FILED],
    ).fetchall()
    assert found == [(expected,)]


@pytest.mark.parametrize(
    ("from_date", "expected"),
    [(None, "unclear"), (BEFORE, "unclear"), (BETWEEN, "late")],
)
def test_an_earlier_address_without_its_affidavit_leaves_the_matter_open(
    con: duckdb.DuckDBPyConnection, from_date: date | None, expected: str
) -> None:
    found = con.execute(
        """SELECT earlier_registration_of(NULL::DATE, NULL::DATE, $1::DATE, $2::DATE, $2::DATE,
             {'filed_on': $3::DATE, 'on_roll_by_filing': true, 'has_dates': true,
              'signed_by_signing_day': true, 'received_by_filing_day': true})""",
        [from_date, SIGNED, FILED],
    ).fetchall()
    assert found == [(expected,)]
