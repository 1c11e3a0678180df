"""A layout: where in a voter file each column of a snapshot stands and how it is written."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from rollcheck.problems import Problem, RollcheckError
from rollcheck.problems.delimited import TableFormat
from rollcheck.roll.layout_file import read_layout_file


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a column's text comes from: source columns joined, or the same text in every row.

    Each of ``sources`` that is not empty gets its prefix; ``separator`` stands between them.
    """

    sources: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    separator: str = " "
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class RowTest:
    """True of the rows in which ``column`` holds one of ``values`` (without regard to case)."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout as loaded from TOML; docs/formats-roll.md describes every key.

    ``columns`` maps a snapshot's column to its origin. ``status_codes`` has lower-case keys;
    ``status_where`` are (test, status) pairs that beat the code. ``sha256`` is that of the file.
    """

    name: str
    sha256: str
    format: TableFormat
    columns_may_be_absent: bool
    columns: Mapping[str, Origin]
    date_formats: tuple[str, ...]
    unknown_dates: tuple[str, ...]
    drop_impossible_dates: bool
    status_codes: Mapping[str, str]
    status_when_empty: str | None
    status_where: tuple[tuple[RowTest, str], ...]
    may_be_empty: tuple[str, ...]
    skip: tuple[RowTest, ...]

    def source_columns(self) -> list[str]:
        """Return every column of the source that the layout reads, once each."""
        tests = [*self.skip, *(test for test, _ in self.status_where)]
        names = [source for origin in self.columns.values() for source in origin.sources]
        return list(dict.fromkeys([*names, *(test.column for test in tests)]))

    def with_encoding(self, encoding: str | None) -> "Layout":
        """Return this layout for a file in another encoding; None leaves it as it is."""
        if encoding is None:
            return self
        return replace(self, format=replace(self.format, encoding=encoding))


def layout_names() -> tuple[str, ...]:
    """Return the names of the layouts that come with the package."""
    folder = files("rollcheck.roll").joinpath("layouts")
    names = (entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in names if name != "history.toml"))


def load_layout(name_or_path: str | Path) -> Layout:
    """Load a layout of the package by its name, or one of your own by the path of its TOML file.

    Raises ``RollcheckError`` with every problem of the file, each by its key.
    """
    name = str(name_or_path)
    if isinstance(name_or_path, str) and not name.endswith(".toml"):
        packed = files("rollcheck.roll").joinpath("layouts", f"{name}.toml")
        if not packed.is_file():
            message = (
                f"there is no layout of this name; there are {', '.join(layout_names())}, or name "
                "a file that ends in .toml"
            )
            raise RollcheckError([Problem(name, None, None, "unknown_layout", message)])
        return _layout(name, packed.read_bytes(), f"{name}.toml")
    try:
        content = Path(name).read_bytes()
    except FileNotFoundError:
        problem = Problem(name, None, None, "missing", "there is no such layout file")
        raise RollcheckError([problem]) from None
    return _layout(Path(name).stem, content, name)


def _layout(name: str, content: bytes, file: str) -> Layout:
    read = read_layout_file(content, file)
    return Layout(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        format=TableFormat(
            delimiter=read.text("format", "delimiter", ","),
            quote=read.text("format", "quote", '"') or None,
            encoding=read.text("format", "encoding", "utf-8"),
            header=read.flag("format", "header", default=not read.positions()),
            fixed_width=read.positions(),
            names=read.texts("format", "names"),
            trimmed=read.flag("format", "trimmed", default=False),
        ),
        columns_may_be_absent=read.flag("format", "columns_may_be_absent", default=False),
        columns={column: Origin(**origin) for column, origin in read.origins().items()},
        date_formats=read.texts("dates", "formats"),
        unknown_dates=read.texts("dates", "unknown"),
        drop_impossible_dates=read.flag("dates", "drop_impossible", default=False),
        status_codes=read.codes(),
        status_when_empty=read.text("status", "when_empty", "") or None,
        status_where=tuple(
            (RowTest(column, values), status) for column, values, status in read.status_where()
        ),
        may_be_empty=read.texts("rows", "may_be_empty"),
        skip=tuple(RowTest(column, values) for column, values in read.skip()),
    )
