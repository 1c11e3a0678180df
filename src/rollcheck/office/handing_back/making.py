"""The long work of making a file of results for the office's own system."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.db.models.functions import Length
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollcheck.office.acts.act import act
from rollcheck.office.handing_back.layout import VALID, WAITING, BackLayout, load_back_layout
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import LineState, Stands
from rollcheck.office.tasks.kinds import long_work
from rollcheck.office.tasks.models import Task
from rollcheck.problems import Problem, Progress, RollcheckError
from rollcheck.problems.delimited import csv_line
from rollcheck.record.events.upkeep import DataExported
from rollcheck.record.files import store_file

MAKE = "hand_back"
TELL_EVERY = 5000

Row = tuple[str, int, int, int, str, str, str, Any]


@long_work(
    MAKE,
    gettext_lazy("File for the office's own system"),
    Right.SEE_FINDINGS,
    leads_to=("handing_back", gettext_lazy("Download the file")),
)
def make_file(task: Task, progress: Progress) -> dict[str, Any]:
    """Write the results of the task's petition by a layout, and keep whom they are for."""
    about = task.petition
    if about is None:
        raise RollcheckError([Problem("", None, None, "no_petition", "say which petition")])
    layout = load_back_layout(task.arguments["layout"], settings.PLACE.layouts)
    lines = 0
    with NamedTemporaryFile("w", dir=settings.PLACE.uploads, encoding="utf-8", newline="") as file:
        file.write(csv_line(name for name, _what in layout.columns))
        for line in written(about, layout):
            file.write(line)
            lines += 1
            if not lines % TELL_EVERY:
                progress(_("Writing lines"), lines, 0)
        file.flush()
        digest = store_file(settings.PLACE.outgoing, Path(file.name))
    progress(_("Writing lines"), lines, lines)
    event = DataExported("results", task.arguments["for_whom"], digest)
    act(event, by=task.asked_by, petition=about, aside=(layout.name, lines))
    return {"lines": lines}


def written(about: Petition, layout: BackLayout) -> Iterator[str]:
    """Yield each line of the file, by section and ordinal; formulas are defused.

    Raises ``RollcheckError`` where a reason that was given has no code.
    """
    missing: set[str] = set()
    for row in _rows(about, layout):
        result = row[6] or row[5]
        code = layout.code(result)
        if code is None:
            missing.add(result)
            continue
        values = _values(row, code)
        yield csv_line(values[what] for _name, what in layout.columns)
    if missing:
        message = f"it has no code for {', '.join(sorted(missing))}; add them, or `otherwise`"
        raise RollcheckError([Problem(layout.name, None, "codes", "no_code", message)])


def _rows(about: Petition, layout: BackLayout) -> Iterator[Row]:
    states = LineState.objects.filter(petition=about).exclude(state=Stands.VOID)
    if not layout.with_waiting:
        states = states.filter(state=Stands.SETTLED)
    rows = states.order_by(
        Length("line__section__number"), "line__section__number", "line__ordinal"
    ).values_list(
        "line__section__number",
        "line__ordinal",
        "line__sheet__number",
        "line__on_sheet",
        "voter",
        "valid",
        "reason",
        "settled_at",
    )
    results = {True: VALID, False: "invalid", None: WAITING}
    for section, ordinal, sheet, on_sheet, voter, valid, reason, at in rows.iterator(10_000):
        yield section, ordinal, sheet, on_sheet, voter, results[valid], reason, at


def _values(row: Row, code: str) -> dict[str, object]:
    section, ordinal, sheet, on_sheet, voter, result, reason, at = row
    return {
        "line": f"{section}:{ordinal}",
        "section": section,
        "ordinal": ordinal,
        "sheet": sheet,
        "line_on_sheet": on_sheet,
        "voter": voter,
        "code": code,
        "result": result,
        "reason": reason,
        "settled_on": at.date().isoformat() if at else "",
    }
