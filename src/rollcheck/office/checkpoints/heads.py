"""Signing the head of the office's record, and handing over to a new key.

Nothing is locked while the head is read and signed: entries are never changed, so what was the
head stays a part of the record whatever others do meanwhile.
"""

from typing import TYPE_CHECKING

from django.conf import settings

from rollcheck.merkle import GrowingTree, consistency_proof, verify_consistency
from rollcheck.office.acts.act import act, in_turn
from rollcheck.office.acts.models import Entry
from rollcheck.office.acts.store import OfficeRecord
from rollcheck.office.checkpoints.handlers import Signed, key_in_force
from rollcheck.office.checkpoints.key_files import (
    SHORT,
    fingerprint,
    forget_key,
    new_signer,
    refuse_open_key,
    signer_of,
)
from rollcheck.office.checkpoints.models import Checkpoint, SigningKey
from rollcheck.problems import Problem, RollcheckError
from rollcheck.record.check import OF_SIGNING
from rollcheck.record.checkpoint import Checkpoint as Stated
from rollcheck.record.checkpoint import sign_checkpoint
from rollcheck.record.events.upkeep import CheckpointSigned, KeyRotated, RecordOpened
from rollcheck.record.keys_in_force import rotation_message
from rollcheck.record.note import ED25519, VerifierKey

if TYPE_CHECKING:
    from rollcheck.office.people.models import Person

ALTERED = (
    "nothing was signed: the entries are not those that were written. Run `rollcheck record check`"
)


def open_record() -> None:
    """Give the office's record its signing key, unless it has one, and sign its head.

    Raises ``RollcheckError`` where others on the machine may read the key.
    """
    folder = settings.PLACE.signing_keys
    if SigningKey.objects.exists():
        refuse_open_key(key_in_force(), folder)
        return
    signer = new_signer(folder, settings.SIGNING)
    name = settings.SIGNING.name or f"office-{fingerprint(signer.public)[:SHORT]}/record"
    try:
        with in_turn():
            is_late = SigningKey.objects.exists()  # Another process was faster.
            if not is_late:
                act(RecordOpened(name, str(VerifierKey(name, ED25519, signer.public))), by=None)
    except BaseException:
        forget_key(folder, signer.public)
        raise
    if is_late:
        forget_key(folder, signer.public)
    else:
        sign_head(None)


def sign_head(by: "Person | None") -> Checkpoint:
    """Sign the head as it stands and keep the checkpoint; or return the newest that still will do.

    Before that the entries' hashes must give the head again, and be those of the checkpoint
    before and more: what was rewritten is not signed (``RollcheckError``). Raises
    ``ValidationError`` where the record has no key or somebody else signed at the same time.
    """
    key_in_force()
    newest = Checkpoint.objects.last()
    if newest is not None and not is_newer_than(newest):
        return newest
    size, root, proof = _head_since(newest)
    key = key_in_force(size)
    signer = signer_of(key, settings.PLACE.signing_keys, settings.SIGNING)
    try:
        note = sign_checkpoint(Stated(key.name, size, root), key, signer.sign)
    except ValueError:
        message = "what the signing program returned is no signature of the record's key"
        raise _refused("token_failed", message) from None
    grown_from = 0 if newest is None else newest.size
    aside = Signed(str(note).encode(), grown_from, proof)
    signed: Checkpoint = act(CheckpointSigned(size, root.hex()), by=by, aside=aside)
    return signed


def is_newer_than(checkpoint: Checkpoint) -> bool:
    """Tell whether anything was recorded since but what signing itself leaves behind."""
    since = Entry.objects.filter(id__gte=checkpoint.size)
    return since.exclude(type__in=OF_SIGNING).exists()


def rotate_key(by: "Person") -> VerifierKey:
    """Hand over to a new key: the old one signs the change, and its file is then gone.

    Both sign a head, the old key before and the new one after it. Raises as ``sign_head`` does;
    then the old key stays.
    """
    folder, signing = settings.PLACE.signing_keys, settings.SIGNING
    sign_head(by)
    old = key_in_force()
    old_signer = signer_of(old, folder, signing)
    new = new_signer(folder, signing, old.key)
    new_key = VerifierKey(old.name, ED25519, new.public)
    try:
        signature = old_signer.sign(rotation_message(old, new_key))
        act(KeyRotated(str(old), str(new_key), signature.hex()), by=by)
    except BaseException:
        forget_key(folder, new.public)
        raise
    forget_key(folder, old.key)
    sign_head(by)
    return new_key


def leaves_of(size: int) -> list[bytes]:
    """Return the stored hashes of the first ``size`` entries."""
    rows = Entry.objects.filter(id__lt=size).order_by("id").values_list("leaf", flat=True)
    return [bytes(leaf) for leaf in rows.iterator(chunk_size=10_000)]


def has_grown(checkpoint: Checkpoint, before: Checkpoint, proof: tuple[bytes, ...]) -> bool:
    """Tell whether the proof shows that one checkpoint holds every entry of the one before."""
    old, new = before.stated, checkpoint.stated
    return verify_consistency(old.size, old.root, new.size, new.root, proof)


def _head_since(newest: Checkpoint | None) -> tuple[int, bytes, tuple[bytes, ...]]:
    """Return the head's size and root, and the proof that it grew from a checkpoint."""
    tree = OfficeRecord().tree()
    leaves = leaves_of(tree.size)
    if GrowingTree().grown(leaves) != tree:
        raise _refused("altered", ALTERED)
    if newest is None:
        return tree.size, tree.root(), ()
    old = newest.stated
    if old.size > tree.size:
        raise _refused("altered", ALTERED)
    proof = consistency_proof(leaves, old.size)
    if not verify_consistency(old.size, old.root, tree.size, tree.root(), proof):
        raise _refused("altered", ALTERED)
    return tree.size, tree.root(), proof


def _refused(code: str, message: str) -> RollcheckError:
    return RollcheckError([Problem("", None, None, code, message)])
