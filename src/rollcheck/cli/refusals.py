"""What the system refused (no such file, disk full, no memory) as a problem with what to do."""

import errno
import re

import duckdb

from rollcheck.problems import Problem
from rollcheck.problems.unfinished import as_asked_for

# How the engine says that a disk or the memory is full; a full disk also fails a commit.
REFUSED_BY_THE_SYSTEM = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
)
A_FILE_IN_THE_WAY = "a file stands where a folder is needed: name another folder, or move it away"
IN_OUR_WORDS = {
    errno.EEXIST: A_FILE_IN_THE_WAY,
    errno.ENOTDIR: A_FILE_IN_THE_WAY,
    errno.ENOSPC: "the disk is full: make room, or name a folder on another disk",
    errno.EDQUOT: "the disk has no more room for you: make room, or name another folder",
    errno.EACCES: "you may not read or write here: name another place, or ask whoever owns it",
    errno.EPERM: "you may not do this here: name another place, or ask whoever owns it",
    errno.EROFS: "this disk cannot be written to: name a folder on another",
}
# A full disk as the engines tell it, and numpy, in a text of their own without a number.
FULL = re.compile(r"No space left on device|^\d+ requested and \d+ written$")


def refusal(error: OSError | duckdb.Error) -> Problem:
    """Return what the system refused, told of the path that was asked for."""
    return Problem(
        file=as_asked_for(_file_of(error)),
        row=None,
        column=None,
        code="system",
        message=f"{_why(error)}. Nothing half-written was left behind; mend this and run it again.",
    )


def _file_of(error: OSError | duckdb.Error) -> str:
    """Return the file that was refused; of a copy it is the one copied to, where a disk is full."""
    to = getattr(error, "filename2", None) if getattr(error, "errno", 0) == errno.ENOSPC else None
    return str(to or getattr(error, "filename", None) or "")


def _why(error: OSError | duckdb.Error) -> str:
    if isinstance(error, OSError) and error.errno in IN_OUR_WORDS:
        return IN_OUR_WORDS[error.errno]
    first, _, _ = str(error).partition("\n")
    if FULL.search(first):
        return IN_OUR_WORDS[errno.ENOSPC]
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return as_asked_for(first)
