"""The end of an import or update: the look-up index, the manifest, and what is made beside."""

import json
from pathlib import Path
from typing import Any, Protocol

from rollcheck.problems import Progress
from rollcheck.roll.lookup import build_lookup
from rollcheck.roll.snapshot import (
    HISTORY,
    MANIFEST,
    REJECTED,
    VOTERS,
    Snapshot,
    file_sha256,
    snapshot_in,
)


class Beside(Protocol):
    """What else is made of a snapshot, into its folder, such as what matching needs of it.

    It is made while the look-up index is, and before the folder takes its place: so
    ``snapshot.path`` is not yet where the snapshot will stand.
    """

    def __call__(self, snapshot: Snapshot, *, progress: Progress) -> object:
        """Make it; whatever is raised ends the import, and nothing is left behind."""


def index_voters(folder: Path, progress: Progress) -> None:
    """Make the look-up index of the voters in ``folder``; it needs nothing else of a snapshot."""
    build_lookup(folder, file_sha256(folder / VOTERS), progress)


def finish_snapshot(
    folder: Path, manifest: dict[str, Any], beside: Beside | None, progress: Progress
) -> None:
    """Hash the files in ``folder``, write its manifest, and make what is made beside."""
    manifest |= {"files": _hashed_files(folder, progress)}
    _write_manifest(folder, manifest)
    if beside is not None:
        beside(snapshot_in(folder, manifest), progress=progress)


def _hashed_files(folder: Path, progress: Progress) -> dict[str, dict[str, Any]]:
    """Return SHA-256 and size of every file of the snapshot, as the manifest has them."""
    names = sorted(name for name in (VOTERS, HISTORY, REJECTED) if (folder / name).exists())
    files = {}
    for done, name in enumerate(names):
        progress("Hashing the snapshot", done, len(names))
        path = folder / name
        files[name] = {"sha256": file_sha256(path), "bytes": path.stat().st_size}
    progress("Hashing the snapshot", len(names), len(names))
    return files


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write manifest.json; it names every other file, so it is written after them."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
