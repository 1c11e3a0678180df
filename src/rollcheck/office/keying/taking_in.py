"""The long work of taking in lines that were read or keyed elsewhere, from a CSV file."""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rollcheck.lines import Lines, load_lines
from rollcheck.office.acts.act import act
from rollcheck.office.keying.models import LineRead, Mark
from rollcheck.office.keying.written import FIELDS
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Line, RawCount
from rollcheck.office.receiving.naming import section_number
from rollcheck.office.tasks.kinds import long_work
from rollcheck.office.tasks.models import Task
from rollcheck.problems import Problem, Progress, RollcheckError, raise_if_any
from rollcheck.record.events.matching import LinesTakenIn
from rollcheck.record.files import store_file

TAKE_IN = "take_in_lines"
AT_ONCE = 5000  # lines an act: others' acts go on in between

Place = tuple[str, int, int]
Row = tuple[int, dict[str, str], str]
"""A line's key, its text by field, its mark."""


@long_work(
    TAKE_IN,
    _("Taking in lines read beforehand"),
    Right.MATCH,
    leads_to=("proposals", _("Match these lines with the roll")),
)
def take_in_lines(task: Task, progress: Progress) -> dict[str, Any]:
    """Take in the file that the task names; what an attempt before took in is not taken again.

    Raises ``RollcheckError`` with every problem of the file, and every line of it that is none of
    the petition's; nothing is taken in then.
    """
    about = task.petition
    if about is None or not RawCount.objects.filter(petition=about).exists():
        message = "fix the raw count first: it says which lines there are"
        raise RollcheckError([Problem("", None, None, "not_counted", message)])
    path = settings.PLACE.incoming / Path(task.arguments["file"]).name
    progress("Reading the file", 0, 0)
    found = rows_of(path, about)
    digest = store_file(settings.PLACE.images, path)
    there = LineRead.objects.filter(line__petition=about, origin=digest)
    over = set(there.values_list("pk", flat=True))
    done = len(over)
    for chunk in _chunks((row for row in found if row[0] not in over), AT_ONCE):
        event = LinesTakenIn(len(chunk), digest)
        act(event, by=task.asked_by, petition=about, aside=chunk)
        done += len(chunk)
        progress("Taking in lines", done, len(found))
    lines = Line.objects.filter(petition=about)
    return {
        "lines_in_the_file": len(found),
        "lines_of_the_petition": lines.count(),
        "lines_without_a_text": lines.filter(as_read=None).count(),
    }


def rows_of(path: Path, about: Petition) -> list[Row]:
    """Return the lines of a file by the petition's own keys.

    Raises ``RollcheckError`` with every problem; a line that the fixed count has not is one.
    """
    loaded = load_lines(path)
    places = _places(about)
    at = [_place(*row) for row in _columns(loaded, "section", "sheet", "line_no")]
    raise_if_any(_strangers(path, at, places))
    texts = _columns(loaded, *FIELDS)
    return [
        (places[place], _text(text), Mark.STRUCK.value if line_id in loaded.struck else "")
        for place, text, line_id in zip(at, texts, loaded.ids, strict=True)
        if place is not None
    ]


def _places(about: Petition) -> dict[Place, int]:
    rows = Line.objects.filter(petition=about).values_list(
        "section__number", "sheet__number", "on_sheet", "pk"
    )
    return {(section, sheet, line): pk for section, sheet, line, pk in rows.iterator(10_000)}


def _place(section: str, sheet: str, line: str) -> Place | None:
    number = section_number(section)
    if number is None or not (sheet.isdecimal() and line.isdecimal()):
        return None
    return number, int(sheet[:9]), int(line[:9])


def _strangers(path: Path, at: list[Place | None], places: dict[Place, int]) -> Iterator[Problem]:
    """Name the lines that the fixed count has not, and those that are there twice."""
    seen: set[Place] = set()
    for row, place in enumerate(at, start=2):
        if place is None or place not in places:
            message = (
                "the raw count has no such line; correct its section, sheet and number, or take "
                "the row out"
            )
            yield Problem(path.name, row, "line_no", "unknown_line", message)
        elif place in seen:
            message = "the same line of the raw count as in another row; keep one of them"
            yield Problem(path.name, row, "line_no", "duplicate_line", message)
        else:
            seen.add(place)


def _columns(loaded: Lines, *names: str) -> Iterator[tuple[Any, ...]]:
    columns = [loaded.table.column(name).to_pylist() for name in names]
    return zip(*columns, strict=True)


def _text(values: Iterable[Any]) -> dict[str, str]:
    found = zip(FIELDS, values, strict=True)
    return {name: str(value)[:1000] for name, value in found if value not in (None, "")}


def _chunks(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, size)):
        yield chunk


def is_of_lines(path: Path) -> bool:
    """Tell whether a file of the incoming folder may hold lines: its first row names a line_id."""
    if path.suffix.lower() != ".csv":
        return path.name.lower().endswith((".csv.gz", ".csv.zip"))
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return "line_id" in next(csv.reader([file.readline(10_000)]), [])
