"""A snapshot: the roll as of a date, immutable, with a manifest that says what it was made of."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rollcheck.problems import Problem, RollcheckError, raise_if_any

FORMAT = "rollcheck-snapshot/2"
MANIFEST = "manifest.json"
VOTERS = "voters.parquet"
HISTORY = "history.parquet"
REJECTED = "rejected.csv"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot folder whose files are those its manifest names.

    ``manifest`` is manifest.json as parsed; ``history_path`` is None where the roll came without
    a history; ``has_affidavit_dates`` tells whether any voter has one.
    """

    path: Path
    manifest: Mapping[str, Any]
    as_of: date
    has_affidavit_dates: bool
    history_path: Path | None

    @property
    def voters_path(self) -> Path:
        """Return the path of voters.parquet."""
        return self.path / VOTERS

    @property
    def rejected_path(self) -> Path:
        """Return the path of rejected.csv."""
        return self.path / REJECTED


def open_snapshot(path: Path) -> Snapshot:
    """Open a snapshot folder and check that its files are those that were written.

    Raises ``RollcheckError`` when the folder is missing, is no snapshot, is of another version,
    or holds files that differ from the SHA-256 in the manifest.
    """
    manifest = _manifest(path)
    problems = [
        problem
        for name, written in manifest["files"].items()
        if (problem := _changed(path / name, written["sha256"]))
    ]
    raise_if_any(problems)
    return snapshot_in(path, manifest)


def snapshot_in(path: Path, manifest: Mapping[str, Any]) -> Snapshot:
    """Return the snapshot of a folder whose files are known to be those of its manifest."""
    return Snapshot(
        path=path,
        manifest=manifest,
        as_of=date.fromisoformat(manifest["as_of"]),
        has_affidavit_dates=manifest["has_affidavit_dates"],
        history_path=path / HISTORY if HISTORY in manifest["files"] else None,
    )


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(path: Path) -> dict[str, Any]:
    if not path.is_dir():
        message = "there is no such folder; make it with `rollcheck roll import`"
        raise _refused(path, "missing", message)
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"this is no snapshot: it has no {MANIFEST}; name a folder that an import made"
        raise _refused(path, "no_snapshot", message) from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        message = "the manifest is damaged; import the roll again"
        raise _refused(path / MANIFEST, "damaged_snapshot", message) from None
    if not isinstance(manifest, dict) or "format" not in manifest:
        raise _refused(path / MANIFEST, "no_snapshot", "this manifest is not a snapshot's")
    if manifest["format"] != FORMAT:
        message = (
            f"another version of Rollcheck made this snapshot (this one reads {FORMAT}): import "
            "the voter file again with `rollcheck roll import`, into a new folder"
        )
        raise _refused(path / MANIFEST, "other_format", message)
    if not {"files", "as_of", "has_affidavit_dates"} <= set(manifest):
        message = "the manifest is damaged; import the roll again"
        raise _refused(path / MANIFEST, "damaged_snapshot", message)
    return manifest


def _changed(path: Path, written: str) -> Problem | None:
    if not path.is_file():
        message = "the manifest names this file, but it is not there; import the roll again"
        return Problem(str(path), None, None, "missing", message)
    if file_sha256(path) != written:
        message = (
            "the file is not the one that the import wrote: it was changed or cut short since; "
            "import the roll again"
        )
        return Problem(str(path), None, None, "changed_since_import", message)
    return None


def _refused(path: Path, code: str, message: str) -> RollcheckError:
    return RollcheckError([Problem(str(path), None, None, code, message)])
