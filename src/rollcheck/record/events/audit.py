"""The risk-limiting audit of a decision, step by step."""

from dataclasses import dataclass

from rollcheck.record.event_type import HELD, Event, FileHash, Group, Sealed, event

AUDIT = Group("audit", "Audit", "Blind re-review that limits the risk of a wrong decision.")


@event(AUDIT, "audit_planned", "Audit planned", sums_up=True)
@dataclass(frozen=True, slots=True)
class AuditPlanned(Event):
    """What is audited, to which risk limit, by which test; fixed before the seed."""

    hypothesis: str
    risk_limit: str
    test: str
    root: str


@event(AUDIT, "audit_seed_made", "Audit seed made")
@dataclass(frozen=True, slots=True)
class AuditSeedMade(Event):
    """A text was made by chance in public for the audit's draw."""

    seed: str
    how: str


@event(AUDIT, "audit_drawn", "Audit round drawn")
@dataclass(frozen=True, slots=True)
class AuditDrawn(Event):
    """A round of the audit was drawn."""

    round: int
    size: int
    draw: FileHash


@event(AUDIT, "audit_line_reviewed", "Audit line reviewed", shown=HELD)
@dataclass(frozen=True, slots=True)
class AuditLineReviewed(Event):
    """An auditor's finding on a line, made without seeing the first one."""

    line: Sealed
    finding: Sealed
    reason: Sealed
    voter: Sealed


@event(AUDIT, "audit_step", "Audit step", sums_up=True)
@dataclass(frozen=True, slots=True)
class AuditStep(Event):
    """After so many re-reviews the measured risk stands here, as a decimal."""

    reviewed: int
    overturned: int
    risk: str


@event(AUDIT, "audit_concluded", "Audit concluded", sums_up=True)
@dataclass(frozen=True, slots=True)
class AuditConcluded(Event):
    """The audit confirmed the decision, or handed it to a full recount."""

    outcome: str
    reviewed: int
    risk: str
