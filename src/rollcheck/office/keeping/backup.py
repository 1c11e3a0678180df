"""Making a backup: the database, then the keys, then every stored file, in one archive."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rollcheck import __version__
from rollcheck.office.keeping.database import copy_database
from rollcheck.office.keeping.sealed_keys import Random, seal
from rollcheck.office.people.demonstration import FILE as DEMONSTRATION
from rollcheck.office.place import OfficePlace
from rollcheck.problems import Problem, Progress, RollcheckError
from rollcheck.problems.unfinished import unfinished_sibling
from rollcheck.record.files import files_of, sha256_of

FORMAT = "rollcheck-backup/1"
MANIFEST, KEYS = "manifest.json", "keys.sealed"
SNAPSHOT_MANIFEST = "manifest.json"
MODE = 0o600


@dataclass(frozen=True, slots=True)
class Made:
    """A backup: how many files, its size, the SHA-256 of its manifest."""

    files: int
    bytes: int
    manifest: str


def make_backup(
    place: OfficePlace,
    out: Path,
    *,
    passphrase: str | None,
    whole_snapshots: bool,
    random: Random,
    progress: Progress,
) -> Made:
    """Write the office into the archive ``out``, while people may go on working.

    The keys are sealed under ``passphrase``, or left out where it is None. The database comes
    first: files are stored before the database names them and are never changed, so all it names
    are there. Raises ``RollcheckError`` where ``out`` exists or the database cannot be copied.
    """
    if out.exists():
        message = "this exists already and a backup is never overwritten; name another file"
        raise RollcheckError([Problem(str(out), None, None, "exists", message)])
    unfinished = unfinished_sibling(out)
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "wb") as to:
            files, manifest = _archive(place, to, passphrase, random, progress, whole_snapshots)
            to.flush()
            os.fsync(to.fileno())
        unfinished.rename(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return Made(files, out.stat().st_size, manifest)


def _archive(
    place: OfficePlace,
    to: IO[bytes],
    passphrase: str | None,
    random: Random,
    progress: Progress,
    whole_snapshots: bool,  # noqa: FBT001 - as the caller was told
) -> tuple[int, str]:
    hashes: dict[str, dict[str, str | int]] = {}
    with tarfile.open(fileobj=to, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        progress("Copying the database", 0, 0)
        with tempfile.TemporaryDirectory(dir=place.uploads) as folder:
            copy = copy_database(place, Path(folder))
            hashes[copy.name] = _add(tar, copy.name, copy)
        if passphrase is not None:
            hashes[KEYS] = _put(tar, KEYS, seal(_keys(place), passphrase, random))
        kept = list(_kept(place, whole_snapshots=whole_snapshots))
        for number, path in enumerate(kept, start=1):
            name = path.relative_to(place.folder).as_posix()
            hashes[name] = _add(tar, name, path)
            progress("Copying files", number, len(kept))
        document = {
            "format": FORMAT,
            "rollcheck_version": __version__,
            "keys": passphrase is not None,
            "snapshots": "whole" if whole_snapshots else "manifests",
            "files": hashes,
        }
        manifest = json.dumps(document, indent=2).encode()
        _put(tar, MANIFEST, manifest)
    return len(hashes), hashlib.sha256(manifest).hexdigest()


def _kept(place: OfficePlace, *, whole_snapshots: bool) -> Iterator[Path]:
    """Yield the files of the folder that nothing else can give back."""
    for folder in (place.images, place.references, place.outgoing, place.layouts, place.snapshots):
        for path in files_of(folder):
            in_part = folder == place.snapshots and not whole_snapshots
            if not in_part or path.relative_to(folder).parts[1:] == (SNAPSHOT_MANIFEST,):
                yield path
    if (place.folder / DEMONSTRATION).is_file():
        yield place.folder / DEMONSTRATION


def _keys(place: OfficePlace) -> dict[str, bytes]:
    paths = [place.secret_path, *files_of(place.content_keys), *files_of(place.signing_keys)]
    return {path.relative_to(place.folder).as_posix(): path.read_bytes() for path in paths}


def _add(tar: tarfile.TarFile, name: str, path: Path) -> dict[str, str | int]:
    """Add a file as it is; it is hashed from the same disk and hashed again when it is restored."""
    digest, size = sha256_of(path), path.stat().st_size
    with path.open("rb") as file:
        tar.addfile(_member(name, size), file)
    return {"sha256": digest, "bytes": size}


def _put(tar: tarfile.TarFile, name: str, content: bytes) -> dict[str, str | int]:
    tar.addfile(_member(name, len(content)), io.BytesIO(content))
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, MODE
    return member
