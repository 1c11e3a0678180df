"""Determinations: what each person found on each line, as their file says it."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from rollcheck.problems import Problem, raise_if_any
from rollcheck.problems.delimited import TableFormat, read_table

COLUMNS = ("line_id", "person", "finding", "reason", "voter_id", "duplicate_of", "at")
DUPLICATE = "duplicate"
NOT_LOCATED = "not_located"


@dataclass(frozen=True, slots=True)
class Determination:
    """One person's finding on one line.

    ``reason`` is empty for a valid line, ``voter_id`` may be empty for an invalid one, and
    ``duplicate_of`` names the line that a duplicate repeats. A line that could not be found on
    paper is not ``located``: neither valid nor invalid for a reason.
    """

    person: str
    valid: bool
    reason: str
    voter_id: str
    duplicate_of: str
    at: datetime | None
    located: bool = True


@dataclass(frozen=True, slots=True)
class DeterminationRows:
    """The rows of a determinations file as read, not yet checked against any lines."""

    file: str
    table: pa.Table
    problems: tuple[Problem, ...]

    def not_located(self) -> Mapping[str, tuple[Determination, ...]]:
        """Return every finding on each line that somebody could not find on paper."""
        found: dict[str, list[Determination]] = {}
        for _, cells in _rows(self.table):
            found.setdefault(cells["line_id"], []).append(_determination(cells, None))
        return {
            line_id: tuple(several)
            for line_id, several in found.items()
            if any(not one.located for one in several)
        }


def read_determinations(path: Path) -> DeterminationRows:
    """Read the rows; raise ``RollcheckError`` for a file that is no table of determinations."""
    table, problems = read_table(path, TableFormat(), required=COLUMNS[:6], optional=COLUMNS[6:])
    return DeterminationRows(path.name, table, tuple(problems))


def load_determinations(
    path: Path,
    *,
    lines: Collection[str] | None,
    reasons: Collection[str] | None,
) -> Mapping[str, tuple[Determination, ...]]:
    """Read and check a file at once; see ``checked_determinations``."""
    return checked_determinations(read_determinations(path), lines=lines, reasons=reasons)


def checked_determinations(
    rows: DeterminationRows,
    *,
    lines: Collection[str] | None,
    reasons: Collection[str] | None,
    copies: Collection[str] | None = None,
    scope: str = "the petition",
    uncounted: Collection[str] = frozenset(),
    before: Mapping[str, Sequence[Determination]] = MappingProxyType({}),
) -> Mapping[str, tuple[Determination, ...]]:
    """Return determinations by line, each line's in the order of the file.

    ``lines`` are the line ids that may be determined and ``scope`` says in words what they
    are; ``copies`` are those that a duplicate may repeat (``None``: the same); ``reasons`` are
    the reason codes that the place has. ``None`` of lines or reasons: not known, not checked.
    ``uncounted`` are lines of the petition that are not in the count, so that nobody determines
    them; ``before`` holds what an earlier file found. Two names that differ in case or spacing
    alone are one person. Raises ``RollcheckError`` with every problem of the file.
    """
    problems = list(rows.problems)
    found: dict[str, list[Determination]] = {}
    first_row: dict[tuple[str, str], int] = {}
    for row, cells in _rows(rows.table):
        wrong = _wrong(cells, reasons, lines if copies is None else copies)
        wrong += _wrong_line(cells["line_id"], lines, uncounted, scope)
        person = same_person(cells["person"])
        first = first_row.setdefault((cells["line_id"], person), row)
        if first != row:
            message = f"this person has determined this line already, in row {first}; keep one"
            wrong.append(("person", "two_by_one_person", message))
        elif any(same_person(one.person) == person for one in before.get(cells["line_id"], ())):
            message = "this person determined this line in an earlier sample; leave the row out"
            wrong.append(("person", "two_by_one_person", message))
        at, bad_time = _time(cells["at"])
        wrong += bad_time
        problems += [Problem(rows.file, row, *one) for one in wrong]
        if not wrong:
            found.setdefault(cells["line_id"], []).append(_determination(cells, at))
    raise_if_any(sorted(problems, key=lambda problem: problem.row or 0))
    return {line_id: tuple(several) for line_id, several in found.items()}


def _rows(table: pa.Table) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row's number and its cells, stripped, batch by batch to bound memory."""
    there = [name for name in COLUMNS if name in table.column_names]
    absent = dict.fromkeys(COLUMNS, "")
    for batch in table.to_batches(max_chunksize=65_536):
        columns = {name: batch.column(name).to_pylist() for name in (*there, "_row")}
        for i, row in enumerate(columns["_row"]):
            yield row, absent | {name: (columns[name][i] or "").strip() for name in there}


def _determination(cells: Mapping[str, str], at: datetime | None) -> Determination:
    return Determination(
        person=cells["person"],
        valid=cells["finding"] == "valid",
        reason=cells["reason"],
        voter_id=cells["voter_id"],
        duplicate_of=cells["duplicate_of"],
        at=at,
        located=cells["finding"] != NOT_LOCATED,
    )


def same_person(name: str) -> str:
    """Return a name by which a person is known whatever its case and spacing."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


Wrong = list[tuple[str, str, str]]


def _wrong_line(
    line_id: str, lines: Collection[str] | None, uncounted: Collection[str], scope: str
) -> Wrong:
    if line_id in uncounted:
        message = (
            "this line is not in the count, being struck out or on a void sheet; leave the row "
            "out, or mend what says so"
        )
        return [("line_id", "line_not_counted", message)]
    if lines is not None and line_id not in lines:
        message = f"no such line in {scope}; mend the line_id or leave the row out"
        return [("line_id", "unknown_line", message)]
    return []


def _time(text: str) -> tuple[datetime | None, Wrong]:
    if not text:
        return None, []
    try:
        return datetime.fromisoformat(text), []
    except ValueError:
        message = "not a time; write it as 2022-07-08T14:30 or leave it empty"
        return None, [("at", "impossible_date", message)]


def _wrong(
    cells: Mapping[str, str], reasons: Collection[str] | None, copies: Collection[str] | None
) -> Wrong:
    """Everything wrong with what one row says, as (column, code, message)."""
    found: Wrong = []
    if not cells["person"]:
        found.append(("person", "missing", "who determined it is missing; fill it in"))
    if cells["finding"] == "valid":
        return found + _wrong_of_valid(cells)
    if cells["finding"] == "invalid":
        return found + _wrong_of_invalid(cells, reasons, copies)
    if cells["finding"] == NOT_LOCATED:
        return found + _wrong_of_not_located(cells)
    message = "the finding must be valid, invalid or not_located"
    found.append(("finding", "unknown_finding", message))
    return found


def _wrong_of_not_located(cells: Mapping[str, str]) -> Wrong:
    message = "a line that was not found on paper says nothing; empty the cell"
    return [
        (column, "contradiction", message)
        for column in ("reason", "voter_id", "duplicate_of")
        if cells[column]
    ]


def _wrong_of_valid(cells: Mapping[str, str]) -> Wrong:
    found: Wrong = []
    if cells["reason"]:
        found.append(("reason", "contradiction", "a valid line has no reason; empty the cell"))
    if not cells["voter_id"]:
        found.append(("voter_id", "missing", "a valid line names its voter; fill it in"))
    if cells["duplicate_of"]:
        message = "a valid line is no duplicate; empty the cell or give the reason duplicate"
        found.append(("duplicate_of", "contradiction", message))
    return found


def _wrong_of_invalid(
    cells: Mapping[str, str], reasons: Collection[str] | None, copies: Collection[str] | None
) -> Wrong:
    found: Wrong = []
    reason, other = cells["reason"], cells["duplicate_of"]
    if not reason:
        found.append(("reason", "missing", "an invalid line has a reason; fill it in"))
    elif reasons is not None and reason not in reasons:
        message = f"this place has no such reason; it has {', '.join(reasons)}"
        found.append(("reason", "unknown_reason", message))
    if reason == DUPLICATE and not other:
        message = "a duplicate names the line it repeats; fill it in"
        found.append(("duplicate_of", "missing", message))
    if other and reason != DUPLICATE:
        message = "only a line with the reason duplicate repeats another; empty the cell"
        found.append(("duplicate_of", "contradiction", message))
    if other and other == cells["line_id"]:
        found.append(("duplicate_of", "itself", "a line cannot repeat itself; name the other"))
    elif other and copies is not None and other not in copies:
        found.append(("duplicate_of", "unknown_line", "no such line; mend the line_id"))
    return found
