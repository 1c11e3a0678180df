"""What the verifier says: each thing checked, what failed, and what could not be established."""

import csv
import errno
from collections.abc import Callable
from dataclasses import dataclass, field

OK, FAILED, OPEN = "ok", "FAIL", "?"
# What reading a damaged or forged file can raise; anything else would be a bug of this program.
UNREADABLE = (
    *(LookupError, TypeError, ValueError, AttributeError),
    *(ArithmeticError, RecursionError, OSError, csv.Error),
)

# A file that is not there as it should be is the bundle's fault; a full disk is not.
NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR)


def plain(text: str) -> str:
    """Return a text as it may be printed: nothing in a bundle can erase or forge a line of ours."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


@dataclass
class Report:
    """The findings in their order, and what the bundle by its nature cannot show."""

    found: list[tuple[str, str]] = field(default_factory=list)
    cannot: list[str] = field(default_factory=list)

    def check(self, *, holds: bool, said: str, means: str) -> bool:
        """Note that something holds as ``said``, or fails and what that ``means``."""
        self.found.append((OK, said) if holds else (FAILED, means))
        return holds

    def open(self, said: str) -> None:
        """Note what could not be established."""
        self.found.append((OPEN, said))

    def part(self, name: str, look: Callable[[], None]) -> None:
        """Look at one part; a part that cannot be read at all is a failure of it."""
        try:
            look()
        except UNREADABLE as error:
            if isinstance(error, OSError) and error.errno not in NOT_THERE:
                self.open(f"{name} could not be looked at on this machine: {error.strerror}.")
                return
            words = f"{name} cannot be read as docs/bundle.md says ({type(error).__name__})."
            self.found.append((FAILED, f"{words} It is damaged, or not made by this program."))

    @property
    def exit_code(self) -> int:
        """0 where all holds, 1 where anything failed, 3 where something was not established."""
        kinds = {kind for kind, _ in self.found}
        return 1 if FAILED in kinds else 3 if OPEN in kinds else 0
