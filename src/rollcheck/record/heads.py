"""Signing the head of a record, handing over to a new key, and taking in what others signed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from rollcheck.merkle import consistency_proof
from rollcheck.problems import Problem, RollcheckError
from rollcheck.record.checkpoint import (
    Checkpoint,
    cosigned_at,
    read_checkpoint,
    sign_checkpoint,
    with_signatures,
)
from rollcheck.record.content_keys import Random
from rollcheck.record.entry import Act
from rollcheck.record.event_type import Event
from rollcheck.record.events.upkeep import CheckpointSigned, CheckpointWitnessed, KeyRotated
from rollcheck.record.folder import Record
from rollcheck.record.keys_in_force import rotation_message
from rollcheck.record.note import (
    ED25519,
    Note,
    SignatureLine,
    VerifierKey,
    read_note,
    read_signature,
)
from rollcheck.record.signing import Signer
from rollcheck.record.timestamp import imprint_of
from rollcheck.record.witnessing import Request, write_request
from rollcheck.record.writing import append_acts


class Signed(Protocol):
    """Where checkpoints are stored, with what witnesses signed under them, by their size."""

    def checkpoints(self) -> list[tuple[int, bytes]]:
        """Return the signed checkpoints, in order."""

    def cosignatures(self) -> list[tuple[int, bytes]]:
        """Return the witnesses' lines."""


class Log(Protocol):
    """A record that can be read and is signed, wherever it is kept."""

    @property
    def path(self) -> Path:
        """Return the folder that people know it by."""

    @property
    def store(self) -> Signed:
        """Return what is stored."""


@dataclass(frozen=True, slots=True)
class Doing:
    """When and by whom something is done, and where salts come from."""

    at: datetime
    actor: str
    random: Random

    def note(self, record: Record, event: Event) -> int:
        """Record an event about the record itself and return the number of its entry."""
        act = Act(event, self.at, self.actor)
        return append_acts(record.store, [act], record.keys, self.random)[0].seq


def sign_head(record: Record, key: VerifierKey, signer: Signer, doing: Doing) -> tuple[int, bytes]:
    """Sign the head as it stands, store the checkpoint, and record that it was signed.

    Returns its size and bytes. Where nothing was recorded since the last one, that is returned.
    """
    with record.store.transaction():
        tree = record.store.tree()
        stored = dict(record.store.checkpoints())
        # What a checkpoint itself leaves behind is no reason for another one.
        if tree.size - 1 in stored and _ends_with_its_signing(record, tree.size - 1):
            return tree.size - 1, stored[tree.size - 1]
        checkpoint = Checkpoint(key.name, tree.size, tree.root())
        note = sign_checkpoint(checkpoint, key, signer.sign)
        record.store.add_checkpoint(tree.size, str(note).encode())
        doing.note(record, CheckpointSigned(tree.size, tree.root().hex()))
    return tree.size, str(note).encode()


def _ends_with_its_signing(record: Record, size: int) -> bool:
    last = [entry for entry in record.upkeep() if entry.seq == size]
    return bool(last) and last[0].type.code == "checkpoint_signed"


def rotate_key(
    record: Record, old: tuple[VerifierKey, Signer], new: Signer, doing: Doing
) -> VerifierKey:
    """Hand over to a new key: an entry that names it, signed by the old one.

    The caller puts the new key file in place and signs a checkpoint with it.
    """
    old_key, old_signer = old
    new_key = VerifierKey(old_key.name, ED25519, new.public)
    signature = old_signer.sign(rotation_message(old_key, new_key))
    with record.store.transaction():
        doing.note(record, KeyRotated(str(old_key), str(new_key), signature.hex()))
    return new_key


def newest_checkpoint(record: Log) -> tuple[int, bytes]:
    """Return the size and the bytes of the newest checkpoint, or raise ``RollcheckError``."""
    stored = record.store.checkpoints()
    if not stored:
        message = "has no checkpoint yet; sign one with `rollcheck record checkpoint`"
        raise RollcheckError([Problem(str(record.path), None, None, "no_checkpoint", message)])
    return stored[-1]


def stamped_checkpoint(record: Record, imprint: bytes) -> tuple[int, bytes]:
    """Return the checkpoint that a timestamp is of, by the SHA-256 of its bytes; else the newest.

    An authority may answer when a later checkpoint has long been signed.
    """
    newest = newest_checkpoint(record)
    of = [one for one in record.store.checkpoints() if imprint_of(one[1]) == imprint]
    return of[0] if of else newest


def cosigned_note(record: Log, size: int, data: bytes) -> Note:
    """Return the checkpoint of a size with all witnesses' lines that are stored under it."""
    lines = [line for at, line in record.store.cosignatures() if at == size]
    return with_signatures(read_note(data), tuple(read_signature(one.decode()) for one in lines))


def witness_request(record: Record, old_size: int) -> Request:
    """Return what a witness needs to cosign the newest checkpoint, given the last it signed.

    Raises ``RollcheckError`` where there is no checkpoint, or a smaller one than that.
    """
    size, data = newest_checkpoint(record)
    if old_size > size:
        message = f"the newest checkpoint has {size:,} entries; the witness cannot have signed more"
        raise RollcheckError([Problem(str(record.path), None, "since", "out_of_range", message)])
    proof = consistency_proof(record.store.leaves(size), old_size)
    return write_request(old_size, proof, read_note(data))


def add_cosignature(
    record: Record, line: SignatureLine, witnesses: list[VerifierKey], doing: Doing
) -> tuple[int, int]:
    """Store a witness's line with the checkpoint it is for; return that size and the time.

    Raises ``RollcheckError`` where no known witness signed any stored checkpoint with it.
    """
    known = [key for key in witnesses if (key.name, key.key_id) == (line.name, line.key_id)]
    for size, data in reversed(record.store.checkpoints()):
        time = time_signed(data, line, known)
        if time is not None:
            with record.store.transaction():
                record.store.add_cosignature(size, str(line).encode())
                doing.note(record, CheckpointWitnessed(size, line.name, time))
            return size, time
    message = (
        "is no cosignature of a known witness on a checkpoint of this record; name the witness "
        "with `rollcheck record witness trust`, or ask it again"
    )
    raise RollcheckError([Problem("", None, None, "no_cosignature", message)])


def time_signed(data: bytes, line: SignatureLine, known: list[VerifierKey]) -> int | None:
    """Return when one of the known witnesses signed a checkpoint by this line, or ``None``."""
    _checkpoint, note = read_checkpoint(data)
    for key in known:
        try:
            return cosigned_at(Note(note.text, (line,)), key)
        except ValueError:
            continue
    return None
