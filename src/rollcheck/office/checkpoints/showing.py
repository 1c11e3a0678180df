"""What the page of the record shows."""

from dataclasses import dataclass

from django.conf import settings

from rollcheck.merkle.growing import HASH_BYTES
from rollcheck.office.acts.models import Entry
from rollcheck.office.checkpoints.heads import has_grown
from rollcheck.office.checkpoints.key_files import fingerprint, key_file
from rollcheck.office.checkpoints.models import Checkpoint, SigningKey, Witness
from rollcheck.office.checkpoints.store import cosigned


@dataclass(frozen=True, slots=True)
class Shown:
    """The record's key and heads as they stand.

    ``can_sign``: the key's file is here, or a token signs. ``grown``: whether the newest head is
    proven to hold the one before, None without one; ``hashes`` how many the proof has.
    """

    key: SigningKey | None
    fingerprint: str
    can_sign: bool
    newest: Checkpoint | None
    text: str
    before: Checkpoint | None
    grown: bool | None
    hashes: int
    since: int
    witnesses: list[str]


def shown_record() -> Shown:
    """Return how the record's key and heads stand; consistency is computed from the notes."""
    key = SigningKey.objects.last()
    newest = Checkpoint.objects.order_by("size").last()
    before = newest and Checkpoint.objects.filter(size=newest.grown_from).first()
    proof = _hashes(bytes(newest.proof)) if newest else ()
    return Shown(
        key=key,
        fingerprint="" if key is None else fingerprint(key.verifier.key),
        can_sign=key is not None and _is_at_hand(key.verifier.key),
        newest=newest,
        text="" if newest is None else str(cosigned(newest)),
        before=before,
        grown=has_grown(newest, before, proof) if newest and before else None,
        hashes=len(proof),
        since=Entry.objects.filter(id__gte=newest.size if newest else 0).count(),
        witnesses=[one.verifier.name for one in Witness.objects.order_by("pk")],
    )


def _is_at_hand(public: bytes) -> bool:
    if settings.SIGNING.token and settings.SIGNING.token_key == public:
        return True
    return key_file(settings.PLACE.signing_keys, public).is_file()


def _hashes(joined: bytes) -> tuple[bytes, ...]:
    cut = range(0, len(joined), HASH_BYTES)
    return tuple(joined[at : at + HASH_BYTES] for at in cut)
