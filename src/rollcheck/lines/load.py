"""Keyed lines from a file: one row per line that carries a signature."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.lines.signing_day import signing_day
from rollcheck.problems import Problem, raise_if_any
from rollcheck.problems.delimited import AUTO, TableFormat, read_table

LINE_COLUMNS = (
    "line_id",
    "section",
    "sheet",
    "line_no",
    "printed_name",
    "address",
    "city",
    "zip",
    "birth_year",
    "signed_on",
)
OPTIONAL = ("line_id", "city", "zip", "birth_year", "signed_on")
STRUCK = "struck"
PLACE = ("section", "sheet", "line_no")
IDENTITY = ("line_id", *PLACE)
SAME_ID = "the same line_id as in row {}; every line has its own"
SAME_MADE_ID = (
    "section, sheet and line number, joined by hyphens, are the same as in row {}; tell the lines "
    "apart in a column line_id"
)
EARLIEST_BIRTH = 1880
LATEST_BIRTH = 2100


@dataclass(frozen=True, slots=True)
class Lines:
    """A petition's lines in the order of their file, which is the order of filing.

    ``table`` has the columns of ``LINE_COLUMNS``: text, but ``birth_year`` (int16) and
    ``signed_on`` (date32), both null where not given. ``line_id`` is unique and not empty.
    ``struck`` are the ids of lines that were struck out before the filing.
    """

    table: pa.Table
    struck: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @property
    def ids(self) -> list[str]:
        """Every line id, in order."""
        ids: list[str] = self.table.column("line_id").to_pylist()
        return ids

    def identities(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield line_id, section, sheet and line_no of each line, in order."""
        columns = [self.table.column(name).to_pylist() for name in IDENTITY]
        return zip(*columns, strict=True)


def load_lines(path: Path) -> Lines:
    """Read keyed lines from CSV, plain or compressed, as spreadsheets write it.

    Names, addresses and dates may be missing from a line, and the columns city, zip, birth_year,
    signed_on and struck (``yes`` or empty) from the file; so may line_id, which then is section,
    sheet and line number, joined by hyphens. Days are as ``signing_day`` reads them. Raises
    ``RollcheckError`` with every problem, by row and column: a line_id missing or twice, the
    same section, sheet and line number twice, a birth year or date that cannot be, no lines.
    """
    needed = [name for name in LINE_COLUMNS if name not in OPTIONAL]
    raw, problems = read_table(
        path, TableFormat(delimiter=AUTO), required=needed, optional=(*OPTIONAL, STRUCK)
    )
    if raw.num_rows == 0 and not problems:
        message = "the file holds no lines; a petition without lines has none to verify"
        problems.append(Problem(path.name, None, None, "no_lines", message))
    text = {name: _trimmed(raw, name) for name in LINE_COLUMNS}
    has_ids = "line_id" in raw.column_names
    if not has_ids:
        text["line_id"] = pc.binary_join_element_wise(*(text[name] for name in PLACE), "-")
    rows = raw.column("_row").to_pylist()

    def report(index: int, column: str, code: str, message: str) -> None:
        problems.append(Problem(path.name, rows[index], column, code, message))

    _check_identity(text, rows, SAME_ID if has_ids else SAME_MADE_ID, report)
    typed = dict(text)
    typed["birth_year"] = _parsed(text, "birth_year", _birth_year, pa.int16(), report)
    typed["signed_on"] = _parsed(text, "signed_on", signing_day, pa.date32(), report)
    struck = _struck(raw, text["line_id"], report)
    raise_if_any(sorted(problems, key=lambda problem: problem.row or 0))
    return Lines(pa.table(typed), struck)


Report = Callable[[int, str, str, str], None]


def _trimmed(raw: pa.Table, name: str) -> pa.ChunkedArray:
    if name not in raw.column_names:
        return pa.chunked_array([pa.nulls(raw.num_rows, pa.string()).fill_null("")])
    return pc.utf8_trim_whitespace(pc.fill_null(raw.column(name), ""))


def _struck(raw: pa.Table, ids: pa.ChunkedArray, report: Report) -> frozenset[str]:
    """Return the ids of the lines marked as struck out."""
    if STRUCK not in raw.column_names:
        return frozenset()
    struck = set()
    marks = [mark.casefold() for mark in _trimmed(raw, STRUCK).to_pylist()]
    for index, (line_id, mark) in enumerate(zip(ids.to_pylist(), marks, strict=True)):
        if mark == "yes":
            struck.add(line_id)
        elif mark:
            report(index, STRUCK, "value", "write yes for a line struck out, or leave it empty")
    return frozenset(struck)


def _check_identity(
    text: dict[str, pa.ChunkedArray], rows: list[int], same_id: str, report: Report
) -> None:
    """Every line has an id, a section, a sheet and a number, and no two have the same.

    ``same_id`` is what to say of an id that is there twice.
    """
    if _are_told_apart(text):
        return
    seen_id: dict[str, int] = {}
    seen_place: dict[tuple[str, str, str], int] = {}
    columns = [text[name].to_pylist() for name in IDENTITY]
    for index, (line_id, *place) in enumerate(zip(*columns, strict=True)):
        for name, value in zip(IDENTITY, (line_id, *place), strict=True):
            if not value:
                report(index, name, "missing", f"the {name} is missing; fill it in")
        first = seen_id.setdefault(line_id, index)
        section, sheet, line_no = place
        there = seen_place.setdefault((section, sheet, line_no), index)
        if line_id and first != index and not (there == first and same_id == SAME_MADE_ID):
            report(index, "line_id", "duplicate_id", same_id.format(rows[first]))
        if all(place) and there != index:
            message = f"the same section, sheet and line number as in row {rows[there]}"
            report(index, "line_no", "duplicate_line", message)


def _are_told_apart(text: dict[str, pa.ChunkedArray]) -> bool:
    """Whether no identity is missing or there twice: asked of whole columns, as it mostly is so.

    Places that differ may be taken for the same, never the other way round.
    """
    columns = [text[name] for name in IDENTITY]
    if any(pc.any(pc.equal(column, "")).as_py() for column in columns):
        return False
    ids, *place = columns
    places = pc.binary_join_element_wise(*place, "\n")
    return all(pc.count_distinct(one).as_py() == len(one) for one in (ids, places))


def _parsed(
    text: dict[str, pa.ChunkedArray],
    name: str,
    parse: Callable[[str], object],
    kind: pa.DataType,
    report: Report,
) -> pa.Array:
    """Parse a column value by value; each distinct text is parsed once."""
    encoded = text[name].combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    parsed: list[object] = []
    wrong: dict[int, str] = {}
    for code, value in enumerate(encoded.dictionary.to_pylist()):
        try:
            parsed.append(parse(value) if value else None)
        except ValueError as error:
            parsed.append(None)
            wrong[code] = str(error)
    if wrong:
        for index, code in enumerate(encoded.indices.to_pylist()):
            if code in wrong:
                report(index, name, "impossible_date", wrong[code])
    return pa.array(parsed, kind).take(encoded.indices)


def _birth_year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and EARLIEST_BIRTH <= int(text) <= LATEST_BIRTH):
        raise ValueError("not a year of birth; write it as 1975 or leave it empty")
    return int(text)
