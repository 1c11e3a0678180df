"""The frame: every line with its finding, committed before the seed of the audit exists."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rollcheck.merkle import leaf_hash, root
from rollcheck.sampling.audit.question import Counts
from rollcheck.sampling.universe import SALT_BYTES, LineIdentity

VALID = "valid"
INVALID = "invalid"
WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a petition's check found on one line.

    ``status`` is valid, invalid or waiting; ``reason`` the reason code of an invalid line, else
    empty; ``people`` those who made the finding.
    """

    identity: LineIdentity
    status: str
    reason: str
    people: tuple[str, ...]

    @property
    def line_id(self) -> str:
        """The line's own name."""
        return self.identity.line_id


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One leaf: a finding, the 16-byte salt that hides it, and the 32-byte leaf hash."""

    finding: Finding
    salt: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Stratum:
    """The lines of one status and reason in their committed order, and the root over them.

    Each stratum has a tree of its own: its size is public already, so that anyone who knows the
    root can repeat the draw without knowing any line.
    """

    status: str
    reason: str
    lines: tuple[FrameLine, ...]
    root: bytes

    @property
    def name(self) -> str:
        """The reason of rejected lines; ``valid`` or ``waiting`` for the others."""
        return self.reason or self.status


@dataclass(frozen=True)
class Frame:
    """All strata, ordered by status and reason."""

    strata: tuple[Stratum, ...]

    @cached_property
    def counts(self) -> Counts:
        """Lines by status."""
        by = Counter[str]()
        for stratum in self.strata:
            by[stratum.status] += len(stratum.lines)
        return Counts(by[VALID], by[INVALID], by[WAITING])

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """Every finding by line id."""
        return {one.finding.line_id: one.finding for s in self.strata for one in s.lines}

    @cached_property
    def sections(self) -> Mapping[str, int]:
        """The committed number of lines of each section, in the order of their names."""
        by = Counter(one.identity.section for one in self.findings.values())
        return dict(sorted(by.items()))


def committed_finding(finding: Finding, salt: bytes) -> bytes:
    """Return the leaf hash of ``salt || (uint32 length || UTF-8)`` of each of seven fields.

    The fields are line_id, section, sheet, line_no, status, reason and the people, whose names
    are joined by semicolons.
    """
    where = finding.identity
    fields = (where.line_id, where.section, where.sheet, where.line_no)
    return leaf_hash(
        salt + packed([*fields, finding.status, finding.reason, ";".join(finding.people)])
    )


def packed(fields: Iterable[str]) -> bytes:
    """Return each text as its length in four bytes and its UTF-8."""
    encoded = [field.encode() for field in fields]
    return b"".join(len(field).to_bytes(4) + field for field in encoded)


def commit_frame(findings: Iterable[Finding], salts: Iterable[bytes]) -> Frame:
    """Commit to findings; ``salts`` yields 16 random bytes for each and must stay secret.

    Raises ``ValueError`` for a salt of another length.
    """
    by_stratum: dict[tuple[str, str], list[FrameLine]] = {}
    for finding, salt in zip(findings, salts, strict=False):
        if len(salt) != SALT_BYTES:
            raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
        line = FrameLine(finding, salt, committed_finding(finding, salt))
        by_stratum.setdefault((finding.status, finding.reason), []).append(line)
    return Frame(
        tuple(
            stratum_of(status, reason, sorted(lines, key=lambda line: line.leaf))
            for (status, reason), lines in sorted(by_stratum.items())
        )
    )


def stratum_of(status: str, reason: str, lines: Sequence[FrameLine]) -> Stratum:
    """Return a stratum of lines in the order given, with its root."""
    return Stratum(status, reason, tuple(lines), root([line.leaf for line in lines]))
