"""Stored images and other files, each named by its SHA-256 and hashed again to check it."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path

BLOCK = 1 << 20


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal. Raises ``OSError`` where it cannot be read."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def place_of(folder: Path, digest: str) -> Path:
    """Return where a file of this hash is stored: ``folder/ab/cdef…``."""
    return folder / digest[:2] / digest[2:]


def store_file(folder: Path, source: Path) -> str:
    """Copy a file into the store, whole or not at all, and return its hash."""
    digest = sha256_of(source)
    place = place_of(folder, digest)
    if place.exists():
        return digest
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as copy, source.open("rb") as original:
            shutil.copyfileobj(original, copy)
            copy.flush()
            os.fsync(copy.fileno())
        # The copy goes where its own bytes belong, even if the source has changed meanwhile.
        digest = sha256_of(Path(unfinished))
        place = place_of(folder, digest)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        Path(unfinished).replace(place)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    return digest


def zero(path: Path) -> None:
    """Write zeros over a file where it stands, down to the disk, and leave it empty.

    Raises ``OSError`` as opening it does. What an SSD, a snapshot or a backup keeps is not reached.
    """
    with path.open("r+b") as file:
        left = file.seek(0, os.SEEK_END)
        file.seek(0)
        while left:
            left -= file.write(bytes(min(left, BLOCK)))
        file.flush()
        os.fsync(file.fileno())
        file.truncate(0)
        os.fsync(file.fileno())


def erase(path: Path) -> None:
    """Write zeros over a stored file and take it away; one that is gone already stays so.

    A file that has another name as well is not overwritten, since that name is somebody else's,
    nor is one that may not be written to.
    """
    with suppress(FileNotFoundError, PermissionError):
        if path.stat().st_nlink == 1 and not path.is_symlink():
            zero(path)
    path.unlink(missing_ok=True)


def files_of(folder: Path) -> Iterable[Path]:
    """Return every file below a folder."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def hashes_of(folders: Iterable[Path]) -> Mapping[str, Path]:
    """Return every file below some folders by its SHA-256, hashed now."""
    return {sha256_of(path): path for folder in folders for path in files_of(folder)}


def state_of(
    folder: Path, digest: str, elsewhere: Mapping[str, Path], places: Iterable[Path] = ()
) -> str:
    """Return ``right``, ``altered`` or ``missing`` for a file that the record names.

    Whatever lies at one of its ``places`` must be that file, even if a copy is elsewhere.
    """
    # What was found there by its hash a moment ago is not hashed again.
    unsure = (path for path in places if path.is_file() and elsewhere.get(digest) != path)
    if any(sha256_of(path) != digest for path in unsure):
        return "altered"
    place = place_of(folder, digest)
    if place.is_file():
        return "right" if sha256_of(place) == digest else "altered"
    return "right" if digest in elsewhere else "missing"
