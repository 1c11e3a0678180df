"""The long work of importing a voter file into a snapshot."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rollcheck.matching import prepare
from rollcheck.office.acts.act import act
from rollcheck.office.acts.keepable import is_keepable
from rollcheck.office.people.rights import Right
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.office.tasks.kinds import long_work
from rollcheck.office.tasks.models import Task
from rollcheck.problems import Progress
from rollcheck.record.events.matching import SnapshotTaken
from rollcheck.record.files import sha256_of
from rollcheck.roll import Snapshot, import_roll, index_snapshot, open_snapshot

IMPORT = "import_roll"


@long_work(
    IMPORT, _("Import of a voter file"), Right.IMPORT_ROLL, leads_to=("rolls", _("The roll"))
)
def import_voter_file(task: Task, progress: Progress) -> dict[str, Any]:
    """Import the file that the task names, make it ready, and record the snapshot.

    What an attempt before this one had finished is taken as it stands: a snapshot's folder is
    there whole or not at all.
    """
    asked = task.arguments
    folder = settings.PLACE.snapshots / task.code
    snapshot = (
        open_snapshot(folder)
        if folder.exists()
        else import_roll(
            settings.PLACE.incoming / asked["file"],
            layout=asked["layout"],
            as_of=date.fromisoformat(asked["as_of"]),
            out=folder,
            history=settings.PLACE.incoming / asked["history"] if asked["history"] else None,
            beside=prepare,
            progress=progress,
        )
    )
    index_snapshot(snapshot.path, progress)
    prepare(snapshot, progress=progress)
    if not RollSnapshot.objects.filter(code=task.code).exists():
        act(taken(snapshot), by=task.asked_by, aside=task.code)
    manifest = snapshot.manifest
    return {name: manifest[name] for name in ("rows_read", "rows_kept", "rows_rejected")}


def taken(snapshot: Snapshot) -> SnapshotTaken:
    """Return the event that a snapshot was taken, with the hash of every file of it."""
    manifest = snapshot.manifest
    return SnapshotTaken(
        as_of=snapshot.as_of,
        voters=manifest["rows_kept"],
        rejected_rows=manifest["rows_rejected"],
        layout=manifest["layout"]["name"],
        manifest=sha256_of(snapshot.path / "manifest.json"),
        files=tuple(file["sha256"] for _name, file in sorted(manifest["files"].items())),
    )


def incoming_files(folder: Path) -> list[str]:
    """Return the names of the files that an administrator put into the folder; no links.

    A link could lead out of the folder, to what the office may read and whoever asks may not. What
    is named in another encoding than the system's is no text; it is renamed first.
    """
    found = (path for path in folder.iterdir() if path.is_file() and not path.is_symlink())
    return sorted(path.name for path in found if is_keepable(path.name))
