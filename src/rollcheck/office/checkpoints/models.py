"""What is signed about the record, kept beside it; every table is append-only."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from rollcheck.office.acts.kept import Kept
from rollcheck.record.checkpoint import Checkpoint as Stated
from rollcheck.record.checkpoint import read_checkpoint
from rollcheck.record.note import VerifierKey, read_key


class SigningKey(Kept):
    """A public key of the record; it signs heads of ``since`` entries and more."""

    since = models.BigIntegerField(primary_key=True)
    key = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["since"]

    def __str__(self) -> str:
        return self.key

    @property
    def verifier(self) -> VerifierKey:
        """Return the key as it verifies."""
        return read_key(self.key)


class Witness(Kept):
    """Somebody outside who cosigns heads: their name and public key."""

    key = models.TextField(unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key

    @property
    def verifier(self) -> VerifierKey:
        """Return the key as it verifies."""
        return read_key(self.key)


class Checkpoint(Kept):
    """A signed head: how many entries it has, the note, and how it grew from the one before.

    ``proof`` is RFC 6962's proof of consistency from the ``grown_from`` entries of the checkpoint
    before, 32 bytes each, one after the other; empty for the first.
    """

    size = models.BigIntegerField(primary_key=True)
    note = models.BinaryField()
    grown_from = models.BigIntegerField(default=0)
    proof = models.BinaryField(default=bytes)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["size"]

    def __str__(self) -> str:
        return f"checkpoint of {self.size}"

    @property
    def stated(self) -> Stated:
        """Return what the note states."""
        return read_checkpoint(bytes(self.note))[0]


class Cosignature(Kept):
    """A witness's line under a checkpoint, and when the witness says it signed."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    line = models.BinaryField()
    time = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.witness} on {self.checkpoint_id}"


class Timestamp(Kept):
    """An authority's reply (RFC 3161) about a checkpoint: the time, and whose certificate."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="timestamps")
    reply = models.BinaryField()
    time = models.CharField(max_length=40)
    authority = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.time} on {self.checkpoint_id}"
