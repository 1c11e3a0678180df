"""Where an office keeps its data: one folder, or a folder and a PostgreSQL database.

The folder holds the secret that signs sessions, images, snapshots, and without ``DATABASE_URL``
the SQLite database. It is open to its owner alone.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rollcheck.problems import Problem, RollcheckError

FOLDER = "ROLLCHECK_DATA"
DEFAULT_FOLDER = "rollcheck-office"
SECRET_FILE = "secret"  # noqa: S105 - its name, not the secret
DATABASE = "office.sqlite3"
WRITE_AHEAD = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class OfficePlace:
    """An office's data folder and, where it has one, the URL of its PostgreSQL database."""

    folder: Path
    database_url: str | None

    @property
    def secret_path(self) -> Path:
        """Return the path of the secret that signs sessions and links."""
        return self.folder / SECRET_FILE

    @property
    def sqlite_path(self) -> Path:
        """Return the path of the database of an office without PostgreSQL."""
        return self.folder / DATABASE

    @property
    def content_keys(self) -> Path:
        """Return the folder of the keys that sealed content of the record is kept under."""
        return self.folder / "content-keys"

    @property
    def signing_keys(self) -> Path:
        """Return the folder of the private key that signs the record, where a file signs."""
        return self.folder / "signing-keys"

    @property
    def incoming(self) -> Path:
        """Return the folder into which an administrator puts files to import."""
        return self.folder / "incoming"

    @property
    def snapshots(self) -> Path:
        """Return the folder of the roll's snapshots."""
        return self.folder / "snapshots"

    @property
    def images(self) -> Path:
        """Return the folder of scans, each stored under its hash."""
        return self.folder / "images"

    @property
    def references(self) -> Path:
        """Return the folder of voters' reference signatures, each stored under its hash."""
        return self.folder / "references"

    @property
    def layouts(self) -> Path:
        """Return the folder of the office's own layouts, put there by an administrator."""
        return self.folder / "layouts"

    @property
    def outgoing(self) -> Path:
        """Return the folder of files that were made to be handed out, each under its hash."""
        return self.folder / "outgoing"

    @property
    def runs(self) -> Path:
        """Return the folder of runs, which hold what was found on each line; made at the first."""
        return self.folder / "runs"

    @property
    def shown(self) -> Path:
        """Return the folder of scans as they are shown: drawn anew from those of ``images``."""
        return self.folder / "shown"

    @property
    def uploads(self) -> Path:
        """Return the folder in which files lie while they come in."""
        return self.folder / "uploads"

    def secret(self) -> str:
        """Return the secret; before the folder is made, one that ends with the process."""
        try:
            return self.secret_path.read_text(encoding="ascii")
        except FileNotFoundError:
            return secrets.token_urlsafe(48)


def place_of(environment: Mapping[str, str]) -> OfficePlace:
    """Read where the office is from ``ROLLCHECK_DATA`` and ``DATABASE_URL``."""
    folder = Path(environment.get(FOLDER) or DEFAULT_FOLDER).absolute()
    return OfficePlace(folder, environment.get("DATABASE_URL") or None)


def make_place(place: OfficePlace) -> None:
    """Make the folder (mode 0700), its database and its secret (0600), unless they are there.

    Raises ``RollcheckError`` where others can read the secret or the folder cannot be made.
    """
    if place.folder.exists() and not place.folder.is_dir():
        raise _refused(place.folder, "not_a_folder", "this is a file; name a folder")
    try:
        place.folder.mkdir(mode=0o700, exist_ok=True)
        for inside in (
            place.content_keys,
            place.signing_keys,
            place.incoming,
            place.snapshots,
            place.images,
            place.references,
            place.layouts,
            place.outgoing,
            place.shown,
            place.uploads,
        ):
            inside.mkdir(mode=0o700, exist_ok=True)
    except FileNotFoundError:
        message = "the folder that is to hold it does not exist; make it first"
        raise _refused(place.folder.parent, "missing", message) from None
    if not place.database_url:
        _keep_private(place.sqlite_path)
    try:
        writing = os.open(place.secret_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if place.secret_path.stat().st_mode & 0o077:
            message = "others on this machine can read the secret; `chmod 600` it, or delete it"
            raise _refused(place.secret_path, "open_to_others", message) from None
        return
    with os.fdopen(writing, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))


def _keep_private(database: Path) -> None:
    """Make the SQLite database its owner's alone; SQLite gives its other files the same mode."""
    os.close(os.open(database, os.O_WRONLY | os.O_CREAT, 0o600))
    for path in (database, *(database.with_name(f"{database.name}{end}") for end in WRITE_AHEAD)):
        if path.exists():
            path.chmod(0o600)


def _refused(path: Path, code: str, message: str) -> RollcheckError:
    return RollcheckError([Problem(str(path), None, None, code, message)])
