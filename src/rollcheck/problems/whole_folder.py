"""A folder that is there whole or not at all, whatever stops the one who makes it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rollcheck.problems.problem import Problem, RollcheckError
from rollcheck.problems.unfinished import unfinished_sibling


def replaces_nothing(_folder: Path) -> bool:
    """Say of any folder that it must not be replaced."""
    return False


@contextmanager
def whole_folder(
    out: Path,
    *,
    private: bool = False,
    replaces: Callable[[Path], bool] = replaces_nothing,
    what: str = "a folder of this kind",
) -> Iterator[Path]:
    """Give a folder that becomes ``out`` when the block ends well, and vanishes otherwise.

    An empty ``out`` is taken; any other is replaced only where ``replaces`` says so of it, and
    only once the new one is whole. ``what`` names in a problem's message what may be replaced.
    ``private``: only its owner may enter. Folders above ``out`` are made. Raises
    ``RollcheckError`` where something else is in the way; either way that stays as it was.
    """
    if out.exists() and not _is_empty(out) and not replaces(out):
        raise RollcheckError([_in_the_way(out, replaces, what)])
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = unfinished_sibling(out)
    try:
        unfinished.mkdir(mode=0o700 if private else 0o777)
        yield unfinished
        _take_place(unfinished, out)
    except BaseException:
        _vanish(unfinished)
        raise


def _vanish(unfinished: Path) -> None:
    """Remove a folder, also where whoever interrupts does so again while it goes."""
    while unfinished.exists():
        try:
            shutil.rmtree(unfinished, ignore_errors=True)
        except KeyboardInterrupt:
            continue
        return


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _in_the_way(out: Path, replaces: Callable[[Path], bool], what: str) -> Problem:
    message = f"exists and is not only {what}; name another, or move it away"
    if replaces is replaces_nothing:
        message = "exists already; name a folder that does not"
    return Problem(str(out), None, None, "in_the_way", message)


def _take_place(finished: Path, out: Path) -> None:
    earlier = out.with_name(f".{out.name}.earlier-{os.getpid()}")
    if out.exists():
        out.rename(earlier)
    try:
        finished.rename(out)
    except BaseException:
        if earlier.exists() and not out.exists():
            earlier.rename(out)
        raise
    shutil.rmtree(earlier, ignore_errors=True)
