"""Putting an audit on the record: its commitment, every draw and step, and how it ended.

Each step's entry holds the hash by which the audit's state seals it, so that the entries, the
state, and the report in a bundle can be compared.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

from rollcheck.problems import Problem, RollcheckError
from rollcheck.publish.bundle_log import Listed
from rollcheck.record import Act, Entry, Event, Record, append_acts
from rollcheck.record.events.audit import (
    AuditCommitted,
    AuditConcluded,
    AuditDrawn,
    AuditLineReviewed,
    AuditPlanned,
    AuditStep,
)
from rollcheck.record.files import store_file
from rollcheck.record.heads import Doing
from rollcheck.sampling.audit import Audit, Commitment, draw_of
from rollcheck.sampling.audit.commitment_files import DOCUMENT
from rollcheck.sampling.audit.documents import Json
from rollcheck.sampling.audit.evidence import CONFIRMED, FULL_REVIEW
from rollcheck.sampling.audit.plan import Plan
from rollcheck.sampling.audit.state import COUNTS, DRAW, MORE, REVIEWS, state_of

COMMITTED, CONCLUDED = "audit_committed", "audit_concluded"
STEPS = ("audit_drawn", "audit_step")
SEEDED = ("seed_made", "sample_drawn", "audit_drawn")
FINAL = (CONFIRMED, FULL_REVIEW)


class Book(Listed, Protocol):
    """A record that an audit goes on: one by itself, or an office's."""

    @property
    def run(self) -> int | None:
        """Return the entry of the run that is audited, where it is on this record."""

    def keep(self, path: Path) -> str:
        """Store a file, and return its SHA-256."""

    def put(self, events: Sequence[Event], refers_to: tuple[int, ...]) -> None:
        """Append events that refer to earlier entries."""

    def together(self) -> AbstractContextManager[None]:
        """Save what is put inside the block together with what else is done in it, or neither."""


@dataclass(frozen=True, slots=True)
class RecordBook:
    """An open record by itself that an audit goes on: of which petition, who acts, the run."""

    record: Record
    petition: str
    doing: Doing
    run: int | None = None

    @property
    def path(self) -> Path:
        """Return the record's folder."""
        return self.record.path

    def entries_of(self, codes: Sequence[str]) -> list[Entry]:
        """Return the entries of some types, in order."""
        return self.record.entries_of(codes)

    def keep(self, path: Path) -> str:
        """Store a file with the record's own."""
        return store_file(self.record.files, path)

    def put(self, events: Sequence[Event], refers_to: tuple[int, ...]) -> None:
        """Append events in the name of whoever acts."""
        now, record = self.doing, self.record
        acts = [Act(one, now.at, now.actor, self.petition, refers_to) for one in events]
        append_acts(record.store, acts, record.keys, now.random)

    def together(self) -> AbstractContextManager[None]:
        """Return the transaction of the record's database."""
        return self.record.store.transaction()


def put_commitment(book: Book, commitment: Commitment, folder: Path) -> None:
    """Record what was committed to; its document in ``folder`` is stored with it."""
    counts = commitment.counts
    document = book.keep(folder / DOCUMENT)
    happened = AuditCommitted(
        commitment.digest, counts.valid, counts.invalid, counts.waiting, document
    )
    with book.together():
        book.put([happened], () if book.run is None else (book.run,))
        book.put([_planned(commitment.plan)], (_committed(book, commitment).seq,))


def _planned(plan: Plan) -> AuditPlanned:
    required = ", ".join(str(one) for one in plan.required)
    risk, part = str(float(plan.risk)), float(plan.manifest_risk) if plan.sections else 0.0
    return AuditPlanned(plan.of, required, risk, str(part), plan.rule.name)


def _committed(book: Book, commitment: Commitment) -> Entry:
    found = entry_of(book, commitment.digest)
    if found is None:
        raise ValueError("an entry that was just appended is there")
    return found


@contextmanager
def putting(book: Book | None, audit: Audit, folder: Path) -> Iterator[None]:
    """Record every step of an audit that the record lacks, together with what is done within.

    Without a record that is done alone; else both are saved or neither is. Raises
    ``RollcheckError`` where the record has a step that the audit's state has not: another draw,
    or a state that was put back.
    """
    if book is None:
        yield
        return
    if entry_of(book, audit.commitment.digest) is None:
        put_commitment(book, audit.commitment, folder)
    committed = _committed(book, audit.commitment)
    on_record = heads_of(book, committed)
    steps = audit.state.steps
    if on_record != [step["hash"] for step in steps[: len(on_record)]]:
        raise RollcheckError([_other_steps(book, folder)])
    if not on_record and _known_before(book, committed, audit.state.seed):
        raise RollcheckError([_known_seed(book, folder)])
    found: list[Event] = []
    for number in range(len(on_record), len(steps)):
        found += _events(book, audit, number)
    with book.together():
        book.put(found, (committed.seq,))
        yield


def put_conclusion(book: Book, audit: Audit, report: Path) -> None:
    """Record how an audit ended, once; one that goes on has not."""
    committed = entry_of(book, audit.commitment.digest)
    ended = [one for one in _about(book, committed, (CONCLUDED,)) if _head(one) == audit.state.head]
    if committed is None or ended or audit.conclusion not in FINAL:
        return
    happened = AuditConcluded(
        audit.conclusion,
        len(audit.state.reviews),
        _risk(audit),
        book.keep(report),
        audit.state.head,
    )
    with book.together():
        book.put([happened], (committed.seq,))


def off_record(record: Listed, audit: Audit, folder: Path) -> list[Problem]:
    """Find why an audit is not the one on the record, step by step."""
    committed = entry_of(record, audit.commitment.digest)
    if committed is not None and heads_of(record, committed) == [
        step["hash"] for step in audit.state.steps
    ]:
        return []
    message = (
        "the record that signs does not have every step of this audit; `rollcheck audit report "
        f"{folder / 'state.json'} --record {record.path} --by CODE --petition CODE` puts them on it"
    )
    return [Problem(str(folder), None, "audit", "off_record", message)]


def entry_of(record: Listed, digest: str) -> Entry | None:
    """Return the entry of a commitment, if it is on the record."""
    found = (one for one in record.entries_of([COMMITTED]) if one.data["commitment"] == digest)
    return next(found, None)


def heads_of(record: Listed, committed: Entry) -> list[str]:
    """Return the hash of every step of an audit that the record has, in order."""
    return [_head(one) for one in _about(record, committed, STEPS)]


def _about(record: Listed, committed: Entry | None, codes: Sequence[str]) -> list[Entry]:
    if committed is None:
        return []
    return [one for one in record.entries_of(codes) if one.refers_to == (committed.seq,)]


def _head(entry: Entry) -> str:
    return str(entry.data["head"])


def _other_steps(book: Book, folder: Path) -> Problem:
    message = (
        f"the record {book.path} has a step of this audit that its state has not; put the "
        "newest state back: an audit is drawn once, and no step of it is taken back"
    )
    return Problem(str(folder), None, None, "off_record", message)


def _known_before(book: Book, committed: Entry, seed: str) -> bool:
    """Tell whether the record has a seed in an entry before a commitment."""
    earlier = (one for one in book.entries_of(SEEDED) if one.seq < committed.seq)
    return any(one.data["seed"] == seed for one in earlier)


def _known_seed(book: Book, folder: Path) -> Problem:
    message = (
        f"the record {book.path} has this seed in an entry before the commitment: whoever knew it "
        "could choose what is drawn; make another seed in public now"
    )
    return Problem(str(folder), None, "seed", "seed_known", message)


def _events(book: Book, audit: Audit, number: int) -> Iterator[Event]:
    """Yield what a step was, with the risk as it stood then."""
    then = Audit(audit.commitment, state_of(audit.state.steps[: number + 1]))
    step, state = audit.state.steps[number], then.state
    if step["kind"] in (DRAW, MORE):
        rounds = sum(one["kind"] in (DRAW, MORE) for one in state.steps)
        draw = _stored(book, draw_of(then))
        yield AuditDrawn(rounds, state.seed, state.size, state.sections, draw, state.head)
    if step["kind"] == REVIEWS:
        before = state_of(state.steps[:-1]).reviews
        for line, reviews in state.reviews.items():
            for one in reviews[len(before.get(line, ())) :]:
                yield AuditLineReviewed(line, one.reviewer, one.finding, tuple(one.copies))
    if step["kind"] in (COUNTS, REVIEWS):
        counted = len({one.section for one in state.counts})
        yield AuditStep(len(state.reviews), counted, _risk(then), state.head)


def _risk(audit: Audit) -> str:
    return str(float(audit.standings[0].risk))


def _stored(book: Book, document: Json) -> str:
    with NamedTemporaryFile("w", encoding="utf-8") as file:
        json.dump(document, file)
        file.flush()
        return book.keep(Path(file.name))
