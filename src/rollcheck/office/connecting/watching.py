"""What the worker does between tasks: look into the watched folders and ask for the work."""

import re
import secrets
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rollcheck.office.acts.act import act
from rollcheck.office.connecting.changes import UPDATE
from rollcheck.office.connecting.incoming import files_below, folder_in, is_settled
from rollcheck.office.connecting.models import Watch, WatchKind
from rollcheck.office.connecting.taking_in import TAKE
from rollcheck.office.receiving.folder_of_scans import TAKE_SCANS
from rollcheck.office.tasks.kinds import between_tasks
from rollcheck.office.tasks.models import OPEN, Task
from rollcheck.problems import RollcheckError
from rollcheck.record.events.work import TaskAsked
from rollcheck.record.files import sha256_of

DAY = re.compile(r"(?<![0-9])([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?![0-9])")


@between_tasks
def look_into_folders() -> None:
    """Ask for the work that waits in each watched folder, in the name of who set the watch.

    Somebody who lost the right, or a folder that is gone, stops nothing else.
    """
    for watch in Watch.objects.filter(ended_at=None).select_related("set_by", "petition"):
        try:
            folder = folder_in(settings.PLACE.incoming, watch.folder)
        except RollcheckError:
            continue
        files = [path for path, _name in files_below(folder)]
        if not files or not all(is_settled(path) for path in files):
            continue
        try:
            _ask_for(watch, files)
        except PermissionDenied:
            continue


def day_in(name: str) -> date | None:
    """Return the last day that stands in a file's name, as 2022-07-07 or 20220707, or None."""
    for year, month, day in reversed(DAY.findall(name)):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _ask_for(watch: Watch, files: list[Path]) -> None:
    if watch.kind == WatchKind.CHANGES:
        _ask_for_changes(watch, files)
        return
    kind = TAKE_SCANS if watch.kind == WatchKind.SCANS else TAKE
    latest = max(path.stat().st_mtime_ns for path in files)
    state = {"folder": watch.folder, "files": len(files), "latest": latest}
    _ask_once(watch, kind, state)


def _ask_for_changes(watch: Watch, files: list[Path]) -> None:
    """Ask for one file after the other, by name: a file rests on the one before it."""
    for path in files:
        asked = Task.objects.filter(
            kind=UPDATE, arguments__folder=watch.folder, arguments__file=path.name
        )
        known = {task.arguments.get("sha256") for task in asked}
        digest = sha256_of(path)
        if digest not in known:
            day = day_in(path.name) or timezone.localdate()
            _ask_once(
                watch,
                UPDATE,
                {
                    "folder": watch.folder,
                    "file": path.name,
                    "layout": watch.layout,
                    "as_of": day.isoformat(),
                    "sha256": digest,
                },
            )
            return
        if asked.filter(state__in=OPEN).exists():
            return


def _ask_once(watch: Watch, kind: str, arguments: dict[str, Any]) -> None:
    """Ask for the work unless the same was asked for, done or not."""
    same = {f"arguments__{name}": value for name, value in arguments.items()}
    if Task.objects.filter(kind=kind, **same).exists():
        return
    code = f"watch-{secrets.token_hex(6)}"
    act(TaskAsked(code, kind), by=watch.set_by, petition=watch.petition, aside=arguments)
