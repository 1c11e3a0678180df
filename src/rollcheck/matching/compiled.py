"""How the kernel's functions are compiled; ``roll.compiled`` says how they are kept."""

import numpy as np
import numpy.typing as npt

from rollcheck.roll.compiled import Function, kept_compiled

Bytes = npt.NDArray[np.uint8]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Uint64s = npt.NDArray[np.uint64]


def compiled(function: Function) -> Function:
    """Compile ``function``, to be called by other compiled functions only; see ``entry``.

    It makes no arrays, so that it need not count who holds those it is given: counting would take
    longer than most functions, the more so as threads would wait for one another at it.
    """
    # What is asked for a function holds for those that it calls, unless they say otherwise.
    return _compiled(function, no_cpython_wrapper=True, _nrt=False, forceinline=False)


def inlined(function: Function) -> Function:
    """Compile ``function`` into each compiled function that calls it; see ``compiled``.

    For what is asked of every pair: to hand over its arrays, each of which is several numbers,
    would take as long as the work. Where it is called from twice, its code stands twice.
    """
    return _compiled(function, no_cpython_wrapper=True, _nrt=False, forceinline=True)


def entry(function: Function) -> Function:
    """Compile ``function`` at its first call from Python, to run without the interpreter's lock.

    What makes a function callable from Python takes as long to compile as the function itself,
    so few are.
    """
    return _compiled(function)


def _compiled(function: Function, **options: bool) -> Function:
    return kept_compiled(function, error_model="numpy", no_cfunc_wrapper=True, **options)


@compiled
def wide(number: int) -> int:
    """Return a number as 64 bits, whatever array it is of: one function then does for all."""
    return number + 0
