"""How inner loops are compiled, and kept compiled between processes."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


@cache
def _sources(folder: Path) -> str:
    """Return a short hash of a folder's code: what is compiled rests on all of it."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def kept_compiled(function: Function, **options: bool | str) -> Function:
    """Compile a function at its first call, without the interpreter's lock, and keep the code.

    It is kept beside the source, or in the user's cache where that folder cannot be written.
    Numba only looks whether a function's own file has changed, but it takes in those of other
    files; so the name under which the code is kept holds a hash of all in the function's folder.
    ``options`` are Numba's.
    """
    folder = Path(function.__code__.co_filename).parent
    function.__qualname__ = f"{function.__qualname__}-{_sources(folder)}"
    compiling: Any = numba.njit
    wrapped: Function = compiling(cache=True, nogil=True, **options)(function)
    return wrapped


def compiled(function: Function) -> Function:
    """Compile a function with Numba's own settings; see ``kept_compiled``."""
    return kept_compiled(function)
