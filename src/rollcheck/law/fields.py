"""A field of a rule file: a value that never goes without its source."""

from collections.abc import Iterable
from dataclasses import dataclass

MARKS = {
    "R": "its text was read",
    "D": "derived by arithmetic from published numbers",
    "S": "known at second hand (press, handbook, summary)",
    "M": "from general knowledge, not looked up: check it before you rely on it",
}
"""Mark to its meaning, the surest first. Only what is marked R may be called verified."""

GOVERNING_DATES = {
    "approval_of_form": "the day the form of the petition was approved for circulation",
    "signing": "the day a line was signed",
    "filing": "the day the petition was filed",
    "certification": "the day the result was certified",
    "act": "the day of the act that is asked about, whichever it is",
}
"""Which day decides that a field's value is the one that applies."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value of the law with its source, under its dotted name in the file."""

    name: str
    value: object
    citation: str
    verified: bool
    mark: str
    governed_by: str
    note: str = ""


def worst_mark(marks: Iterable[str]) -> str:
    """Return the least sure of some marks; R for none."""
    order = list(MARKS)
    return max(marks, key=order.index, default="R")
