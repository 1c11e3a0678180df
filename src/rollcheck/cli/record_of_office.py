"""An office's data folder: its record, opened to be checked, or the office made ready to act."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rollcheck.office.place import FOLDER, OfficePlace, place_of
from rollcheck.problems import Problem, RollcheckError
from rollcheck.record import KeyFolder
from rollcheck.record.folder import SETTINGS as OWN_SETTINGS

if TYPE_CHECKING:
    from rollcheck.office.checkpoints.store import SignedRecord

SETTINGS = "rollcheck.office.settings"


@dataclass(frozen=True, slots=True)
class OfficeOpened:
    """An office's record: its store, its content keys, where it keeps its files."""

    store: "SignedRecord"
    keys: KeyFolder
    images: Path
    folders: tuple[Path, ...]
    places: dict[str, list[Path]]


def is_office(path: Path) -> bool:
    """Whether a folder is an office's, and not that of a record by itself."""
    place = _place(path)
    theirs = place.sqlite_path.is_file() or place.secret_path.is_file()
    return theirs and not (path / OWN_SETTINGS).is_file()


def ready_office(folder: Path) -> None:
    """Make the office of a data folder ready to be acted in, unless this process serves one.

    Raises ``RollcheckError`` where the folder holds no office.
    """
    from django.conf import settings

    if settings.configured:
        return
    if not is_office(folder):
        message = "holds no office; name the folder that `rollcheck serve` keeps its data in"
        raise RollcheckError([Problem(str(folder), None, None, "no_office", message)])
    # Loaded here: only who acts in an office needs it.
    from rollcheck.office.ready import make_ready

    make_ready({FOLDER: str(folder)})


@contextmanager
def office_record(path: Path) -> Iterator[OfficeOpened]:
    """Open an office's record, in the database that DATABASE_URL names or in its folder.

    Nothing is migrated or written. Raises ``RollcheckError`` where the database cannot be read.
    """
    # Django is slow to load, and only an office's record needs it.
    import django
    from django.conf import settings
    from django.db import DatabaseError

    if not settings.configured:
        os.environ[FOLDER] = str(path.absolute())
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        django.setup()
    from rollcheck.office.checkpoints.store import SignedRecord
    from rollcheck.office.rolls.places import file_places

    place, store = _place(path), SignedRecord()
    kept = (place.snapshots, place.outgoing, place.references, place.incoming, place.layouts)
    folders = tuple(one for one in kept if one.is_dir())
    keys = KeyFolder(place.content_keys, secrets.token_bytes)
    try:
        with store.standing_still():
            yield OfficeOpened(store, keys, place.images, folders, file_places(place.snapshots))
    except DatabaseError as error:
        message = (
            f"the office's database cannot be read ({type(error).__name__}); see that it is "
            "running, and start the office once with this version of the program"
        )
        raise RollcheckError([Problem(str(path), None, None, "database", message)]) from None


def _place(path: Path) -> OfficePlace:
    return place_of({**os.environ, FOLDER: str(path)})
