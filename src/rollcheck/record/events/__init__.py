"""The kinds of events, a module for each part of the work; together they are the one table."""

from rollcheck.record.events import (
    audit,
    connecting,
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

GROUPS = (
    petition.PETITION,
    intake.INTAKE,
    matching.MATCHING,
    connecting.CONNECTING,
    sampling.SAMPLING,
    review.REVIEW,
    decision.DECISION,
    examination.EXAMINATION,
    audit.AUDIT,
    people.PEOPLE,
    work.WORK,
    upkeep.UPKEEP,
)
"""The groups of events in the order of the work."""

__all__ = [
    "GROUPS",
    "audit",
    "connecting",
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
