"""The day of signing, as people and spreadsheets of the United States write it."""

import re
from datetime import date

EARLIEST = date(1900, 1, 1)
MONTH_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})", re.ASCII)
CENTURY, TWO_DIGITS = 2000, 100


def signing_day(text: str) -> date:
    """Read ``3/31/2022``, ``3-31-22`` or ``2022-03-31``.

    Raises ``ValueError`` with what to write where it is no day, or one before 1900.
    """
    try:
        day = _day(text)
    except ValueError:
        day = date.min
    if day < EARLIEST:
        raise ValueError(
            "not a day that can be; write it as 2022-03-31 or 3/31/2022 (month first), or leave it "
            "empty"
        )
    return day


def _day(text: str) -> date:
    if written := MONTH_FIRST.fullmatch(text):
        month, day, year = map(int, written.groups())
        return date(year + CENTURY if year < TWO_DIGITS else year, month, day)
    return date.fromisoformat(text)
