"""The long work of taking in scans that an administrator put into a folder on the server."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rollcheck.office.people.rights import Right
from rollcheck.office.receiving.taking_in import take_in
from rollcheck.office.tasks.kinds import long_work
from rollcheck.office.tasks.models import Task
from rollcheck.problems import Problem, Progress, RollcheckError

TAKE_SCANS = "take_scans"
SHOWN = 200


@long_work(
    TAKE_SCANS,
    _("Scans from the server's folder"),
    Right.RECEIVE,
    leads_to=("receive_images", _("Scans")),
)
def take_scans(task: Task, progress: Progress) -> dict[str, Any]:
    """Take in every file of the folder that the task names; what is here already is said."""
    about = task.petition
    if about is None:
        message = "say which petition the scans are of"
        raise RollcheckError([Problem("", None, None, "no_petition", message)])
    files = scans_in(settings.PLACE.incoming, task.arguments["folder"])
    kept, said = 0, []
    for number, path in enumerate(files, start=1):
        progress(str(_("Taking in scans")), number, len(files))
        taken = take_in(path, path.name, about, task.asked_by, None)
        kept += taken.kept
        if not taken.kept:
            said.append(taken.sentence)
    told: dict[str, Any] = {"files": len(files), "kept": kept, "not_kept": len(said)}
    return told | ({"refused_files": said[:SHOWN]} if said else {})


def scans_in(incoming: Path, name: str) -> list[Path]:
    """Return the files of a folder below the incoming one, by name, links left out.

    Raises ``RollcheckError`` where there is no such folder.
    """
    folder = incoming / name
    if folder.parent != incoming or folder.is_symlink() or not folder.is_dir():
        message = "there is no such folder below the incoming one"
        raise RollcheckError([Problem(name, None, None, "no_folder", message)])
    with os.scandir(folder) as entries:
        names = sorted(one.name for one in entries if one.is_file(follow_symlinks=False))
    return [folder / one for one in names]
