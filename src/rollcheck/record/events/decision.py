"""The tally, the decision, the certificate, and what was published."""

from dataclasses import dataclass

from rollcheck.record.event_type import Event, FileHash, Group, event

DECISION = Group("decision", "Decision", "What the findings add up to, and who said so.")


@event(DECISION, "tally_made", "Tally made", sums_up=True)
@dataclass(frozen=True, slots=True)
class TallyMade(Event):
    """The findings were added up: valid, invalid, and lines that wait."""

    valid: int
    invalid: int
    waiting: int


@event(DECISION, "run_finished", "Run finished", sums_up=True)
@dataclass(frozen=True, slots=True)
class RunFinished(Event):
    """A run ended: the petition file, or an office's petition, the result, the decision."""

    petition_file: str
    result: FileHash
    decision: str


@event(DECISION, "decision_made", "Decision made", sums_up=True)
@dataclass(frozen=True, slots=True)
class DecisionMade(Event):
    """What follows from the counts under the rule set."""

    decision: str
    valid: int
    required: int
    short_by: int


@event(DECISION, "certificate_issued", "Certificate issued", sums_up=True)
@dataclass(frozen=True, slots=True)
class CertificateIssued(Event):
    """The official signed a statement of the decision."""

    decision: str
    certificate: FileHash


@event(DECISION, "certificate_amended", "Certificate amended", sums_up=True)
@dataclass(frozen=True, slots=True)
class CertificateAmended(Event):
    """A certificate was replaced by another, for a stated reason."""

    reason: str
    certificate: FileHash


@event(DECISION, "embargo_lifted", "Embargo lifted")
@dataclass(frozen=True, slots=True)
class EmbargoLifted(Event):
    """A supervisor allowed publication before certification."""

    reason: str


@event(DECISION, "bundle_published", "Bundle published", sums_up=True)
@dataclass(frozen=True, slots=True)
class BundlePublished(Event):
    """What anyone can check was published; its manifest is named by SHA-256."""

    manifest: FileHash
