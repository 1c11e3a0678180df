"""What was read of kept rows, remembered for a request, or while nobody else can act.

Nothing is remembered longer: a role that was taken, say, counts no more from the next request on,
and in an act from the moment at which it has its turn. What is written oneself is forgotten.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar, cast

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Remembered:
    value: Any
    of: tuple[str, ...]


_READ: ContextVar[tuple[dict[Hashable, _Remembered], ...]] = ContextVar("read", default=())
"""What was read in the blocks that are open now, the innermost last."""


@contextmanager
def reading_once() -> Iterator[None]:
    """Remember what is read in the block; what was read before it counts no more inside."""
    token = _READ.set((*_READ.get(), {}))
    try:
        yield
    finally:
        _READ.reset(token)


def remembered(key: Hashable, of: tuple[str, ...], read: Callable[[], Value]) -> Value:
    """Return what was read in this block under ``key``, or else read it now.

    ``of`` are the names of the models whose rows it rests on.
    """
    blocks = _READ.get()
    if not blocks:
        return read()
    known = blocks[-1]
    if key not in known:
        known[key] = _Remembered(read(), of)
    return cast("Value", known[key].value)


def forget(model: str) -> None:
    """Forget what rests on rows of a model: some were written."""
    for known in _READ.get():
        for key in [key for key, one in known.items() if model in one.of]:
            del known[key]


def forget_all() -> None:
    """Forget everything: what was written is not kept after all."""
    for known in _READ.get():
        known.clear()
