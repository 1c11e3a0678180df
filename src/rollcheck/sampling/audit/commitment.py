"""What is published before the seed exists: counts and roots, and nothing of any line."""

from collections.abc import Mapping
from dataclasses import dataclass

from rollcheck.sampling.audit.documents import Json, digest
from rollcheck.sampling.audit.frame import Frame
from rollcheck.sampling.audit.manifest import Manifest
from rollcheck.sampling.audit.question import Counts

FORMAT = "rollcheck-audit-commitment/1"


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
    """The subject and the frame, whose digest is to be published before the seed."""

    subject: Subject
    frame: Frame

    @property
    def counts(self) -> Counts:
        """Lines by finding, those never keyed among the waiting."""
        found = self.frame.counts
        return Counts(
            found.valid, found.invalid, self.subject.raw_count - found.valid - found.invalid
        )

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
        }

    @property
    def digest(self) -> str:
        """The SHA-256 of the document, in hexadecimal."""
        return digest(self.as_json())


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
