"""The office of ``rollcheck serve --demo``: made once, in a data folder of its own."""

import shutil
from datetime import datetime
from functools import cached_property
from pathlib import Path

from django.utils import timezone

from rollcheck.cli.output import progress_bars
from rollcheck.demo import OfficeCase, OfficeClock, OfficeDays, make_office_case, office_days
from rollcheck.office.acts.clock import by_clock
from rollcheck.office.place import FOLDER
from rollcheck.office.ready import make_ready
from rollcheck.problems import Problem, RollcheckError

DEMO_FOLDER = "rollcheck-demo-office"
SHEETS = 60
LOOKED_AT = 45
UNFINISHED = "demonstration-unfinished"
MADE_OF = "demonstration"
DONE = "demonstration.json"


class DaysOfWork:
    """The weekdays before today, and the clock of what was done on them.

    Both are known from the first act on: the office's time zone is one of its settings.
    """

    @cached_property
    def days(self) -> OfficeDays:
        """Return the days."""
        return office_days(timezone.localdate(), timezone.get_current_timezone())

    @cached_property
    def clock(self) -> OfficeClock:
        """Return the clock, which begins in the morning of the first of them."""
        return OfficeClock(self.days.at(self.days.set_up, 9))

    def __call__(self) -> datetime:
        """Return what the clock shows now."""
        return self.clock()


def ready_demo_office(folder: Path, *, sheets: int = SHEETS, looked_at: int = LOOKED_AT) -> bool:
    """Make the demonstration's office ready to serve; return whether it was made just now.

    What its people did they did in office hours of the last weekdays before today. It has
    ``sheets`` sheets or a few more, since sections are whole; people have looked at
    ``looked_at`` percent of the lines. One that was begun and not
    finished is made anew. Raises ``RollcheckError`` where anything else stands in the folder, or
    the database has people already.
    """
    if (folder / DONE).is_file():
        make_ready({FOLDER: str(folder)})
        return False
    if (folder / UNFINISHED).is_file():
        shutil.rmtree(folder)
    if folder.exists() and any(folder.iterdir()):
        message = "something that is not the demonstration stands there; choose another --data"
        raise RollcheckError([Problem(str(folder), None, None, "exists", message)])
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / UNFINISHED).touch()
    when = DaysOfWork()
    with by_clock(when):
        make_ready({FOLDER: str(folder)})
        _refuse_a_used_database()
        with progress_bars() as progress:
            case = make_office_case(folder / MADE_OF, sheets=sheets, progress=progress)
            _furnish(case, looked_at, when)
    shutil.rmtree(folder / MADE_OF)
    (folder / UNFINISHED).unlink()
    return True


def _refuse_a_used_database() -> None:
    from rollcheck.office.people.founding import is_founded

    if is_founded():
        message = "this database is an office's already; the demonstration needs an empty one"
        raise RollcheckError([Problem("DATABASE_URL", None, None, "exists", message)])


def _furnish(case: OfficeCase, looked_at: int, when: DaysOfWork) -> None:
    # Loaded here: Django wants its settings first.
    from rollcheck.cli.demo_office_acts import furnish

    furnish(case, looked_at, when.days, when.clock)
