"""Whose signature a file holds: from its name, or from an index beside it.

A file is called ``VOTER.png`` or ``VOTER_2010-11-02_affidavit.tif``: voter, day, source. A folder
may hold ``index.csv`` with the columns ``file`` or ``affidavit``, and ``voter_id``, ``date``,
``source``; what it says of a file beats the name.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rollcheck.office.acts.keepable import is_keepable
from rollcheck.problems import Problem, RollcheckError, raise_if_any

INDEX = "index.csv"
NAME = re.compile(
    r"(?P<who>[^_/\\]{1,64})(?:_(?P<day>[0-9]{4}-?[0-9]{2}-?[0-9]{2}))?(?:_(?P<source>[^/\\]{1,100}))?"
    r"\.(?:png|tiff?|jpe?g)\Z",
    re.IGNORECASE,
)
MOST_INDEX_BYTES = 2 << 30


@dataclass(frozen=True, slots=True)
class Named:
    """Whose signature it is, of which day, from where; the day is None where nobody says it."""

    voter: str
    signed_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Index:
    """What an index says, by the file's name or by the number of the affidavit."""

    by_file: Mapping[str, Named]
    by_affidavit: Mapping[str, Named]

    def named(self, name: str) -> Named | None:
        """Return whose signature a file holds; None: neither index nor name says it.

        A name with a day that no calendar has says nothing: what else it says may be as wrong.
        """
        if name in self.by_file:
            return self.by_file[name]
        read = NAME.match(name)
        if read is None:
            return None
        if read["who"] in self.by_affidavit:
            return self.by_affidavit[read["who"]]
        day = _day(read["day"] or "")
        if read["day"] and day is None:
            return None
        return Named(read["who"], day, (read["source"] or "").strip())


def read_index(folder: Path) -> Index:
    """Read the folder's index, where it has one. Raises ``RollcheckError`` with every bad row."""
    path = folder / INDEX
    if path.is_symlink() or not path.is_file():
        return Index({}, {})
    if path.stat().st_size > MOST_INDEX_BYTES:
        raise RollcheckError(
            [_wrong(None, None, "too_large", "the index is beyond 2 GB; split it")]
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read(csv.DictReader(file))
    except UnicodeDecodeError:
        raise RollcheckError([_wrong(None, None, "encoding", "save the index as UTF-8")]) from None
    except csv.Error:
        raise RollcheckError([_wrong(None, None, "no_csv", "this is no CSV file")]) from None


def _read(rows: "csv.DictReader[str]") -> Index:
    columns = rows.fieldnames or []
    if "voter_id" not in columns or not {"file", "affidavit"} & set(columns):
        message = "the index needs the column voter_id, and file or affidavit"
        raise RollcheckError([_wrong(1, None, "missing_column", message)])
    by_file: dict[str, Named] = {}
    by_affidavit: dict[str, Named] = {}
    problems = []
    for number, row in enumerate(rows, start=2):
        cells = {name: (row.get(name) or "").strip() for name in columns}
        written = cells.get("date", "")
        day = _day(written)
        if written and day is None:
            problems.append(_wrong(number, "date", "date", "write the day as 2010-11-02"))
        if not all(is_keepable(cell) for cell in cells.values()):
            problems.append(_wrong(number, None, "not_text", "it holds control characters"))
        if not 0 < len(cells["voter_id"]) <= 64:
            problems.append(_wrong(number, "voter_id", "voter_id", "say whose signature it is"))
        named = Named(cells["voter_id"], day, cells.get("source", "")[:100])
        if cells.get("file"):
            by_file[cells["file"]] = named
        elif cells.get("affidavit"):
            by_affidavit[cells["affidavit"]] = named
        else:
            problems.append(_wrong(number, None, "no_file", "name the file or the affidavit"))
    raise_if_any(problems)
    return Index(by_file, by_affidavit)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _wrong(row: int | None, column: str | None, code: str, message: str) -> Problem:
    return Problem(INDEX, row, column, code, message)
