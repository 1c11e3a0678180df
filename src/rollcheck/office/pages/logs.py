"""Log lines that hold nothing of what people typed."""

import logging
import traceback
from types import TracebackType

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutData(logging.Formatter):
    """Says of an exception what it is and where it was raised, not its words.

    Those of a database or a codec repeat the row or the text that they failed on.
    """

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - as the library calls it
        """Return the lines of code that it came through, and its kind."""
        kind, _said, trace = ei
        if kind is None:
            return ""
        return "".join(traceback.format_tb(trace)) + f"{kind.__module__}.{kind.__qualname__}"
