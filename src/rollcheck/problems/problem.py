"""A problem with file, row, column and what to do; the one exception base class."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input, in words that say what to do about it.

    ``file`` is the name as the user gave it. ``row`` counts records from 1, the header being
    row 1 where there is one; ``column`` is the column's or key's name. Both are ``None`` where
    they do not apply. ``code`` is a short stable word for programs. ``message`` never holds a
    person's data: it names the place, and the reader looks there.
    """

    file: str
    row: int | None
    column: str | None
    code: str
    message: str

    def __str__(self) -> str:
        """``file, row 7, column zip: message``."""
        place = [self.file] if self.file else []
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.message}" if place else self.message

    def as_json(self) -> dict[str, str | int | None]:
        """Return the five fields under the names of the command line's JSON contract."""
        return asdict(self)


class RollcheckError(Exception):
    """The input has problems: all that were found, at least one.

    Every exception this package raises on purpose derives from this class.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        if not self.problems:
            raise ValueError("a RollcheckError needs at least one problem")
        super().__init__("\n".join(str(problem) for problem in self.problems))


def raise_if_any(problems: Iterable[Problem]) -> None:
    """Raise one ``RollcheckError`` holding all of ``problems``; return when there are none."""
    found = tuple(problems)
    if found:
        raise RollcheckError(found)
