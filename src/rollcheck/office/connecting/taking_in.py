"""The long work of taking a folder of reference signatures in, file by file."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollcheck.office.acts.act import act
from rollcheck.office.acts.keepable import is_keepable
from rollcheck.office.connecting.incoming import files_below, folder_in
from rollcheck.office.connecting.models import ReferenceSignature
from rollcheck.office.connecting.naming import INDEX, Index, read_index
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.receiving.images import RefusedFileError
from rollcheck.office.receiving.looking import Looker
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.office.rolls.opened import opened_roll
from rollcheck.office.tasks.kinds import long_work
from rollcheck.office.tasks.models import Task
from rollcheck.problems import Progress
from rollcheck.problems.delimited import csv_line, whole_file
from rollcheck.record.events.connecting import ReferencesTaken
from rollcheck.record.files import store_file

TAKE = "take_references"
AT_ONCE = 500
SHOWN = 200
KINDS = ("png", "tiff", "jpeg")

Row = tuple[str, str, int, date | None, str]
"""Voter, SHA-256 of the file, page, day or None, source."""


@dataclass
class Sorted:
    """What became of the files so far; ``refused`` are (file, why)."""

    taken: int = 0
    already: int = 0
    strangers: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


@long_work(
    TAKE,
    gettext_lazy("Reference signatures"),
    Right.IMPORT_ROLL,
    leads_to=("connections", gettext_lazy("Connections")),
)
def take_references(task: Task, progress: Progress) -> dict[str, Any]:
    """Take in every signature of the folder that the task names; what is there is passed over."""
    folder = folder_in(settings.PLACE.incoming, task.arguments["folder"])
    index = read_index(folder)
    files = [one for one in files_below(folder) if one[1] != INDEX]
    stage, seen, found = _("Taking in signatures"), 0, Sorted()
    known = _on_the_roll()
    with Looker() as looker:
        for some in batches(files):
            rows = list(_rows(some, index, looker, found))
            _keep(task, rows, found)
            found.strangers += sum(not known(row[0]) for row in rows if row[2] == 1)
            seen += len(some)
            progress(stage, seen, len(files))
    return _told(task, found)


def batches(files: Sequence[tuple[Path, str]]) -> Iterator[Sequence[tuple[Path, str]]]:
    """Cut the files into parts that are each kept by one act."""
    for start in range(0, len(files), AT_ONCE):
        yield files[start : start + AT_ONCE]


def _rows(
    files: Sequence[tuple[Path, str]], index: Index, looker: Looker, found: Sorted
) -> Iterator[Row]:
    """Store each good file and yield its rows, one a page; list the others with why."""
    for path, name in files:
        if not is_keepable(name):
            why = _("Its name is in another encoding than the system's; rename it.")
            found.refused.append((os.fsencode(name).decode("utf-8", "replace"), why))
            continue
        named = index.named(path.name)
        if named is None:
            why = _(
                "Neither its name nor the index says whose signature it is, "
                "or the day in its name is none."
            )
            found.refused.append((name, why))
            continue
        try:
            seen = looker.inspected(path, path.name)
        except RefusedFileError as refused:
            found.refused.append((name, str(refused.sentence)))
            continue
        if seen.kind not in KINDS:
            found.refused.append((name, _("A signature is a PNG, TIFF or JPEG file.")))
            continue
        digest = store_file(settings.PLACE.references, path)
        for page in range(1, seen.pages + 1):
            yield named.voter, digest, page, named.signed_on, named.source


def _keep(task: Task, rows: list[Row], found: Sorted) -> None:
    there = set(
        ReferenceSignature.objects.filter(digest__in={row[1] for row in rows}).values_list(
            "voter", "digest", "page"
        )
    )
    new: dict[tuple[str, str, int], Row] = {}
    for row in rows:
        if row[:3] in there or row[:3] in new:
            found.already += 1
        else:
            new[row[:3]] = row
    if new:
        found.taken += keep_references(list(new.values()), task.asked_by)


def keep_references(rows: list[Row], by: Person) -> int:
    """Keep signatures whose pictures are stored, none of them here yet; return how many."""
    act(ReferencesTaken(len(rows), _listed(rows)), by=by, aside=rows)
    return len(rows)


def _listed(rows: list[Row]) -> str:
    """Store the list of what one act keeps, and return its hash."""
    with NamedTemporaryFile("w", dir=settings.PLACE.uploads, encoding="utf-8") as file:
        file.write(csv_line(("voter", "date", "source", "sha256", "page")))
        for voter, digest, page, day, source in rows:
            file.write(csv_line((voter, day.isoformat() if day else "", source, digest, page)))
        file.flush()
        return store_file(settings.PLACE.outgoing, Path(file.name))


def _on_the_roll() -> Any:
    """Return what tells whether a voter is on the latest snapshot; of none everybody is."""
    latest = RollSnapshot.objects.first()
    if latest is None:
        return lambda _voter: True
    index = opened_roll(settings.PLACE.snapshots / latest.code).searcher.index
    return lambda voter: index.with_id(voter) is not None


def _told(task: Task, found: Sorted) -> dict[str, Any]:
    said: dict[str, Any] = {
        "signatures_taken": found.taken,
        "already_here": found.already,
        "of_voters_not_on_the_latest_roll": found.strangers,
        "refused": len(found.refused),
    }
    if found.refused:
        said["refused_files"] = [f"{name}: {why}" for name, why in found.refused[:SHOWN]]
        said["all_refused_in"] = str(_refused_list(task, found.refused))
    return said


def _refused_list(task: Task, refused: list[tuple[str, str]]) -> Path:
    out = settings.PLACE.outgoing / f"{task.code}-refused.csv"
    with whole_file(out) as file:
        file.write(csv_line(("file", "why")))
        file.writelines(csv_line(one) for one in refused)
    out.chmod(0o600)
    return out
