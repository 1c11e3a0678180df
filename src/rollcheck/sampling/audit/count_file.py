"""Counts of sections from a CSV file, checked against the sections drawn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rollcheck.problems import Problem, raise_if_any
from rollcheck.problems.delimited import TableFormat, read_table, stored_cell
from rollcheck.sampling.audit.manifest import Manifest, SectionCount

COLUMNS = ("section", "counter", "lines")
NOT_FOUND = "not_found"
MOST_DIGITS = 18

Wrong = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ExpectedCounts:
    """The manifest, the sections drawn in their order, and the counts of earlier steps.

    ``closed`` tells that lines have been reviewed since: the counts stand.
    """

    manifest: Manifest
    drawn: Sequence[str]
    before: Sequence[SectionCount]
    closed: bool


def read_counts(path: Path, expected: ExpectedCounts) -> list[SectionCount]:
    """Return the file's new counts; none where all are known already.

    ``lines`` is the number counted, or not_found where the section is not where the record says.
    Raises ``RollcheckError`` with every problem: sections unknown, not drawn or without a count,
    two counts by one person, numbers that are none or exceed the section's room.
    """
    table, problems = read_table(path, TableFormat(), required=COLUMNS)
    found: list[SectionCount] = []
    first_row: dict[tuple[str, str], int] = {}
    for cells in table.to_pylist():
        row = int(cells["_row"])
        text = {name: stored_cell((cells[name] or "").strip()) for name in COLUMNS}
        wrong = list(_wrong(text, expected))
        before = first_row.setdefault((text["section"], text["counter"]), row)
        if before != row:
            message = f"this person has counted this section already, in row {before}; keep one"
            wrong.append(("counter", "two_by_one_counter", message))
        problems += [Problem(path.name, row, *one) for one in wrong]
        if not wrong:
            lines = None if text["lines"] == NOT_FOUND else int(text["lines"])
            found.append(SectionCount(text["section"], text["counter"], lines))
    new = [one for one in found if one not in expected.before]
    if not problems:
        problems += [Problem(path.name, None, *one) for one in _of_all(new, expected)]
    raise_if_any(problems)
    return new


def _wrong(text: Mapping[str, str], expected: ExpectedCounts) -> Iterator[Wrong]:
    if text["section"] not in expected.manifest.sections:
        yield "section", "unknown_section", "no such section in the petition; mend or leave out"
    elif text["section"] not in expected.drawn:
        message = "this section is not drawn; count the sections of the pull list only"
        yield "section", "not_drawn", message
    if not text["counter"]:
        yield "counter", "missing_cell", "say who counted the section"
    if text["lines"] == NOT_FOUND:
        return
    if not (text["lines"].isascii() and text["lines"].isdigit()):
        yield "lines", "not_a_number", f"give the number of lines counted, or {NOT_FOUND}"
    elif len(text["lines"]) > MOST_DIGITS or int(text["lines"]) > expected.manifest.spaces:
        message = (
            f"more lines than the {expected.manifest.spaces:,} that a section was committed to "
            "have room for; commit again with the right number of spaces"
        )
        yield "lines", "beyond_the_room", message


def _of_all(new: Sequence[SectionCount], expected: ExpectedCounts) -> Iterator[Wrong]:
    counted = {one.section for one in expected.before}
    if new and (expected.closed or any(one.section in counted for one in new)):
        message = "the sections are counted and closed by an earlier step; its counts stand"
        yield "section", "closed", message
        return
    missing = set(expected.drawn) - {one.section for one in (*new, *expected.before)}
    if missing:
        message = (
            f"{len(missing):,} of the {len(expected.drawn):,} sections drawn have no count; count "
            f"them all, or report them {NOT_FOUND}"
        )
        yield "section", "without_count", message
