"""The kinds of events, a module for each part of the work; together they are the one table."""

from rollcheck.record.events import (
    audit,
    decision,
    examination,
    intake,
    matching,
    people,
    petition,
    review,
    sampling,
    upkeep,
    work,
)

__all__ = [
    "audit",
    "decision",
    "examination",
    "intake",
    "matching",
    "people",
    "petition",
    "review",
    "sampling",
    "upkeep",
    "work",
]
