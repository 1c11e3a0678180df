"""On which row of a TOML file each key stands, so that a problem can say where it is.

``tomllib`` says where its syntax is broken, but of a file that it read it keeps no places. This
reads only as much as finding the keys takes, of text that ``tomllib`` accepted.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from rollcheck.problems import Problem

KEY: Final = re.compile(r'[ \t]*(?:"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([\w-]+))[ \t]*')
SPACE: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
PART_OF_VALUE: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[^"\'#]',
    re.DOTALL,
)
DEPTH: Final = {"[": 1, "{": 1, "]": -1, "}": -1}
SYNTAX: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


def rows_of_keys(text: str) -> dict[str, int]:
    """Return the row of every table and key by its dotted name, rows counted from 1.

    The entries of an array of tables are numbered from 1: ``requirement.bands.2.value``. What
    stands in an inline table has no row of its own; ``row_of`` gives it the one it stands on.
    """
    return _Scan(text).rows


def row_of(rows: Mapping[str, int], key: str | None) -> int | None:
    """Return the row of a key, else that of the nearest thing around it; None where none is."""
    while key:
        if key in rows:
            return rows[key]
        key = key.rpartition(".")[0]
    return None


def with_rows(problems: Iterable[Problem], text: str) -> list[Problem]:
    """Give each problem of a file of this text, whose column is a key, its row; sort by rows."""
    rows = rows_of_keys(text)
    found = [replace(one, row=row_of(rows, one.column)) for one in problems]
    return sorted(found, key=lambda one: one.row or 0)


def place_of_syntax(message: str) -> tuple[int | None, str | None]:
    """Return the row and the column, in characters, that an error of ``tomllib`` names."""
    found = SYNTAX.search(message)
    return (int(found[1]), found[2]) if found else (None, None)


class _Scan:
    """One pass over the text; ``rows`` is what it finds."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows: dict[str, int] = {}
        self.entries: dict[str, int] = {}
        table, at = "", self._after_space(0)
        while at < len(text):
            if text[at] == "[":
                table, at = self._table(at)
            else:
                at = self._key(table, at)
            at = self._after_space(at)

    def _after_space(self, at: int) -> int:
        found = SPACE.match(self.text, at)
        return found.end() if found else at

    def _parts(self, at: int) -> tuple[list[str], int]:
        """Read a dotted key; return its parts and where it ends."""
        parts: list[str] = []
        while found := KEY.match(self.text, at):
            parts.append(next(part for part in found.groups() if part is not None))
            at = found.end()
            if not self.text.startswith(".", at):
                break
            at += 1
        return parts, at

    def _table(self, at: int) -> tuple[str, int]:
        """Read ``[a.b]`` or ``[[a.b]]``; return the table's name with its entries' numbers."""
        start = at
        many = self.text.startswith("[[", at)
        parts, at = self._parts(at + 1 + many)
        name = ""
        for number, part in enumerate(parts, start=1):
            name = f"{name}.{part}" if name else part
            if number == len(parts) and many:
                self._mark(name, start)
                self.entries[name] = self.entries.get(name, 0) + 1
            if name in self.entries:
                name = f"{name}.{self.entries[name]}"
        self._mark(name, start)
        return name, at + 1 + many

    def _key(self, table: str, at: int) -> int:
        """Read ``key = value``; return where the value ends."""
        start = at
        parts, at = self._parts(at)
        name = ".".join([table, *parts] if table else parts)
        self._mark(name, start)
        return self._after_value(at + 1)

    def _after_value(self, at: int) -> int:
        depth = 0
        while found := PART_OF_VALUE.match(self.text, at):
            if depth == 0 and found[0] == "\n":
                break
            depth += DEPTH.get(found[0], 0)
            at = found.end()
        return at

    def _mark(self, name: str, at: int) -> None:
        self.rows.setdefault(name, self.text.count("\n", 0, at) + 1)
