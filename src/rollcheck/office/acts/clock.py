"""What time it is for whoever acts: the machine's time, unless a block has a clock of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_CLOCK: ContextVar[Callable[[], datetime]] = ContextVar("clock", default=timezone.now)


def now() -> datetime:
    """Return the time, with its zone."""
    return _CLOCK.get()()


@contextmanager
def by_clock(clock: Callable[[], datetime]) -> Iterator[None]:
    """Let what is done in the block have its times from ``clock``, which never goes back.

    A demonstration's acts were done on days that have been; no page of the office uses this.
    """
    token = _CLOCK.set(clock)
    try:
        yield
    finally:
        _CLOCK.reset(token)
