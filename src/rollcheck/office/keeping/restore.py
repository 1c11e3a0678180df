"""Putting a backup back: into an empty place alone, every file compared with its hash first."""

import hashlib
import json
import os
import re
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from rollcheck.office.keeping.backup import FORMAT, KEYS, MANIFEST
from rollcheck.office.keeping.database import POSTGRESQL, put_back, refuse_used
from rollcheck.office.keeping.sealed_keys import unseal
from rollcheck.office.place import DATABASE, OfficePlace
from rollcheck.problems import Problem, Progress, RollcheckError, raise_if_any, whole_folder

FOLDERS = ("images", "references", "outgoing", "layouts", "snapshots")
OUTSIDE = ("", ".", "..")
ALONE = (DATABASE, POSTGRESQL, KEYS, MANIFEST, "demonstration.json")
KEY_FILE = re.compile(r"(?:secret|(?:content|signing)-keys/[A-Za-z0-9._-]+)\Z")
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: how many files, whether the keys were in it, how snapshots were kept."""

    files: int
    keys: bool
    snapshots: str


def restore_backup(
    archive: Path, place: OfficePlace, *, passphrase: str | None, progress: Progress
) -> Restored:
    """Make the office of an archive at ``place``, whole or not at all.

    ``passphrase`` None leaves the keys in the archive. Raises ``RollcheckError`` where something
    stands at the place already, the archive is none or damaged, or the passphrase is another.
    """
    _refuse_a_place_in_use(place)
    with whole_folder(place.folder, private=True) as folder:
        found = _unpacked(archive, folder, progress)
        document = _manifest(archive, folder)
        raise_if_any(_differences(archive, document["files"], found))
        keys = KEYS in found and passphrase is not None
        if KEYS in found:
            _keys(archive, folder, passphrase)
        _database(archive, folder, place)
        (folder / MANIFEST).unlink()
    return Restored(len(found), keys, str(document.get("snapshots", "")))


def _refuse_a_place_in_use(place: OfficePlace) -> None:
    if place.folder.exists() and (not place.folder.is_dir() or any(place.folder.iterdir())):
        message = "something stands there; a backup is put back into a new folder alone"
        raise _refused(place.folder, "exists", message)
    if place.database_url:
        refuse_used(place.database_url)


def _unpacked(archive: Path, folder: Path, progress: Progress) -> dict[str, str]:
    """Write every member below ``folder`` and return its SHA-256; refuse what is not ours."""
    found: dict[str, str] = {}
    try:
        with tarfile.open(archive, "r|") as tar:
            for member in tar:
                name = member.name
                # A sparse file says any size, and unpacks to it from a few bytes.
                plain = member.isreg() and not member.issparse()
                content = tar.extractfile(member) if plain and _is_ours(name) else None
                if content is None or name in found:
                    raise _refused(archive, "not_a_backup", "this is no backup of an office")
                found[name] = _written(content, folder / name)
                progress("Unpacking", len(found), 0)
    except FileNotFoundError:
        raise _refused(archive, "missing", "there is no such file") from None
    except (tarfile.TarError, EOFError):
        message = "this is no backup, or it is damaged or cut short"
        raise _refused(archive, "damaged", message) from None
    return found


def _is_ours(name: str) -> bool:
    parts = name.split("/")
    if any(part in OUTSIDE or "\\" in part for part in parts):
        return False
    return name in ALONE or (len(parts) > 1 and parts[0] in FOLDERS)


def _written(content: IO[bytes], path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := content.read(PIECE):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _manifest(archive: Path, folder: Path) -> dict[str, Any]:
    try:
        document = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError, RecursionError):
        message = "this is no backup, or it is cut short: its manifest is missing"
        raise _refused(archive, "damaged", message) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _refused(archive, "other_format", f"the backup's format is not {FORMAT}")
    files = document.get("files")
    if not isinstance(files, dict) or not all(isinstance(one, dict) for one in files.values()):
        raise _refused(archive, "damaged", "its manifest is no list of files")
    return document


def _differences(archive: Path, said: dict[str, Any], found: dict[str, str]) -> list[Problem]:
    there = {name: digest for name, digest in found.items() if name != MANIFEST}
    wrong = [name for name, file in said.items() if there.get(name) != file.get("sha256")]
    wrong += [name for name in there if name not in said]
    message = "is not the file that was backed up: the archive was altered or is damaged"
    return [Problem(str(archive), None, name, "altered", message) for name in wrong]


def _keys(archive: Path, folder: Path, passphrase: str | None) -> None:
    sealed = (folder / KEYS).read_bytes()
    (folder / KEYS).unlink()
    if passphrase is None:
        return
    try:
        files = unseal(sealed, passphrase)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _refused(archive, "not_a_backup", "its keys are not sealed as a backup's") from None
    if files is None:
        raise _refused(archive, "passphrase", "this is not the passphrase of its keys")
    for name, content in files.items():
        if not KEY_FILE.match(name):
            raise _refused(archive, "not_a_backup", "this is no backup of an office")
        path = folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)


def _database(archive: Path, folder: Path, place: OfficePlace) -> None:
    dump = folder / POSTGRESQL
    if dump.exists() != bool(place.database_url):
        message = "it is of an office on PostgreSQL: set DATABASE_URL to an empty database"
        if place.database_url:
            message = "it is of an office on SQLite: put it back without DATABASE_URL"
        raise _refused(archive, "other_database", message)
    if place.database_url:
        put_back(dump, place.database_url)
        dump.unlink()


def _refused(path: Path, code: str, message: str) -> RollcheckError:
    return RollcheckError([Problem(str(path), None, None, code, message)])
