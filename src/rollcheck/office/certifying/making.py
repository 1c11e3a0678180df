"""The long work of making the run of a petition and the bundle that anyone can check."""

import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rollcheck.office.certifying.publishing import publish_run
from rollcheck.office.certifying.running import make_run
from rollcheck.office.certifying.wanted import Wanted
from rollcheck.office.people.rights import Right
from rollcheck.office.tasks.kinds import long_work
from rollcheck.office.tasks.models import Task
from rollcheck.problems import Problem, Progress, RollcheckError
from rollcheck.publish.publication import Release
from rollcheck.record.files import files_of, store_file

CERTIFY = "certify"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first time that a ZIP file can hold: when a file was written is nobody's business."""


@long_work(
    CERTIFY,
    _("Making the run and its bundle"),
    Right.CERTIFY,
    leads_to=("certify", _("Download the bundle")),
)
def make_bundle(task: Task, progress: Progress) -> dict[str, Any]:
    """Make the run of the task's petition, publish it, and keep the bundle as one ZIP file.

    The run stays in the office's folder of runs, in the place of the one before. Raises
    ``RollcheckError`` as ``make_run`` and ``publish_run`` do.
    """
    about, by = task.petition, task.asked_by
    if about is None:
        raise RollcheckError([Problem("", None, None, "no_petition", "say which petition")])
    on, reason = task.arguments["certified_on"], task.arguments["lifted_because"]
    release = Release(date.fromisoformat(on) if on else None, reason or None)
    settings.PLACE.runs.mkdir(mode=0o700, exist_ok=True)
    run = settings.PLACE.runs / about.code
    result = make_run(about, by, run, progress=progress)
    with tempfile.TemporaryDirectory(prefix="bundle-", dir=settings.PLACE.uploads) as scratch:
        progress("Writing the bundle", 0, 0)
        bundle, packed = Path(scratch) / about.code, Path(scratch) / "bundle.zip"
        wanted = Wanted(release, task.arguments.get("amends", ""))
        publish_run(run, bundle, (about, by), wanted)
        _pack(bundle, packed)
        digest = store_file(settings.PLACE.outgoing, packed)
    return {"lines": result.full.tally.raw, "bundle": digest}


def _pack(folder: Path, packed: Path) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for path in files_of(folder):
            name = (Path(folder.name) / path.relative_to(folder)).as_posix()
            into.writestr(zipfile.ZipInfo(name, EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED)
