"""How the kernel's functions are compiled, and kept compiled between processes."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Uint64s = npt.NDArray[np.uint64]

Function = TypeVar("Function", bound=Callable[..., Any])


@cache
def _sources() -> str:
    """Return a short hash of this folder's code: what is compiled rests on all of it."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def compiled(function: Function) -> Function:
    """Compile ``function``, to be called by other compiled functions only; see ``entry``.

    It makes no arrays, so that it need not count who holds those it is given: counting would take
    longer than most functions, the more so as threads would wait for one another at it.
    """
    return _compiled(function, no_cpython_wrapper=True, _nrt=False)


def entry(function: Function) -> Function:
    """Compile ``function`` at its first call from Python, to run without the interpreter's lock.

    What makes a function callable from Python takes as long to compile as the function itself,
    so few are. The machine code is kept beside the source, or in the user's cache where that
    folder cannot be written. Numba only looks whether a function's own file has changed, but it
    inlines those of other files; so the name under which the code is kept holds a hash of all.
    """
    return _compiled(function)


def _compiled(function: Function, **options: bool) -> Function:
    function.__qualname__ = f"{function.__qualname__}-{_sources()}"
    compiling: Any = numba.njit
    wrapped: Function = compiling(
        cache=True, nogil=True, error_model="numpy", no_cfunc_wrapper=True, **options
    )(function)
    return wrapped


@compiled
def wide(number: int) -> int:
    """Return a number as 64 bits, whatever array it is of: one function then does for all."""
    return number + 0
