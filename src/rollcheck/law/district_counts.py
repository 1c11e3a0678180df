"""The file of counts per county or district that a petition file or ``--counts`` names."""

import csv
from pathlib import Path

from rollcheck.law.districts import District
from rollcheck.problems import Problem, RollcheckError, raise_if_any

NAMES = ("county", "district", "name")
NUMBERS = ("raw", "sample", "valid", "duplicates", "withdrawn", "registered", "votes_cast")


def read_counts(path: Path) -> list[District]:
    """Read one district from each row: its name, and the numbers the file has columns for.

    The first line names the columns: one of ``NAMES`` and some of ``NUMBERS``. Numbers may have
    thousands separators; an empty cell is no number. Raises ``RollcheckError`` with every problem
    of the file.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        message = "Save the file as UTF-8."
        raise RollcheckError([Problem(str(path), None, None, "encoding", message)]) from None
    except (FileNotFoundError, IsADirectoryError):
        message = "There is no such file; name the file of counts."
        raise RollcheckError([Problem(str(path), None, None, "missing_file", message)]) from None
    header, *rows = [*csv.reader(text.splitlines())] or [[]]
    columns = [cell.strip() for cell in header]
    raise_if_any(_of_the_header(path, columns))
    found: list[District] = []
    problems: list[Problem] = []
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            message = f"There are {len(cells)} cells and {len(columns)} columns; mend the row."
            problems.append(Problem(str(path), number, None, "cells", message))
            continue
        one, wrong = _district(path, number, dict(zip(columns, cells, strict=True)))
        found.append(one)
        problems += wrong
    if not found and not problems:
        message = "There is no row; give one for each county or district."
        problems.append(Problem(str(path), None, None, "missing", message))
    raise_if_any(problems)
    return found


def _of_the_header(path: Path, columns: list[str]) -> list[Problem]:
    problems = []
    if sum(name in columns for name in NAMES) != 1:
        message = f"Name one column {', '.join(NAMES[:-1])} or {NAMES[-1]}."
        problems.append(Problem(str(path), 1, None, "missing", message))
    for column in dict.fromkeys(columns):
        if column not in (*NAMES, *NUMBERS):
            message = f"No such column; known are {', '.join(NUMBERS)}."
            problems.append(Problem(str(path), 1, column, "unknown", message))
        elif columns.count(column) > 1:
            problems.append(Problem(str(path), 1, column, "twice", "The column comes twice."))
    return problems


def _district(path: Path, row: int, cells: dict[str, str]) -> tuple[District, list[Problem]]:
    problems = []
    numbers = {}
    for column in NUMBERS:
        cell = cells.get(column, "").strip().replace(",", "")
        if not cell:
            continue
        if cell.isascii() and cell.isdecimal():
            numbers[column] = int(cell)
        else:
            message = "Write a whole number that is not negative, such as 1234."
            problems.append(Problem(str(path), row, column, "value", message))
    name = next(cells[one].strip() for one in NAMES if one in cells)
    if not name:
        problems.append(Problem(str(path), row, None, "missing", "Give the row its name."))
    return District(name, numbers), problems
