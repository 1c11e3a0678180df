"""The incoming folder: what an administrator put there, and nothing beside it."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from rollcheck.office.acts.keepable import is_keepable
from rollcheck.problems import Problem, RollcheckError

SETTLED_AFTER = 30.0  # seconds without a change: a file that is still being copied is not taken


def folders_in(incoming: Path) -> list[str]:
    """Return the names of the folders that an administrator made below the incoming one.

    What is named in another encoding than the system's is no text; it is renamed first.
    """
    found = (path for path in incoming.iterdir() if path.is_dir() and _is_plain(path))
    return sorted(path.name for path in found if is_keepable(path.name))


def folder_in(incoming: Path, name: str) -> Path:
    """Return a folder of that name. Raises ``RollcheckError`` for any other path."""
    if name not in folders_in(incoming):
        message = "there is no such folder below the incoming one"
        raise RollcheckError([Problem(name, None, None, "no_folder", message)])
    return incoming / name


def files_below(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every plain file below a folder with its path from there, in order.

    Links are neither followed nor yielded: they could lead out of the folder.
    """
    for at, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(at) / name
            if _is_plain(path):
                yield path, path.relative_to(folder).as_posix()


def is_settled(path: Path) -> bool:
    """Tell whether nobody is writing to a file any more, as far as its time says."""
    return time.time() - path.stat().st_mtime >= SETTLED_AFTER


def _is_plain(path: Path) -> bool:
    return not path.is_symlink() and (path.is_dir() or path.is_file())
