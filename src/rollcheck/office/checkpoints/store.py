"""The office's record with what is signed about it, for whoever checks it."""

from rollcheck.office.acts.store import OfficeRecord
from rollcheck.office.checkpoints.models import Checkpoint, Cosignature, Timestamp
from rollcheck.record.checkpoint import with_signatures
from rollcheck.record.note import Note, read_note, read_signature


class SignedRecord(OfficeRecord):
    """Reads what is stored, as it is stored; nothing of it is checked."""

    def checkpoints(self) -> list[tuple[int, bytes]]:
        """Return the signed checkpoints by size."""
        rows = Checkpoint.objects.order_by("size").values_list("size", "note")
        return [(size, bytes(note)) for size, note in rows]

    def cosignatures(self) -> list[tuple[int, bytes]]:
        """Return the witnesses' lines, by the size of their checkpoint."""
        rows = Cosignature.objects.order_by("checkpoint", "pk").values_list("checkpoint", "line")
        return [(size, bytes(line)) for size, line in rows]

    def timestamps(self) -> list[tuple[int, bytes]]:
        """Return the authorities' replies, by the size of their checkpoint."""
        rows = Timestamp.objects.order_by("checkpoint", "pk").values_list("checkpoint", "reply")
        return [(size, bytes(reply)) for size, reply in rows]


def cosigned(checkpoint: Checkpoint) -> Note:
    """Return a checkpoint with its witnesses' lines under it."""
    lines = [read_signature(bytes(one.line).decode()) for one in checkpoint.cosignatures.all()]
    return with_signatures(read_note(bytes(checkpoint.note)), tuple(lines))
