"""What an audit tests: for each required number, by how many voters the decision may be off."""

from collections.abc import Iterable
from dataclasses import dataclass

from rollcheck.problems import Problem, RollcheckError

SUFFICIENT = "sufficient"
INSUFFICIENT = "insufficient"
REJECTIONS = "rejections"
ACCEPTANCES = "acceptances"
BOTH = "both"


@dataclass(frozen=True, slots=True)
class Counts:
    """Lines by finding: each valid line is one voter; waiting lines have no finding."""

    valid: int
    invalid: int
    waiting: int = 0

    @property
    def raw(self) -> int:
        """All lines filed."""
        return self.valid + self.invalid + self.waiting


@dataclass(frozen=True, slots=True)
class Question:
    """Whether the decision against one required number is right.

    ``margin`` is the number of distinct voters by which the count must be off, at least, for
    the decision to be wrong. It may be below 1, where nothing can confirm the decision.
    """

    required: int
    decision: str
    margin: int

    @property
    def frame(self) -> str:
        """Which lines alone can make the decision wrong."""
        return REJECTIONS if self.decision == INSUFFICIENT else ACCEPTANCES


def question(required: int, counts: Counts, *, missing: int = 0) -> Question:
    """Return the question that a required number asks.

    The petition is sufficient when its distinct voters are at least the required number. A line
    that waits, and each of ``missing`` lines that may have been left out of the raw count,
    counts as the voter who would make an insufficient petition sufficient.
    Raises ``RollcheckError`` where the waiting lines leave the decision open.
    """
    if counts.valid >= required:
        return Question(required, SUFFICIENT, counts.valid - required + 1)
    margin = required - counts.valid - counts.waiting
    if margin < 1:
        message = (
            f"the decision against {required:,} is open: {counts.waiting:,} lines wait and "
            f"{required - counts.valid:,} more would be enough; determine them, then audit"
        )
        raise RollcheckError([Problem("", None, "required", "open_decision", message)])
    return Question(required, INSUFFICIENT, margin - missing)


def lines_to_draw(required: Iterable[int], counts: Counts) -> str:
    """Return which lines test every one of the required numbers: both kinds where they differ."""
    frames = {question(one, counts).frame for one in required}
    return frames.pop() if len(frames) == 1 else BOTH
