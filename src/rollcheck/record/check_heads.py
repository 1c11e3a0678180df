"""Comparing what was walked through with every head that was signed: here and elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cryptography import x509

from rollcheck.merkle import GrowingTree
from rollcheck.record.check_entries import Walk
from rollcheck.record.checkpoint import Checkpoint, cosigned_at, read_checkpoint
from rollcheck.record.entry import Entry
from rollcheck.record.findings import Gathered
from rollcheck.record.keys_in_force import KeyPeriod, key_at
from rollcheck.record.note import (
    COSIGNATURE,
    Note,
    VerifierKey,
    read_key,
    read_signature,
    signed_by,
)
from rollcheck.record.timestamp import imprint_of, read_reply
from rollcheck.record.timestamp_check import why_not


@dataclass(frozen=True, slots=True)
class Head:
    """A checkpoint to compare with: what it is called, its bytes, the size it is stored under.

    ``size`` is ``None`` for one that was held elsewhere.
    """

    name: str
    data: bytes
    size: int | None


def read_heads(heads: Iterable[Head], gathered: Gathered) -> list[tuple[Head, Checkpoint, Note]]:
    """Read checkpoints; what is none is noted as bad."""
    found = []
    for head in heads:
        try:
            checkpoint, note = read_checkpoint(head.data)
        except ValueError:
            gathered.bad("checkpoint_altered", f"{head.name} is no checkpoint: it was altered")
            continue
        if head.size not in (None, checkpoint.size):
            message = f"{head.name} is kept under another size than its own"
            gathered.bad("checkpoint_altered", message)
            continue
        found.append((head, checkpoint, note))
    return sorted(found, key=lambda one: one[1].size)


def compare_heads(
    heads: Sequence[tuple[Head, Checkpoint, Note]],
    walk: Walk,
    periods: Sequence[KeyPeriod],
    gathered: Gathered,
) -> int:
    """Verify each checkpoint and compare its root; return the size of the largest that holds."""
    agreed = 0
    for head, checkpoint, note in heads:
        key = key_at(periods, checkpoint.size)
        if key is None:
            continue
        if checkpoint.origin != key.name or not _is_signed(note, key):
            message = f"{head.name} is not signed by the record's key of that time"
            gathered.bad("checkpoint_unsigned", message)
        elif checkpoint.size > walk.tree.size:
            missing = f"{checkpoint.size - walk.tree.size:,}"
            message = f"{head.name} has {checkpoint.size:,} entries: {missing} are missing"
            gathered.bad("cut_off", message, walk.tree.size)
        elif walk.roots.get(checkpoint.size) == checkpoint.root:
            agreed = checkpoint.size
        elif _holds_later(heads, walk, periods, checkpoint.size):
            message = (
                f"{head.name} is signed by the record's key and has another root than the "
                f"{checkpoint.size:,} entries here, over which that key signed, too: two histories "
                "were signed, and whoever holds the one was not shown the other. Keep both; "
                "together they prove it"
            )
            gathered.bad("split_view", message, agreed if agreed < checkpoint.size else None)
        elif not gathered.before(checkpoint.size):
            message = (
                f"{head.name} has another root, so one of the entries {agreed:,} to "
                f"{checkpoint.size - 1:,} was changed together with its stored hash; entry "
                f"{agreed:,} is the first that can be"
            )
            gathered.bad("rewritten", message, agreed)
    return agreed


def _holds_later(
    heads: Sequence[tuple[Head, Checkpoint, Note]],
    walk: Walk,
    periods: Sequence[KeyPeriod],
    size: int,
) -> bool:
    """Tell whether a signed checkpoint of as many entries or more is that of the entries here."""
    holding = (
        (key_at(periods, checkpoint.size), note)
        for _, checkpoint, note in heads
        if checkpoint.size >= size and walk.roots.get(checkpoint.size) == checkpoint.root
    )
    return any(key is not None and _is_signed(note, key) for key, note in holding)


def _is_signed(note: Note, key: VerifierKey) -> bool:
    try:
        return signed_by(note, [key]) is not None
    except ValueError:
        return False


def compare_stored_head(stored: GrowingTree, walk: Walk, gathered: Gathered) -> None:
    """Compare the head that the store keeps with what was walked through."""
    if stored == walk.tree:
        return
    if stored.size < walk.tree.size:
        message = "it stands after the end that the record knows: it was put in"
        gathered.bad("inserted", message, stored.size)
    elif stored.size > walk.tree.size:
        message = f"the record ends here, but {stored.size - walk.tree.size:,} more were written"
        gathered.bad("cut_off", message, walk.tree.size)
    elif not gathered.before(walk.tree.size):
        message = (
            "the stored head is not that of the entries: the head was altered, or an entry after "
            "the newest checkpoint together with its hash"
        )
        gathered.bad("head_altered", message)


def compare_cosignatures(
    lines: Iterable[tuple[int, bytes]],
    heads: Sequence[tuple[Head, Checkpoint, Note]],
    walk: Walk,
    witnesses: Sequence[VerifierKey],
    gathered: Gathered,
) -> None:
    """Verify every witness's line under its checkpoint; ``witnesses`` are known from elsewhere."""
    named = named_witnesses(walk.upkeep)
    notes = {checkpoint.size: note for head, checkpoint, note in heads if head.size is not None}
    stored: set[tuple[int, str]] = set()
    unknown = set()
    for size, data in lines:
        try:
            line = read_signature(data.decode())
        except ValueError:
            message = f"a witness's line under the checkpoint of {size:,} entries was altered"
            gathered.bad("cosignature_altered", message)
            continue
        stored.add((size, line.name))
        who = (line.name, line.key_id)
        known = [one for one in (*named, *witnesses) if (one.name, one.key_id) == who]
        if not known and line.name not in {one.name for one in named}:
            unknown.add(line.name)
        elif not known:
            # A line is kept only after it was verified by the key that an entry names.
            message = (
                f"the line of {line.name} under the checkpoint of {size:,} entries was altered"
            )
            gathered.bad("cosignature_altered", message)
        elif size in notes and not _is_cosigned(Note(notes[size].text, (line,)), known[0]):
            message = f"{line.name} did not sign the checkpoint of {size:,} entries"
            gathered.bad("cosignature_altered", message)
    gathered.open += [
        f"The key of the witness {name} is not known, so its signature shows nothing; give it "
        "with --witness."
        for name in sorted(unknown)
    ]
    _compare_with_entries(stored, set(notes), walk, gathered)


def _is_cosigned(note: Note, key: VerifierKey) -> bool:
    try:
        return cosigned_at(note, key) is not None
    except ValueError:
        return False


def _compare_with_entries(
    cosigned: set[tuple[int, str]], sizes: set[int], walk: Walk, gathered: Gathered
) -> None:
    """Find checkpoints and cosignatures that entries speak of and that are not there."""
    for entry in walk.upkeep:
        size = entry.data.get("size")
        if entry.type.code == "checkpoint_signed" and size not in sizes:
            gathered.bad(
                "checkpoint_missing",
                f"entry {entry.seq:,} says that a checkpoint of {size:,} entries was signed; it "
                "is not there",
            )
        witness = (size, entry.data.get("witness"))
        if entry.type.code == "checkpoint_witnessed" and witness not in cosigned:
            gathered.bad(
                "cosignature_missing",
                f"entry {entry.seq:,} says that a witness signed the checkpoint of {size:,} "
                "entries; that line is not there",
            )


def named_witnesses(upkeep: Iterable[Entry]) -> list[VerifierKey]:
    """Return the keys of witnesses that entries name; what is no such key is left out."""
    found = []
    for entry in upkeep:
        if entry.type.code == "witness_named":
            try:
                key = read_key(str(entry.data["key"]))
            except ValueError:
                continue
            found += [key] if key.type == COSIGNATURE else []
    return found


def compare_timestamps(
    replies: Iterable[tuple[int, bytes]],
    notes: Mapping[int, bytes],
    walk: Walk,
    authorities: Sequence[x509.Certificate],
    gathered: Gathered,
) -> None:
    """Verify every timestamp on a checkpoint as stored, by the authority's certificate."""
    stamped = set()
    for size, reply in replies:
        stamped.add(size)
        name = f"the timestamp on the checkpoint of {size:,} entries"
        if not authorities:
            gathered.open.append(
                f"T{name[1:]} could not be checked: give the authority's certificate with "
                "--authority."
            )
            continue
        try:
            fault = why_not(read_reply(reply), imprint_of(notes[size]), authorities)
        except (ValueError, KeyError):
            fault = "it is no timestamp"
        if fault:
            gathered.bad("timestamp", f"{name} does not hold: {fault}")
    for entry in walk.upkeep:
        if entry.type.code == "checkpoint_timestamped" and entry.data["size"] not in stamped:
            message = f"entry {entry.seq:,} speaks of a timestamp that is not there"
            gathered.bad("timestamp_missing", message)
