"""The office's record read for a run: pinned by a checkpoint, and compared with the tables."""

import secrets
from collections.abc import Iterator

from django.conf import settings

from rollcheck.law import RuleSet
from rollcheck.merkle import GrowingTree, leaf_hash
from rollcheck.office.acts.store import OfficeRecord
from rollcheck.office.certifying.replay import DECIDING, Given, Replay
from rollcheck.office.checkpoints.heads import leaves_of, sign_head
from rollcheck.office.checkpoints.models import Checkpoint
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import Finding, LineState, Stands
from rollcheck.petition.settle import State
from rollcheck.problems import Problem, Progress, RollcheckError
from rollcheck.record import KeyFolder, Stored, event_of, read_entry
from rollcheck.record.contents import content_beside

TELL_EVERY = 20_000
CHECK = "run `rollcheck record check` on the office's folder, and put it back from a backup"


def pinned(by: Person) -> Checkpoint:
    """Have the head signed, so that what a run rests on can be rewritten by nobody afterwards.

    Raises ``RollcheckError`` where the entries are not those that were written.
    """
    checkpoint = sign_head(by)
    stated = checkpoint.stated
    if GrowingTree().grown(leaves_of(stated.size)).root() != stated.root:
        raise refused("record_altered", f"the record is not the one that was signed; {CHECK}")
    return checkpoint


def replayed(petition: Petition, rules: RuleSet, size: int, progress: Progress) -> Replay:
    """Return how the petition's lines stand by the first ``size`` entries of the record.

    Raises ``RollcheckError`` where an entry was altered, or what is sealed in it cannot be opened.
    """
    replay = Replay({code: reason.people for code, reason in rules.reasons.items()})
    keys = KeyFolder(settings.PLACE.content_keys, secrets.token_bytes)
    for number, stored in enumerate(OfficeRecord().entries_of(DECIDING, petition.code, size), 1):
        if leaf_hash(stored.entry) != stored.leaf:
            raise _altered(stored)
        try:
            entry = read_entry(stored.entry)
            content = content_beside(stored, entry, keys.existing)
            replay.take(entry, event_of(entry, content))
        except ValueError:
            raise _altered(stored) from None
        if not number % TELL_EVERY:
            progress("Reading the record", number, 0)
    return replay


def refuse_other_rows(petition: Petition, replay: Replay) -> None:
    """Raise ``RollcheckError`` where the tables say something else than the record."""
    findings = sorted(_other_findings(petition, replay))
    lines = sum(1 for _line in _other_lines(petition, replay))
    if not findings and not lines:
        return
    first = f"; the first is that of entry {findings[0]:,}" if findings else ""
    message = (
        f"{len(findings):,} findings and {lines:,} lines in the database are not what the record "
        f"says{first}. Nothing was made: {CHECK}"
    )
    raise refused("rows_altered", message)


def _other_findings(petition: Petition, replay: Replay) -> Iterator[int]:
    """Yield the entries whose findings are not, or are otherwise, among the rows."""
    left = dict(replay.given)
    rows = Finding.objects.filter(petition=petition, known=False).values_list(
        "entry",
        "line__section__number",
        "line__ordinal",
        "person__code",
        "valid",
        "reason",
        "voter",
        "image",
        "undone_at",
    )
    for entry, section, ordinal, *rest, undone_at in rows.order_by().iterator(10_000):
        given = left.pop(entry, None)
        is_undone = undone_at is not None
        if (
            given is None
            or (f"{section}:{ordinal}", *rest) != _as_row(given)
            or is_undone != (entry in replay.undone)
        ):
            yield entry
    yield from left


def _as_row(given: Given) -> tuple[object, ...]:
    found = given.found
    return (given.line, found.person, found.valid, found.reason, found.voter_id, given.image)


def _other_lines(petition: Petition, replay: Replay) -> Iterator[str]:
    """Yield the lines that do not stand as the record says."""
    states = LineState.objects.filter(petition=petition).exclude(state=Stands.VOID)
    rows = states.order_by().values_list(
        "line__section__number",
        "line__ordinal",
        "valid",
        "reason",
        "voter",
        "repeats__section__number",
        "repeats__ordinal",
    )
    for section, ordinal, valid, reason, voter, other, at in rows.iterator(10_000):
        name = f"{section}:{ordinal}"
        repeats = f"{other}:{at}" if other else ""
        if (valid, reason, voter, repeats) != _as_stands(replay.state_of(name, confidential=False)):
            yield name


def _as_stands(state: State) -> tuple[object, ...]:
    if state.status == "waiting":
        return None, "", "", ""
    texts = (state.reason, state.voter_id, state.duplicate_of)
    return (state.status == "valid", *(text or "" for text in texts))


def _altered(stored: Stored) -> RollcheckError:
    message = f"entry {stored.seq:,} of the record, or what is sealed in it, was altered; {CHECK}"
    return refused("record_altered", message)


def refused(code: str, message: str) -> RollcheckError:
    """Return the problem of a run that cannot be made."""
    return RollcheckError([Problem("", None, None, code, message)])
