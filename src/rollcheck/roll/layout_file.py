"""A layout's TOML file, checked key by key: everything wrong with it is reported at once."""

import codecs
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypedDict

from rollcheck.problems import Problem, RollcheckError, raise_if_any
from rollcheck.roll.columns import HISTORY_COLUMNS, IDENTITY, STATUSES, VOTER_COLUMNS
from rollcheck.roll.layout_keys import Table, shape_problems, table_in, texts_in, well_shaped

TARGETS = tuple(dict.fromkeys((*VOTER_COLUMNS, *HISTORY_COLUMNS)))


class OriginKeys(TypedDict):
    """The arguments of a layout's ``Origin``."""

    sources: tuple[str, ...]
    prefixes: tuple[str, ...]
    separator: str
    constant: str | None


@dataclass
class LayoutFile:
    """The values of a layout file whose shape has been checked; absent keys have defaults."""

    file: str
    tables: Mapping[str, Table]
    problems: list[Problem] = field(default_factory=list)

    def text(self, table: str, key: str, default: str) -> str:
        """Return one text."""
        return str(self.tables[table].get(key, default))

    def flag(self, table: str, key: str, *, default: bool) -> bool:
        """Return one truth value."""
        return bool(self.tables[table].get(key, default))

    def texts(self, table: str, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return texts_in(self.tables[table].get(key))

    def positions(self) -> tuple[tuple[str, int, int], ...]:
        """Return (column, first character from 1, length) for a fixed-width file."""
        found = []
        for column, place in table_in(self.tables["format"].get("positions")).items():
            match place:
                case [int(start), int(length)] if start > 0 and length > 0:
                    found.append((column, start, length))
                case _:
                    message = "say [first character, length], both counted from 1"
                    self._wrong(f"format.positions.{column}", message)
        return tuple(found)

    def origins(self) -> dict[str, OriginKeys]:
        """Return, for each column of the snapshot, where its text comes from."""
        found = {}
        for column, value in self.tables["columns"].items():
            origin = _origin(value)
            if column not in TARGETS:
                message = f"a snapshot has no such column; it has {', '.join(TARGETS)}"
                self._wrong(f"columns.{column}", message)
            elif origin is None:
                message = (
                    'say "COLUMN", {join = ["A", "B"], separator = " ", prefixes = ["", ""]} or '
                    '{constant = "TEXT"}'
                )
                self._wrong(f"columns.{column}", message)
            else:
                found[column] = origin
        return found

    def codes(self) -> dict[str, str]:
        """Return the status for each code, the codes in lower case."""
        return {
            code.lower(): str(status)
            for code, status in table_in(self.tables["status"].get("codes")).items()
            if self._is_status(f"status.codes.{code}", status)
        }

    def status_where(self) -> list[tuple[str, tuple[str, ...], str]]:
        """Return (column, values, status) of the tests that decide a status by another column."""
        found = []
        for number, (column, values, table) in self._tests("status", "where"):
            if self._is_status(f"status.where[{number}].status", table.get("status")):
                found.append((column, values, str(table["status"])))
        return found

    def skip(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return (column, values) of the tests that tell which rows are not part of the roll."""
        return [(column, values) for _, (column, values, _) in self._tests("rows", "skip")]

    def _tests(self, table: str, key: str) -> list[tuple[int, tuple[str, tuple[str, ...], Table]]]:
        found = []
        tests = self.tables[table].get(key, [])
        for number, test in enumerate(tests if isinstance(tests, list) else [], start=1):
            match test:
                case {"column": str(column), "values": [str(), *_] as values}:
                    found.append((number, (column, tuple(map(str, values)), test)))
                case _:
                    self._wrong(f"{table}.{key}[{number}]", "say column = TEXT and values = [TEXT]")
        return found

    def _is_status(self, key: str, status: object) -> bool:
        if status in STATUSES:
            return True
        self._wrong(key, f"this is no status; there are {', '.join(STATUSES)}")
        return False

    def _wrong(self, key: str, message: str) -> None:
        self.problems.append(Problem(self.file, None, key, "bad_layout", message))

    def check(self, told: Collection[str | None]) -> None:
        """Look at every value once, and at what only shows when values are seen together.

        ``told`` are the keys whose shape is wrong: what follows from that is not a problem more.
        """
        origins, positions = self.origins(), self.positions()
        self.codes()
        self.status_where()
        self.skip()
        self._check_format(fixed_width=bool(positions))
        for column in ("voter_id",) if "from_date" in origins else IDENTITY:
            if (
                "columns" not in told
                and column not in origins
                and f"columns.{column}" not in {p.column for p in self.problems}
            ):
                self._wrong(f"columns.{column}", "say which column of the file this is")
        if (when_empty := self.text("status", "when_empty", "")) != "":
            self._is_status("status.when_empty", when_empty)
        for column in self.texts("rows", "may_be_empty"):
            if column not in {"first", "last"}:
                self._wrong("rows.may_be_empty", "only first and last may be empty")
        self._check_dates()
        if "format.positions" not in told and "format.names" not in told:
            self._check_sources(origins, {*table_in(self.tables["format"].get("positions"))})

    def _check_format(self, *, fixed_width: bool) -> None:
        for key, allowed in (("delimiter", ("auto",)), ("quote", ("",))):
            value = self.text("format", key, ",")
            if value not in allowed and not (len(value) == 1 and value.isascii()):
                self._wrong(f"format.{key}", "say one ASCII character")
        try:
            codecs.lookup(self.text("format", "encoding", "utf-8"))
        except LookupError:
            message = "there is no such encoding; utf-8, windows-1252, latin-1 exist"
            self._wrong("format.encoding", message)
        header = self.flag("format", "header", default=not fixed_width)
        if not header and not fixed_width and not self.texts("format", "names"):
            self._wrong("format.names", "name the columns in order, since the file has no header")

    def _check_dates(self) -> None:
        for form in self.texts("dates", "formats"):
            padded = form.replace("%-", "%")
            try:
                read = datetime.strptime(date(2022, 7, 6).strftime(padded), padded)  # noqa: DTZ007
            except ValueError:
                read = None
            if read is None or read.date() != date(2022, 7, 6):
                message = f"{form} is no form of a whole date; %Y-%m-%d and %m/%d/%Y are"
                self._wrong("dates.formats", message)

    def _check_sources(self, origins: Mapping[str, OriginKeys], positions: set[str]) -> None:
        """Where the layout itself names the file's columns, it must only use these."""
        header = self.flag("format", "header", default=not positions)
        known = positions or set(() if header else self.texts("format", "names"))
        for column, origin in origins.items():
            for source in origin["sources"]:
                if known and source not in known:
                    message = f"the layout names no column {source} of the file"
                    self._wrong(f"columns.{column}", message)


def read_layout_file(content: bytes, file: str) -> LayoutFile:
    """Parse and check a layout file; raise ``RollcheckError`` with all of its problems."""
    try:
        document = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        problem = Problem(file, None, None, "bad_layout", "a layout file is UTF-8 text")
        raise RollcheckError([problem]) from None
    except tomllib.TOMLDecodeError as error:
        message = f"this is not TOML: {error}"
        raise RollcheckError([Problem(file, None, None, "bad_layout", message)]) from None
    problems = list(shape_problems(document, file))
    told = {problem.column for problem in problems}
    layout = LayoutFile(file, well_shaped(document))
    layout.check(told)
    raise_if_any([*problems, *(p for p in layout.problems if p.column not in told)])
    return layout


def _origin(value: object) -> OriginKeys | None:
    if isinstance(value, str) and value:
        return OriginKeys(sources=(value,), prefixes=("",), separator=" ", constant=None)
    table = table_in(value)
    constant = table.get("constant")
    if set(table) == {"constant"} and isinstance(constant, str) and constant:
        return OriginKeys(sources=(), prefixes=(), separator=" ", constant=constant)
    sources = texts_in(table.get("join"))
    prefixes = texts_in(table.get("prefixes")) or ("",) * len(sources)
    separator = table.get("separator", " ")
    known_keys = set(table) <= {"join", "separator", "prefixes"}
    if sources and known_keys and len(prefixes) == len(sources) and isinstance(separator, str):
        return OriginKeys(sources=sources, prefixes=prefixes, separator=separator, constant=None)
    return None
