"""What is published before the seed exists: counts, roots and the plan; nothing of any line."""

from collections.abc import Mapping
from dataclasses import dataclass

from rollcheck.sampling.audit.documents import Json, digest
from rollcheck.sampling.audit.frame import Frame
from rollcheck.sampling.audit.manifest import Manifest
from rollcheck.sampling.audit.plan import Plan, plan_from_json
from rollcheck.sampling.audit.question import Counts

FORMAT = "rollcheck-audit-commitment/2"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is audited besides the frame.

    ``raw_count`` may exceed the frame's lines: the rest was never keyed and waits. ``copies`` is
    the place's rule on copies, ``first`` or ``none``; ``spaces`` the most lines that a section
    has room for; ``required`` the certified number first, then those claimed.
    """

    title: str
    rule_set: str
    raw_count: int
    copies: str
    spaces: int
    required: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """The subject, the frame and the plan, whose digest is to be published before the seed."""

    subject: Subject
    frame: Frame
    plan: Plan

    @property
    def counts(self) -> Counts:
        """Lines by finding, those never keyed among the waiting."""
        return counts_of(self.subject, self.frame)

    @property
    def manifest(self) -> Manifest:
        """The committed lines of each section."""
        return Manifest(self.frame.sections, self.subject.spaces)

    def as_json(self) -> Json:
        """Return the document to publish."""
        subject, counts, manifest = self.subject, self.counts, self.manifest
        return {
            "format": FORMAT,
            "title": subject.title,
            "rule_set": subject.rule_set,
            "copies": subject.copies,
            "required": list(subject.required),
            "raw_count": subject.raw_count,
            "valid": counts.valid,
            "invalid": counts.invalid,
            "waiting": counts.waiting,
            "strata": [
                {"status": s.status, "name": s.name, "lines": len(s.lines), "root": s.root.hex()}
                for s in self.frame.strata
            ],
            "sections": {
                "number": len(manifest.sections),
                "spaces": manifest.spaces,
                "root": manifest.root.hex(),
            },
            "plan": self.plan.as_json(),
        }

    @property
    def digest(self) -> str:
        """The SHA-256 of the document, in hexadecimal."""
        return digest(self.as_json())


def counts_of(subject: Subject, frame: Frame) -> Counts:
    """Return a subject's lines by finding; what was never keyed waits."""
    found = frame.counts
    return Counts(found.valid, found.invalid, subject.raw_count - found.valid - found.invalid)


def subject_from_json(document: Mapping[str, object]) -> Subject:
    """Return the subject that a commitment document names.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for a document of another shape.
    """
    sections, required = document["sections"], document["required"]
    if not isinstance(sections, Mapping) or not isinstance(required, list):
        raise TypeError("sections is an object, required a list")
    return Subject(
        title=str(document["title"]),
        rule_set=str(document["rule_set"]),
        raw_count=int(str(document["raw_count"])),
        copies=str(document["copies"]),
        spaces=int(str(sections["spaces"])),
        required=tuple(int(str(one)) for one in required),
    )


def plan_in(document: Mapping[str, object]) -> Plan:
    """Return the plan that a commitment document has. Raises as ``plan_from_json`` does."""
    plan = document["plan"]
    if not isinstance(plan, Mapping):
        raise TypeError("plan is an object")
    return plan_from_json(plan)
