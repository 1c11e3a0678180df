"""Small synthetic petitions to audit: who signed which line, and what the office found."""

import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from rollcheck.problems import RollcheckError
from rollcheck.sampling import LineIdentity
from rollcheck.sampling.audit import (
    STANDARD,
    Audit,
    Commitment,
    Finding,
    Plan,
    Subject,
    begin,
    commit_frame,
    committed,
    lines_to_draw,
    step_of_reviews,
)

REASONS = ("not_registered", "duplicate", "different_address", "signature_mismatch")
LINES_PER_SECTION = 6


PLAN = Plan(
    of="rejections",
    weights={},
    required=(70,),
    risk=Fraction(1, 20),
    manifest_risk=Fraction(1, 100),
    sections=0,
    reviewers=1,
    limit=None,
    rule=STANDARD,
)


@dataclass(frozen=True)
class Line:
    """One line: what the office found, and what is true of it."""

    line_id: str
    status: str
    reason: str
    voter: str
    genuine: bool


def finding(line: Line, number: int) -> Finding:
    section, place = divmod(number, LINES_PER_SECTION)
    where = LineIdentity(line.line_id, f"S{section:03}", "1", str(place + 1))
    return Finding(where, line.status, line.reason, (f"checker-{number % 5}",))


def commitment_to(
    lines: Sequence[Line],
    *,
    required: tuple[int, ...],
    seed: int = 0,
    copies: str = "first",
    spaces: int = LINES_PER_SECTION + 2,
    not_keyed: int = 0,
) -> Commitment:
    salts = random.Random(seed)
    findings = [finding(line, number) for number, line in enumerate(lines)]
    frame = commit_frame(findings, (salts.randbytes(16) for _ in lines))
    raw = len(lines) + not_keyed
    subject = Subject("A petition", "xx/kind", raw, copies, spaces, required)
    return Commitment(subject, frame, PLAN)


def begun(
    commitment: Commitment,
    *,
    size: int | None = None,
    seed: str = "dice 1 2 3",
    of: str | None = None,
    weights: Mapping[str, int] | None = None,
    sections: int = 0,
    reviewers: int = 1,
    limit: int | None = None,
    risk: Fraction = Fraction(1, 20),
) -> Audit:
    numbers = commitment.subject.required
    plan = Plan(
        of=of or lines_to_draw(numbers, commitment.counts),
        weights=weights or {},
        required=numbers,
        risk=risk,
        manifest_risk=risk / 5,
        sections=sections,
        reviewers=reviewers,
        limit=limit,
        rule=STANDARD,
    )
    statuses = {"rejections": 1, "acceptances": 2, "both": 3}[plan.of]
    counts = commitment.frame.counts
    everything = (counts.invalid if statuses & 1 else 0) + (counts.valid if statuses & 2 else 0)
    return begin(committed(commitment.subject, commitment.frame, plan), seed, size or everything)


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def write_reviews(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    return write_rows(path, ("line_id", "reviewer", "finding", "copies"), rows)


def plain_petition(valid: int, invalid: int) -> list[Line]:
    """Every voter signed once, and the office was right throughout."""
    return [
        *(Line(f"V{i}", "valid", "", f"v{i}", genuine=True) for i in range(valid)),
        *(
            Line(f"I{i}", "invalid", REASONS[i % len(REASONS)], f"i{i}", genuine=False)
            for i in range(invalid)
        ),
    ]


def petition_with_chains(
    chance: random.Random,
    *,
    voters: int,
    longest: int = 5,
    genuine: float = 0.6,
    accepting: float = 0.4,
) -> list[Line]:
    """Voters who signed up to ``longest`` lines each; the office accepted any number of them."""
    lines: list[Line] = []
    for voter in range(voters):
        for _ in range(chance.randint(1, longest)):
            accepted = chance.random() < accepting
            reason = "" if accepted else chance.choice(REASONS)
            is_genuine = chance.random() < genuine
            status = "valid" if accepted else "invalid"
            lines.append(Line(f"L{len(lines)}", status, reason, f"v{voter}", is_genuine))
    chance.shuffle(lines)
    return lines


def truthful(lines: Sequence[Line]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What a perfect re-reviewer says of each line: the finding, and the copies."""
    of_voter: dict[str, list[str]] = {}
    for line in lines:
        if line.genuine:
            of_voter.setdefault(line.voter, []).append(line.line_id)
    said: dict[str, tuple[str, tuple[str, ...]]] = {}
    for line in lines:
        if line.genuine:
            others = tuple(sorted(set(of_voter[line.voter]) - {line.line_id}))
            said[line.line_id] = ("valid", others)
        else:
            said[line.line_id] = ("invalid", ())
    return said


def distinct_voters(lines: Iterable[Line]) -> int:
    return len({line.voter for line in lines if line.genuine})


def insufficient(
    *, size: int | None = None, sections: int = 0, reviewers: int = 1, limit: int | None = None
) -> Audit:
    commitment = commitment_to(plain_petition(60, 40), required=(70,))
    return begun(commitment, size=size, sections=sections, reviewers=reviewers, limit=limit)


def agreeing(audit: Audit, start: int = 0, end: int | None = None) -> list[tuple[str, ...]]:
    """Reviews of the lines drawn that agree with the first finding."""
    return [
        (place.finding.line_id, "auditor-1", place.finding.status, "none")
        for place in audit.drawn[start:end]
    ]


def stepped(audit: Audit, tmp_path: Path, rows: Iterable[Sequence[str]]) -> Audit:
    return step_of_reviews(audit, write_reviews(tmp_path / "reviews.csv", rows))


def problems_of(raised: pytest.ExceptionInfo[RollcheckError]) -> list[tuple[object, ...]]:
    return [(one.row, one.column, one.code) for one in raised.value.problems]
