"""Counts by county or district, as people paste them from a spreadsheet or a file."""

import csv
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollcheck.office.acts.keepable import is_keepable

LARGEST = 2_000_000_000
LONGEST_NAME = 100
MOST_ROWS = 5_000
SHOWN_PROBLEMS = 20

Row = tuple[str, int]


def read_rows(text: str, most: int | None = None) -> tuple[list[Row], list[str]]:
    """Read a name and a number from each row; return them and every problem, by row.

    Cells are parted by tabs, semicolons or commas. A first row without a number has the names of
    the columns. ``most`` is how many counties or districts there are, where the law says so.
    """
    try:
        table = [*csv.reader(text.splitlines(), delimiter=_delimiter(text))]
    except csv.Error:
        return [], [_("This is no table of rows; write a name and a number in each.")]
    numbered = [
        (row, cells) for row, cells in enumerate(table, start=1) if any(map(str.strip, cells))
    ]
    if numbered and _number(numbered[0][1][-1]) is None and len(numbered) > 1:
        del numbered[0]
    found: dict[str, Row] = {}
    problems: list[str] = []
    for row, cells in numbered[:MOST_ROWS]:
        wrong = _wrong(row, cells, found)
        if wrong:
            problems.append(wrong)
        else:
            name = cells[0].strip()
            found[name.casefold()] = name, _number(cells[1]) or 0
    if not numbered:
        problems.append(_("There is no row; give one for each."))
    if len(numbered) > min(MOST_ROWS, most or MOST_ROWS):
        said = {"rows": len(numbered), "most": min(MOST_ROWS, most or MOST_ROWS)}
        problems.append(_("There are %(rows)s rows, and at most %(most)s can be.") % said)
    return [*found.values()], _first(problems)


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return next((sign for sign in "\t;" if sign in first), ",")


def _wrong(row: int, cells: Sequence[str], before: dict[str, Row]) -> str:
    """Say what is wrong with a row; nothing where it is right."""
    if len(cells) != 2:
        return _("Row %(row)s: write a name and one number, in two cells.") % {"row": row}
    name = cells[0].strip()
    if not name or len(name) > LONGEST_NAME or not is_keepable(name):
        return _("Row %(row)s: write the name, at most 100 signs.") % {"row": row}
    if name.casefold() in before:
        return _("Row %(row)s: the name comes twice; give it one row.") % {"row": row}
    if _number(cells[1]) is None:
        return _("Row %(row)s: write a whole number without a sign, such as 1234.") % {"row": row}
    return ""


def _number(cell: str) -> int | None:
    """Return a whole number, with or without commas between its thousands."""
    digits = cell.strip().replace(",", "")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > len(str(LARGEST)):
        return None
    return int(digits) if int(digits) <= LARGEST else None


def _first(problems: list[str]) -> list[str]:
    more = len(problems) - SHOWN_PROBLEMS
    if more <= 0:
        return problems
    said = ngettext("and %(more)s more problem.", "and %(more)s more problems.", more)
    return [*problems[:SHOWN_PROBLEMS], said % {"more": more}]
