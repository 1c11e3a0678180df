"""The risk-limiting audit of a decision, step by step."""

from dataclasses import dataclass

from rollcheck.record.event_type import (
    HELD,
    Event,
    FileHash,
    Group,
    Sealed,
    SealedTexts,
    event,
)

AUDIT = Group("audit", "Audit", "Blind re-review that limits the risk of a wrong decision.")


@event(AUDIT, "audit_committed", "Audit committed to", sums_up=True)
@dataclass(frozen=True, slots=True)
class AuditCommitted(Event):
    """Every finding and the plan were committed to, before the seed: the commitment, its digest.

    It refers to the run whose findings these are; the entries of the audit refer to it.
    """

    commitment: str
    valid: int
    invalid: int
    waiting: int
    document: FileHash


@event(AUDIT, "audit_planned", "Audit planned", sums_up=True)
@dataclass(frozen=True, slots=True)
class AuditPlanned(Event):
    """What is drawn from, the required numbers, the risk limit and the test, before the seed."""

    of: str
    required: str
    risk_limit: str
    manifest_risk: str
    test: str


@event(AUDIT, "audit_drawn", "Audit round drawn")
@dataclass(frozen=True, slots=True)
class AuditDrawn(Event):
    """A round of the audit was drawn from the commitment and the seed; `head` is its step."""

    round: int
    seed: str
    size: int
    sections: int
    draw: FileHash
    head: str


@event(AUDIT, "audit_line_reviewed", "Audit line reviewed", shown=HELD)
@dataclass(frozen=True, slots=True)
class AuditLineReviewed(Event):
    """An auditor's finding on a line, made without seeing the first one."""

    line: Sealed
    reviewer: Sealed
    finding: Sealed
    copies: SealedTexts


@event(AUDIT, "audit_step", "Audit step", sums_up=True)
@dataclass(frozen=True, slots=True)
class AuditStep(Event):
    """After so many re-reviews and sections counted the risk stands here; `head` is its step."""

    reviewed: int
    counted: int
    risk: str
    head: str


@event(AUDIT, "audit_concluded", "Audit concluded", sums_up=True)
@dataclass(frozen=True, slots=True)
class AuditConcluded(Event):
    """The audit confirmed the decision, or handed it to a full recount; its report says so."""

    outcome: str
    reviewed: int
    risk: str
    report: FileHash
    head: str
