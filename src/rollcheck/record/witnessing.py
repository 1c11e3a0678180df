"""What passes between a record and its witness: C2SP tlog-witness, add-checkpoint, as files."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass

from rollcheck.merkle import verify_consistency
from rollcheck.record.checkpoint import DECIMAL, HASH_BYTES, Checkpoint, read_checkpoint
from rollcheck.record.note import Note, VerifierKey, signed_by

MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Request:
    """What a witness is asked to sign: a checkpoint, and the proof that the record only grew.

    ``old_size`` is the size of the last checkpoint that the witness has signed, 0 for none.
    """

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint
    note: Note

    def __str__(self) -> str:
        """Return the request as C2SP tlog-witness writes it."""
        lines = [f"old {self.old_size}", *(b64encode(one).decode() for one in self.proof)]
        return "".join(f"{line}\n" for line in lines) + f"\n{self.note}"


def write_request(old_size: int, proof: Sequence[bytes], note: Note) -> Request:
    """Ask for a cosignature. Raises ``ValueError`` where the note is no checkpoint."""
    checkpoint, note = read_checkpoint(str(note).encode())
    return Request(old_size, tuple(proof), checkpoint, note)


def read_request(data: bytes) -> Request:
    """Read a request. Raises ``ValueError`` for what C2SP tlog-witness does not allow."""
    head, separator, note = data.partition(b"\n\n")
    first, *proof = head.decode().split("\n")
    old, size = first[:4], first[4:]
    if not separator or old != "old " or not DECIMAL.fullmatch(size) or len(proof) > MOST_HASHES:
        raise ValueError("a request is: old <size>, a proof, an empty line and a checkpoint")
    return Request(int(size), tuple(_hash(line) for line in proof), *read_checkpoint(note))


def refusal(request: Request, key: VerifierKey, last: tuple[Checkpoint, Note] | None) -> str | None:
    """Return why a witness must not sign a request, in words, or ``None`` where it may.

    ``key`` is the record's, as the witness got it by another way; ``last`` is the last
    checkpoint that this witness signed for the record.
    """
    size, root = (last[0].size, last[0].root) if last else (0, b"")
    if request.checkpoint.origin != key.name:
        return "the checkpoint is of another record than the key"
    if not _is_signed(request.note, key):
        return "the checkpoint is not signed by the record's key"
    if request.old_size != size:
        return (
            f"the proof begins at {request.old_size:,} entries, but the last checkpoint signed "
            f"has {size:,}; ask for a request from there"
        )
    if size and not verify_consistency(
        size, root, request.checkpoint.size, request.checkpoint.root, request.proof
    ):
        return (
            "the record did not grow from the last checkpoint that was signed: entries were "
            "changed. Keep both checkpoints; together they are the proof"
        )
    if not size and request.proof:
        return "a first request has no proof"
    return None


def _is_signed(note: Note, key: VerifierKey) -> bool:
    try:
        return signed_by(note, [key]) is not None
    except ValueError:
        return False


def _hash(line: str) -> bytes:
    try:
        value = b64decode(line, validate=True)
    except NotBase64:
        value = b""
    if len(value) != HASH_BYTES:
        raise ValueError("a proof is lines of 32 bytes in base64")
    return value
