"""Typed reading of one TOML table; every problem is kept, none stops the reading."""

import difflib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TypeGuard

from rollcheck.problems import Problem


class Keys:
    """Reads the keys of one table by type; what is wrong or left over ends in ``problems``.

    ``prefix`` is put before key names in problems, ``beside`` is the folder that file names
    are relative to. A key of the wrong type reads as absent.
    """

    def __init__(
        self, file: str, table: Mapping[str, object], beside: Path, prefix: str = ""
    ) -> None:
        self._file = file
        self._table = table
        self._beside = beside
        self._prefix = prefix
        self._asked: list[str] = []
        self._problems: list[Problem] = []

    def text(self, key: str, *, needed: bool = False) -> str | None:
        """Return text that is not empty."""
        value = self._value(key, needed=needed, what='text in quotes, such as "us-ca"')
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self._wrong(key, "must be text in quotes, and not empty")
        return None

    def file(self, key: str, *, needed: bool = False) -> Path | None:
        """Return a path, resolved beside the file that names it."""
        name = self.text(key, needed=needed)
        return None if name is None else self._beside / name

    def day(self, key: str, *, needed: bool = False) -> date | None:
        """Return a date without a time."""
        value = self._value(key, needed=needed, what="a date without quotes, such as 2022-07-06")
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self._wrong(key, "must be a date without quotes or a time, such as 2022-07-06")
        return None

    def whole(self, key: str, *, least: int, needed: bool = False) -> int | None:
        """Return a whole number of at least ``least``."""
        value = self._value(key, needed=needed, what=f"a whole number of at least {least}")
        if value is None or (_is_whole(value, least=least)):
            return value
        self._wrong(key, f"must be a whole number of at least {least}")
        return None

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return one whole number above 0 or a list of them; absent reads as none."""
        value = self._value(key, needed=False, what="")
        values = value if isinstance(value, list) else [] if value is None else [value]
        good = tuple(one for one in values if _is_whole(one, least=1))
        if len(good) != len(values) or value == []:
            self._wrong(key, "must be a whole number above 0, or a list of them, certified first")
            return ()
        if len(set(good)) != len(good):
            self._wrong(key, "names a value twice; name each contested value once")
        return good

    def table(self, key: str) -> "Keys | None":
        """Return the table under ``key``; its problems are its own."""
        value = self._value(key, needed=False, what="")
        if value is None:
            return None
        if not isinstance(value, dict):
            self._wrong(key, f"must be a table: start a line with [{key}]")
            return None
        return Keys(self._file, value, self._beside, f"{self._prefix}{key}.")

    def tables(self, key: str) -> "tuple[Keys, ...]":
        """Return the tables of a list under ``key``, numbered from 1 in problems."""
        value = self._value(key, needed=False, what="")
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self._wrong(key, f"must be a list of tables: start each with [[{self._prefix}{key}]]")
            return ()
        return tuple(
            Keys(self._file, one, self._beside, f"{self._prefix}{key}.{number}.")
            for number, one in enumerate(value, start=1)
        )

    def problems(self) -> list[Problem]:
        """Return what was wrong with the keys read, and every key that nobody asked for."""
        left = [key for key in self._table if key not in self._asked]
        return [*self._problems, *(self._unknown(key) for key in left)]

    def _value(self, key: str, *, needed: bool, what: str) -> object:
        self._asked.append(key)
        if needed and key not in self._table:
            self._add(key, "missing_key", f"the key is missing; add it as {what}")
        return self._table.get(key)

    def _unknown(self, key: str) -> Problem:
        near = difflib.get_close_matches(key, self._asked, n=1)
        hint = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(self._asked)}"
        return Problem(self._file, None, self._prefix + key, "unknown_key", f"unknown key; {hint}")

    def _wrong(self, key: str, message: str) -> None:
        self._add(key, "wrong_type", message)

    def _add(self, key: str, code: str, message: str) -> None:
        self._problems.append(Problem(self._file, None, self._prefix + key, code, message))


def _is_whole(value: object, *, least: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least
