"""A new office's folder, with the tables that its first start would take seconds to make."""

import shutil
from pathlib import Path


def begun_office(folder: Path, migrated: Path | None) -> Path:
    """Make the folder and put the database there, if there is one: the fixture `migrated`."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if migrated is not None:
        shutil.copyfile(migrated, folder / migrated.name)
    return folder
