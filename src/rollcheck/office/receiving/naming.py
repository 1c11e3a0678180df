"""How sections, sheets and pages are written: on labels, in file names, in the record.

A section is called by the number on it; a sheet ``12/3`` is the third of section 12, and
``12/3/5`` the fifth line on it. A file of scans is called ``12.pdf`` or ``12_3.png``.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

SECTION = re.compile(r"(?=.{1,20}\Z)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z")
FILE = re.compile(r"(?P<section>[A-Za-z0-9-]+)(?:_(?P<sheet>[0-9]{1,5}))?\.[A-Za-z]{3,4}\Z")
SCANNED = re.compile(
    r"(?:(?P<sheet>[1-9][0-9]{0,4})(?:/(?P<line>[1-9][0-9]{0,4}))?)?"
    r"(?: ?p(?P<page>[1-9][0-9]{0,4}))?\Z"
)
RANGE = re.compile(r"([1-9][0-9]{0,4})(?:-([1-9][0-9]{0,4}))?\Z")
MISSING = "-"
MOST_SHEETS = 1000
MOST_LINES = 500


def section_number(written: str) -> str | None:
    """Return a section's number as it is kept, or None for what cannot be one.

    Leading zeros do not count: the label ``0012`` and the typed ``12`` are one section.
    """
    text = written.strip().upper()
    if not SECTION.match(text):
        return None
    return (text.lstrip("0") or "0") if text.isdigit() else text


def sheet_numbers(written: str, known: Collection[int]) -> list[int] | None:
    """Read ``1-3, 7`` as sheets, ``""`` as every known one; None for what names no known sheet."""
    if not written.strip():
        return sorted(known)
    found: set[int] = set()
    for part in re.split(r"[,\s]+", written.strip(" ,")):
        read = RANGE.match(part)
        if read is None:
            return None
        first, last = int(read[1]), int(read[2] or read[1])
        found.update(range(first, min(last, MOST_SHEETS) + 1))
        if first > last or last > MOST_SHEETS:
            return None
    return sorted(found) if found <= set(known) else None


def ranges(numbers: Iterable[int]) -> str:
    """Write numbers in short: 1, 2, 3 and 7 as ``1-3, 7``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a}-{b}" if b > a else f"{a}" for a, b in runs)


def numbers_of(written: str) -> list[int]:
    """Read the numbers that ``ranges`` wrote. Raises ``ValueError`` for anything else."""
    found: list[int] = []
    for part in written.split(", "):
        first, _hyphen, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def counts_of(written: str) -> list[int | None] | None:
    """Read ``10 9 -`` as the lines of three sheets, the last of them missing (None).

    None for what is no such list.
    """
    parts = re.split(r"[,\s]+", written.strip(" ,"))
    if not all(part == MISSING or (part.isdecimal() and len(part) < 5) for part in parts):
        return None
    counts = [None if part == MISSING else int(part) for part in parts]
    return None if any(count is not None and count > MOST_LINES for count in counts) else counts


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a page of a scan shows: a sheet, a line of it, or (None) what nobody said yet."""

    sheet: int | None
    line: int | None
    page: int

    def __str__(self) -> str:
        """Write it as the record does: ``3``, ``3/5``, ``3 p2``, ``p2``."""
        words = [f"{self.sheet}" + (f"/{self.line}" if self.line else "")] if self.sheet else []
        return " ".join([*words, *([f"p{self.page}"] if self.page > 1 else [])])


def scanned(written: str) -> Scanned | None:
    """Read what ``Scanned`` writes; None for anything else."""
    read = SCANNED.match(written)
    if read is None:
        return None
    sheet, line, page = (
        int(part) if part else None for part in read.group("sheet", "line", "page")
    )
    return Scanned(sheet, line, page or 1)


def of_file(name: str) -> tuple[str, int] | None:
    """Return the section and the first sheet that a file's name says, or None."""
    read = FILE.match(name)
    section = section_number(read["section"]) if read else None
    if read is None or section is None:
        return None
    return section, int(read["sheet"] or 1)
