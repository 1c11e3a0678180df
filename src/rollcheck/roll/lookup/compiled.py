"""How the inner loops of a look-up are compiled, and kept compiled between processes."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


@cache
def _sources() -> str:
    """Return a short hash of this folder's code: what is compiled rests on all of it."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def compiled(function: Function) -> Function:
    """Compile a function at its first call, without the interpreter's lock, and keep the code.

    It is kept beside the source, or in the user's cache where that folder cannot be written.
    Numba only looks whether a function's own file has changed, but it takes in those of other
    files; so the name under which the code is kept holds a hash of them all.
    """
    function.__qualname__ = f"{function.__qualname__}-{_sources()}"
    wrapped: Function = numba.njit(cache=True, nogil=True)(function)  # type: ignore[assignment]  # numba's stubs name its own class
    return wrapped
