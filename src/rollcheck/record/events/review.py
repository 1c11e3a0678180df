"""What people found on lines, and how they took it back."""

from dataclasses import dataclass

from rollcheck.record.event_type import HELD, Event, Group, Sealed, SealedFile, SealedTexts, event

REVIEW = Group("review", "Review", "Findings on lines. Nothing is overwritten: undo is an event.")


@event(REVIEW, "line_assigned", "Line assigned", shown=HELD)
@dataclass(frozen=True, slots=True)
class LineAssigned(Event):
    """A line was given to a person for one step."""

    line: Sealed
    person: Sealed
    step: Sealed


@event(REVIEW, "line_skipped", "Line skipped", shown=HELD)
@dataclass(frozen=True, slots=True)
class LineSkipped(Event):
    """A person put a line back with a note, or asked a lead."""

    line: Sealed
    note: Sealed


@event(REVIEW, "line_determined", "Line determined", shown=HELD)
@dataclass(frozen=True, slots=True)
class LineDetermined(Event):
    """One person's finding: valid with the voter, or invalid with a reason and its basis."""

    line: Sealed
    finding: Sealed
    reason: Sealed
    voter: Sealed
    basis: Sealed
    image: SealedFile = ""


@event(REVIEW, "line_adjudicated", "Line adjudicated", shown=HELD)
@dataclass(frozen=True, slots=True)
class LineAdjudicated(Event):
    """An adjudicator settled what reviewers disagree on; it refers to their findings."""

    line: Sealed
    finding: Sealed
    reason: Sealed
    voter: Sealed
    basis: Sealed


@event(REVIEW, "duplicates_settled", "Duplicates settled", shown=HELD)
@dataclass(frozen=True, slots=True)
class DuplicatesSettled(Event):
    """Lines of one person were put side by side; these count, the others do not."""

    lines: SealedTexts
    counting: SealedTexts


@event(REVIEW, "signature_withdrawn", "Signature withdrawn", shown=HELD)
@dataclass(frozen=True, slots=True)
class SignatureWithdrawn(Event):
    """A signer took the signature back; whether in time is the rule's business."""

    line: Sealed
    request: Sealed


@event(REVIEW, "undone", "Act undone", shown=HELD)
@dataclass(frozen=True, slots=True)
class Undone(Event):
    """An act was taken back for a reason; it refers to that act, which stays."""

    reason: Sealed


@event(REVIEW, "reopened", "Line reopened", shown=HELD)
@dataclass(frozen=True, slots=True)
class Reopened(Event):
    """A settled line was opened again for a reason, with a supervisor's approval."""

    line: Sealed
    reason: Sealed
    approved_by: Sealed


@event(REVIEW, "known_line_planted", "Known line planted", shown=HELD)
@dataclass(frozen=True, slots=True)
class KnownLinePlanted(Event):
    """A line whose answer is known was mixed in to watch quality; it never counts."""

    line: Sealed
    answer: Sealed


@event(REVIEW, "known_line_answered", "Known line answered", shown=HELD)
@dataclass(frozen=True, slots=True)
class KnownLineAnswered(Event):
    """What somebody found on a known line, without knowing that it is one; it never counts."""

    line: Sealed
    finding: Sealed
    reason: Sealed
    voter: Sealed


@event(REVIEW, "bulk_applied", "Bulk act applied", shown=HELD)
@dataclass(frozen=True, slots=True)
class BulkApplied(Event):
    """A rule was applied to many lines after a count was shown and approved."""

    rule: Sealed
    lines: SealedTexts
    approved_by: Sealed
