"""The roles that people hold now, read once in a request, or while nobody else can act.

Nothing is remembered longer: a role that was taken counts no more from the next request on, and
in an act from the moment at which it has its turn.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Held = tuple[tuple[str, int | None], ...]
"""Roles, each with the petition for which it is held; None: for all."""

_READ: ContextVar[tuple[dict[int, Held], ...]] = ContextVar("roles_read", default=())
"""What was read in the blocks that are open now, the innermost last."""


@contextmanager
def reading_roles_once() -> Iterator[None]:
    """Read each person's roles at most once in the block; what was read before it counts no more.

    A role that is given or taken in the block itself is read anew.
    """
    token = _READ.set((*_READ.get(), {}))
    try:
        yield
    finally:
        _READ.reset(token)


def forget_roles() -> None:
    """Read everybody's roles anew: one was given or taken."""
    for read in _READ.get():
        read.clear()


def read_once(person: int, read: Callable[[], Held]) -> Held:
    """Return a person's roles as read in this block, or else as they are read now."""
    blocks = _READ.get()
    if not blocks:
        return read()
    known = blocks[-1]
    if person not in known:
        known[person] = read()
    return known[person]
