"""The head of the record, signed: C2SP tlog-checkpoint, and witnesses' cosignatures on it."""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from dataclasses import dataclass

from rollcheck.record.note import (
    COSIGNATURE,
    Note,
    SignatureLine,
    VerifierKey,
    is_name,
    read_note,
    write_note,
)

Sign = Callable[[bytes], bytes]
"""Something that signs a message with Ed25519 and returns the 64 bytes."""

DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
TIME_BYTES, ED25519_BYTES, HASH_BYTES = 8, 64, 32


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint states: the record's name, how many entries it has, their root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the body that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def sign_checkpoint(checkpoint: Checkpoint, key: VerifierKey, sign: Sign) -> Note:
    """Sign a checkpoint as the record named by the key.

    Raises ``ValueError`` for a name that no note can carry or a signature that is not the key's.
    """
    if not is_name(checkpoint.origin) or key.name != checkpoint.origin:
        raise ValueError("a record signs under its own name, without spaces or plus signs")
    text = checkpoint.text()
    signature = sign(text.encode())
    if not key.verifies(text.encode(), signature):
        raise ValueError("the signature is not that of the key; the wrong key was used")
    return write_note(text, [SignatureLine(key.name, key.key_id, signature)])


def read_checkpoint(data: bytes) -> tuple[Checkpoint, Note]:
    """Read a checkpoint and the note it is in; no signature is verified.

    Raises ``ValueError`` for what C2SP tlog-checkpoint does not allow. Extension lines are
    refused, since nothing here writes or understands any.
    """
    note = read_note(data)
    lines = note.text.split("\n")
    if len(lines) != 4 or not lines[0]:
        raise ValueError("a checkpoint has three lines: the record, its size, its root")
    origin, size, root = lines[:3]
    if not DECIMAL.fullmatch(size):
        raise ValueError("a checkpoint's size is a whole number without leading zeros")
    return Checkpoint(origin, int(size), _root(root)), note


def _root(text: str) -> bytes:
    try:
        root = b64decode(text, validate=True)
    except NotBase64:
        root = b""
    if len(root) != HASH_BYTES or b64encode(root).decode() != text:
        raise ValueError("a checkpoint's root is 32 bytes in base64")
    return root


def cosigned_message(text: str, time: int) -> bytes:
    """Return what a witness signs: a header, the time in Unix seconds, the checkpoint's body."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign(note: Note, key: VerifierKey, sign: Sign, time: int) -> SignatureLine:
    """Return a witness's cosignature on a checkpoint (C2SP tlog-cosignature, Ed25519).

    Only a witness that has checked that the record grew from the last checkpoint it saw may call
    this. Raises ``ValueError`` for a key of another type or a signature that is not the key's.
    """
    if key.type != COSIGNATURE or time < 0:
        raise ValueError("a witness signs with a key of the type cosignature, at a time from 1970")
    message = cosigned_message(note.text, time)
    signature = sign(message)
    if not key.verifies(message, signature):
        raise ValueError("the signature is not that of the key; the wrong key was used")
    return SignatureLine(key.name, key.key_id, time.to_bytes(TIME_BYTES) + signature)


def cosigned_at(note: Note, key: VerifierKey) -> int | None:
    """Return the latest time at which a witness signed the note, or ``None`` where it did not.

    Raises ``ValueError`` where a line claims to be the witness's and is not.
    """
    times = []
    for line in note.by(key):
        time = int.from_bytes(line.signature[:TIME_BYTES])
        message = cosigned_message(note.text, time)
        right_length = len(line.signature) == TIME_BYTES + ED25519_BYTES
        if not right_length or not key.verifies(message, line.signature[TIME_BYTES:]):
            raise ValueError(f"a cosignature under the name {key.name} is not that witness's")
        times.append(time)
    return max(times, default=None)


def with_signatures(note: Note, lines: tuple[SignatureLine, ...]) -> Note:
    """Return the note with these lines under it as well, each line once."""
    return Note(note.text, tuple(dict.fromkeys((*note.signatures, *lines))))
