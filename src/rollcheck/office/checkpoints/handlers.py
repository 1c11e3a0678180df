"""How acts on the record's own upkeep change the rows: each verified before it is kept."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.checkpoints.models import (
    Checkpoint,
    Cosignature,
    SigningKey,
    Timestamp,
    Witness,
)
from rollcheck.office.people.may import may
from rollcheck.office.people.rights import Right
from rollcheck.record.checkpoint import read_checkpoint
from rollcheck.record.events import upkeep
from rollcheck.record.heads import time_signed
from rollcheck.record.keys_in_force import rotation_message
from rollcheck.record.note import COSIGNATURE, ED25519, VerifierKey, read_key, signed_by
from rollcheck.record.note import SignatureLine as Line
from rollcheck.record.timestamp import imprint_of, read_reply


@dataclass(frozen=True, slots=True)
class Signed:
    """A head that was signed, and the proof that it grew from the checkpoint before."""

    note: bytes
    grown_from: int
    proof: tuple[bytes, ...]


@handles(upkeep.RecordOpened, right=None)
def open_record(event: upkeep.RecordOpened, done: Done) -> SigningKey:
    """Keep the record's first key; the office itself opens its record, once."""
    if done.by is not None:
        raise PermissionDenied("a record is opened at the machine itself")
    if SigningKey.objects.exists():
        raise ValidationError(_("The record has a key already."))
    return _kept_key(event.key, done)


@handles(upkeep.KeyRotated, right=Right.CHANGE_RECORD_KEYS)
def rotate_key(event: upkeep.KeyRotated, done: Done) -> SigningKey:
    """Keep the next key, which the key before signed."""
    old = key_in_force()
    new = _key(event.new_key, ED25519)
    signature = bytes.fromhex(event.signature)
    is_handed_over = old.name == new.name and old.verifies(rotation_message(old, new), signature)
    if event.old_key != str(old) or not is_handed_over:
        raise ValidationError(_("The key in force did not sign this change of key."))
    return _kept_key(event.new_key, done)


@handles(upkeep.WitnessNamed, right=Right.CHANGE_RECORD_KEYS)
def name_witness(event: upkeep.WitnessNamed, done: Done) -> Witness:
    """Keep a witness's key."""
    _key(event.key, COSIGNATURE)
    if Witness.objects.filter(key=event.key).exists():
        raise ValidationError(_("This witness is named already."))
    named = Witness(key=event.key, at=done.at)
    named.save()
    return named


@handles(upkeep.CheckpointSigned, right=None)
def sign_checkpoint(event: upkeep.CheckpointSigned, done: Done) -> Checkpoint:
    """Keep a signed head; ``aside`` is ``Signed``. The worker signs, or whoever may on demand."""
    if done.by is not None and not may(done.by, Right.KEEP_RECORD).allowed:
        raise PermissionDenied(str(Right.KEEP_RECORD))
    stated, note = read_checkpoint(done.aside.note)
    if (stated.size, stated.root.hex()) != (event.size, event.root):
        raise ValidationError(_("The checkpoint is of another head."))
    if not 0 < event.size <= done.entry or signed_by(note, [key_in_force(event.size)]) is None:
        raise ValidationError(_("The checkpoint is not signed by the record's key."))
    if Checkpoint.objects.filter(size__gte=event.size).exists():
        raise ValidationError(_("A later head, or this one, is signed already."))
    kept = Checkpoint(
        size=event.size,
        note=done.aside.note,
        grown_from=done.aside.grown_from,
        proof=b"".join(done.aside.proof),
        at=done.at,
        by=done.by,
    )
    kept.save()
    return kept


@handles(upkeep.CheckpointWitnessed, right=Right.KEEP_RECORD)
def keep_cosignature(event: upkeep.CheckpointWitnessed, done: Done) -> Cosignature:
    """Keep a named witness's line (``aside``), which is verified again."""
    line: Line = done.aside
    checkpoint = Checkpoint.objects.get(size=event.size)
    known = [one.verifier for one in Witness.objects.all()]
    known = [one for one in known if (one.name, one.key_id) == (event.witness, line.key_id)]
    if time_signed(bytes(checkpoint.note), line, known) != event.time:
        raise ValidationError(_("No named witness signed a checkpoint of this record with it."))
    data = str(line).encode()
    if checkpoint.cosignatures.filter(line=data).exists():
        raise ValidationError(_("This signature is here already."))
    try:
        time = datetime.fromtimestamp(event.time, UTC)
    except (ValueError, OverflowError, OSError):
        raise ValidationError(_("The witness signed at a time that there is not.")) from None
    kept = Cosignature(checkpoint=checkpoint, witness=event.witness, line=data, time=time)
    kept.full_clean()
    kept.save()
    return kept


@handles(upkeep.CheckpointTimestamped, right=Right.KEEP_RECORD)
def keep_timestamp(event: upkeep.CheckpointTimestamped, done: Done) -> Timestamp:
    """Keep an authority's reply (``aside``), whose signature was verified."""
    checkpoint = Checkpoint.objects.get(size=event.size)
    if read_reply(done.aside).imprint != imprint_of(bytes(checkpoint.note)):
        raise ValidationError(_("The timestamp is of something else."))
    if checkpoint.timestamps.filter(reply=done.aside).exists():
        raise ValidationError(_("This timestamp is here already."))
    kept = Timestamp(
        checkpoint=checkpoint, reply=done.aside, time=event.time, authority=event.authority
    )
    kept.full_clean()
    kept.save()
    return kept


def key_in_force(size: int | None = None) -> VerifierKey:
    """Return the key that signs a head of ``size`` entries, or the newest one.

    Raises ``ValidationError`` where the record has no key yet.
    """
    keys = SigningKey.objects.all() if size is None else SigningKey.objects.filter(since__lte=size)
    newest = keys.last()
    if newest is None:
        raise ValidationError(_("The record has no key yet; it gets one when the office starts."))
    return newest.verifier


def _kept_key(key: str, done: Done) -> SigningKey:
    # The first head that it signs has the entry that names it.
    kept = SigningKey(since=done.entry + 1, key=str(_key(key, ED25519)), at=done.at)
    kept.save()
    return kept


def _key(text: str, kind: int) -> VerifierKey:
    try:
        key = read_key(text)
    except ValueError:
        key = None
    if key is None or key.type != kind:
        message = _("This is no key of a witness, written <name>+<8 digits>+<base64>.")
        raise ValidationError(message)
    return key
