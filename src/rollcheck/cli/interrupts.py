"""An interrupt is obeyed even where a library's callback has swallowed it.

Python cannot raise out of a callback that C code called (a parser's, a garbage collector's): it
hands the exception to ``sys.unraisablehook`` and goes on. An interrupt that arrives just then
would be lost, and the parser would end in an error of its own that is nobody's.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

REPEAT_AFTER = 0.05  # seconds: long enough to have left the callback


class Interrupts:
    """What tells the process to stop, and whether a callback swallowed it."""

    def __init__(self) -> None:
        self._swallowed = False

    def listen(self) -> None:
        """Raise ``KeyboardInterrupt`` on SIGINT and SIGTERM, and again if it was swallowed."""
        for told in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            signal.signal(told, self._raise)
        sys.unraisablehook = self._unraisable

    def ignore(self) -> None:
        """Be deaf from here on: the work stands, done or cleaned away."""
        while True:
            try:
                for told in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
                    signal.signal(told, signal.SIG_IGN)
            except KeyboardInterrupt:  # one that came between: what it asks for is being done
                continue
            return

    @contextmanager
    def obeyed(self) -> Iterator[None]:
        """Take any error after a swallowed interrupt for what it is: the interrupt."""
        try:
            yield
        except Exception as error:
            if self._swallowed:
                raise KeyboardInterrupt from error
            raise

    def _raise(self, told: int, frame: FrameType | None) -> None:
        self._swallowed = False
        raise KeyboardInterrupt

    def _unraisable(self, lost: "sys.UnraisableHookArgs") -> None:
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            sys.__unraisablehook__(lost)
            return
        self._swallowed = True
        signal.setitimer(signal.ITIMER_REAL, REPEAT_AFTER)
