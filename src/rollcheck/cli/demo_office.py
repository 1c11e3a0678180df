"""The office of ``rollcheck serve --demo``: made once, in a data folder of its own."""

import shutil
from pathlib import Path

from rollcheck.cli.output import progress_bars
from rollcheck.demo import OfficeCase, make_office_case
from rollcheck.office.place import FOLDER
from rollcheck.office.ready import make_ready
from rollcheck.problems import Problem, RollcheckError

DEMO_FOLDER = "rollcheck-demo-office"
SHEETS = 60
LOOKED_AT = 45
UNFINISHED = "demonstration-unfinished"
MADE_OF = "demonstration"
DONE = "demonstration.json"


def ready_demo_office(folder: Path, *, sheets: int = SHEETS, looked_at: int = LOOKED_AT) -> bool:
    """Make the demonstration's office ready to serve; return whether it was made just now.

    It has ``sheets`` sheets or a few more, since sections are whole; people have looked at
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
    make_ready({FOLDER: str(folder)})
    _refuse_a_used_database()
    with progress_bars() as progress:
        case = make_office_case(folder / MADE_OF, sheets=sheets, progress=progress)
        _furnish(case, looked_at)
    shutil.rmtree(folder / MADE_OF)
    (folder / UNFINISHED).unlink()
    return True


def _refuse_a_used_database() -> None:
    from rollcheck.office.people.founding import is_founded

    if is_founded():
        message = "this database is an office's already; the demonstration needs an empty one"
        raise RollcheckError([Problem("DATABASE_URL", None, None, "exists", message)])


def _furnish(case: OfficeCase, looked_at: int) -> None:
    # Loaded here: Django wants its settings first.
    from rollcheck.cli.demo_office_acts import furnish

    furnish(case, looked_at)
