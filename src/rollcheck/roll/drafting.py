"""A first layout for a voter file that has none: what its header and its first rows say."""

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.problems import Problem, RollcheckError
from rollcheck.problems.delimited import AUTO, BadRow, TableFormat, read_batches
from rollcheck.roll.columns import IDENTITY, STATUSES, VOTER_COLUMNS, VOTER_DATES
from rollcheck.roll.source import file_at

BATCHES = 4  # of some megabytes each: enough for every status, and quick with any file
OF_RESIDENCE = ("residential", "residence", "resident", "resi", "res")
MOST_CODES = 40  # a column with more different texts holds no status
MONTH_FIRST, DAY_FIRST = "%m/%d/%Y", "%d/%m/%Y"
DATE_FORMS = (
    *("%Y-%m-%d", MONTH_FIRST, "%m-%d-%Y", "%Y%m%d", "%m%d%Y", "%Y/%m/%d", "%d-%b-%Y", "%d.%m.%Y"),
    *(DAY_FIRST, "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p"),
)
UNKNOWN_DATES = frozenset(
    ("00000000", "99999999", "0000-00-00", "00/00/0000", "1800-01-01", "1900-01-01", "01/01/1900")
)
STATUS_WORDS = {
    "active": ("A", "AC", "ACT", "ACTIVE"),
    "inactive": ("I", "IN", "INA", "INACTIVE", "CONFIRMATION"),
    "pending": ("P", "PE", "PEN", "PENDING"),
    "preregistered": ("PREREGISTERED", "PRE-REGISTERED", "PREREG"),
    "canceled": ("C", "CA", "CAN", "CANC", "CANCELED", "CANCELLED", "REMOVED"),
    "confidential": ("CONFIDENTIAL",),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A layout file to be read through: its text, what it found, and what is left to say.

    ``columns`` says for each column of a snapshot which of the file's it seems to be; ``unnamed``
    are the needed ones that no column of the file seems to be.
    """

    text: str
    columns: Mapping[str, str]
    unnamed: tuple[str, ...]


def draft_layout(path: Path, encoding: str = "utf-8") -> Draft:
    """Draft a layout from the header of a delimited file and its first rows.

    A column is told by its name alone, dates and statuses by the texts in their columns. Raises
    ``RollcheckError`` where the file cannot be read, or where no column's name says what it is.
    """
    file_at(path)
    table, names = _first_rows(path, encoding)
    columns = _columns_by_name(names)
    if not columns:
        message = (
            "no cell of its first row names a column that a voter file has; where rows stand above "
            "the header, delete them; a file without a header or of fixed width takes a layout "
            "written by hand (docs/formats-roll.md)"
        )
        raise RollcheckError([Problem(path.name, 1, None, "no_header", message)])
    unnamed = tuple(column for column in IDENTITY if column not in columns)
    return Draft(_written(path.name, encoding, table, names, columns), columns, unnamed)


def _first_rows(path: Path, encoding: str) -> tuple[pa.Table, list[str]]:
    names: list[str] = []

    def ignore(_bad: BadRow) -> None:
        """Pass over a row that an import will reject, and say why."""

    batches = read_batches(
        path,
        TableFormat(delimiter=AUTO, encoding=encoding),
        required=(),
        on_bad_row=ignore,
        on_columns=names.extend,
    )
    parts = [batch.rows for batch in islice(batches, BATCHES)]
    schema = pa.schema([(name, pa.string()) for name in names])
    return pa.Table.from_batches(parts, None if parts else schema), names


def _columns_by_name(names: Sequence[str]) -> dict[str, str]:
    """Return the file's column for each column of a snapshot that one is called like."""
    with files("rollcheck.roll").joinpath("words/header_names.csv").open(encoding="utf-8") as file:
        words = {
            word: row["column"] for row in csv.DictReader(file) for word in row["names"].split()
        }
    found: dict[str, str] = {}
    for name in names:
        letters = "".join(filter(str.isalnum, name)).casefold()
        bare = next(
            (letters.removeprefix(word) for word in OF_RESIDENCE if letters.startswith(word)), ""
        )
        column = words.get(letters) or words.get(bare)
        if column:
            found.setdefault(column, name)
    if "birth_date" in found:
        found.pop("birth_year", None)
    return {column: found[column] for column in VOTER_COLUMNS if column in found}


def _written(
    called: str, encoding: str, table: pa.Table, names: Sequence[str], columns: Mapping[str, str]
) -> str:
    missing = [column for column in IDENTITY if column not in columns]
    left = [name for name in names if name not in columns.values()]
    title = f"Drafted from {called}; not read through yet"
    lines = [f"title = {_quoted(title)}", "", "[format]", 'delimiter = "auto"']
    lines += [f"encoding = {_quoted(encoding)}", "", "[columns]"]
    lines += [f"{column} = {_quoted(name)}" for column, name in columns.items()]
    lines += [f'{column} = ""  # needed: name the column of the file' for column in missing]
    if left:
        lines += ["# Columns of the file that are not used; take from them what is missing above:"]
        lines += [f"#   {_quoted(name)}" for name in left]
    texts = {column: _texts(table, name) for column, name in columns.items()}
    lines += _dates({column: texts[column] for column in VOTER_DATES if column in texts})
    if "status" in texts:
        lines += _statuses(texts["status"])
    return "\n".join(lines) + "\n"


def _texts(table: pa.Table, name: str) -> Counter[str]:
    """Return the different texts of a column, trimmed, with how often each stands there."""
    counted = pc.value_counts(pc.utf8_trim_whitespace(table.column(name))).to_pylist()
    return Counter({each["values"]: each["counts"] for each in counted})


def _dates(texts: Mapping[str, Counter[str]]) -> list[str]:
    """Return the forms of the dates, each that reads some which none before it reads."""
    found = {text for column in texts.values() for text in column if text}
    if not found:
        return []
    unknown = sorted(found & UNKNOWN_DATES)
    left = found - UNKNOWN_DATES
    forms: list[str] = []
    for form in DATE_FORMS:
        read = {text for text in left if _is_date(text, form)}
        if read:
            forms.append(form)
            left -= read
    if DAY_FIRST in forms and all(
        _is_date(text, DAY_FIRST) for text in found - UNKNOWN_DATES if _is_date(text, MONTH_FIRST)
    ):
        # 31/12 is there and no 12/31: then 1/2 has the day first too.
        forms = [form for form in forms if form != MONTH_FIRST]
    lines = ["", "[dates]", f"formats = [{', '.join(map(_quoted, forms))}]"]
    if unknown:
        lines += [f"unknown = [{', '.join(map(_quoted, unknown))}]  # stand for no date, it seems"]
    if {DAY_FIRST, MONTH_FIRST} <= set(forms):
        lines += [
            "# Some dates have the month first and some the day: find out, and name one form."
        ]
    if left:
        lines += [f"# Texts in none of these forms: {len(left):,}. Years of two digits leave the"]
        lines += ["# century open: have the file made with four."]
    return lines


def _is_date(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007 - a day, without a time
    except ValueError:
        return False
    return True


def _statuses(texts: Counter[str]) -> list[str]:
    known = {word: status for status, words in STATUS_WORDS.items() for word in words}
    lines = [""]
    if texts[""]:
        have = _rows(texts[""], "has", "have")
        lines += ["[status]", f"# {have} none; say what that means:"]
        lines += ['# when_empty = "active"', ""]
    codes = [text for text in texts if text]
    if len(codes) > MOST_CODES:
        return [*lines, f"# {len(codes):,} different statuses: is it the right column?"]
    lines += [f"[status.codes]  # each is one of {', '.join(STATUSES)}"]
    for code in sorted(codes):
        status, rows = known.get(code.upper()), _rows(texts[code])
        said = f"{_quoted(code)} = {_quoted(status or '...')}  # {rows}"
        lines.append(said if status else f"# {said}: say what it means")
    return lines


def _rows(count: int, one: str = "", more: str = "") -> str:
    """Return ``1 row`` or ``2 rows``, with the verb that goes with it."""
    return f"1 row {one}".rstrip() if count == 1 else f"{count:,} rows {more}".rstrip()


def _quoted(text: str) -> str:
    """Return ``text`` as a TOML string: JSON's writing is one, but for the sign for delete."""
    return json.dumps(text, ensure_ascii=True).replace("\x7f", "\\u007f")
