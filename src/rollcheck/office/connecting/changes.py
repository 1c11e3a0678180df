"""The long work of applying an office's file of changes to a snapshot: a new snapshot."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rollcheck.matching import prepare
from rollcheck.office.acts.act import act
from rollcheck.office.connecting.incoming import folder_in
from rollcheck.office.people.rights import Right
from rollcheck.office.rolls.importing import taken
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.office.tasks.kinds import long_work
from rollcheck.office.tasks.models import Task
from rollcheck.problems import Problem, Progress, RollcheckError
from rollcheck.roll import layout_names, open_snapshot, update_roll

UPDATE = "update_roll"


@long_work(UPDATE, _("Changes of the roll"), Right.IMPORT_ROLL, leads_to=("rolls", _("The roll")))
def update_snapshot(task: Task, progress: Progress) -> dict[str, Any]:
    """Apply the file that the task names to the latest snapshot, or to the one that it names.

    What an attempt before this one had finished is taken as it stands.
    """
    asked = task.arguments
    folder = settings.PLACE.snapshots / task.code
    snapshot = (
        open_snapshot(folder)
        if folder.exists()
        else update_roll(
            settings.PLACE.snapshots / _base(asked.get("base", "")).code,
            _file(asked),
            layout=layout_of(asked["layout"]),
            as_of=date.fromisoformat(asked["as_of"]),
            out=folder,
            beside=prepare,
            progress=progress,
        )
    )
    prepare(snapshot, progress=progress)
    if not RollSnapshot.objects.filter(code=task.code).exists():
        act(taken(snapshot), by=task.asked_by, aside=task.code)
    done: dict[str, Any] = dict(snapshot.manifest["update"])
    return {**done, "voters": snapshot.manifest["rows_kept"]}


def layouts() -> list[str]:
    """Return the names of the layouts there are: the package's, and the office's own files."""
    own = sorted(path.name for path in settings.PLACE.layouts.glob("*.toml") if path.is_file())
    return [*layout_names(), *own]


def layout_of(name: str) -> str | Path:
    """Return what loads a layout of that name. Raises ``RollcheckError`` for any other."""
    if name not in layouts():
        message = "there is no such layout; put the file into layouts/ in the data folder"
        raise RollcheckError([Problem(name, None, None, "unknown_layout", message)])
    return settings.PLACE.layouts / name if name.endswith(".toml") else name


def _base(code: str) -> RollSnapshot:
    """Return the named snapshot, or the latest one."""
    known = RollSnapshot.objects.filter(code=code) if code else RollSnapshot.objects.all()
    base = known.first()
    if base is None:
        message = "there is no snapshot to apply changes to; import the whole roll first"
        raise RollcheckError([Problem("", None, None, "no_snapshot", message)])
    return base


def _file(asked: dict[str, Any]) -> Path:
    """Return the file in the incoming folder, or in a folder of it. Raises ``RollcheckError``."""
    incoming: Path = settings.PLACE.incoming
    folder = folder_in(incoming, asked["folder"]) if asked.get("folder") else incoming
    path: Path = folder / asked["file"]
    if path.parent != folder or path.is_symlink() or not path.is_file():
        message = "there is no such file in the incoming folder"
        raise RollcheckError([Problem(asked["file"], None, None, "missing", message)])
    return path
