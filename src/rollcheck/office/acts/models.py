"""The record in the office's database: entries, which nothing changes, and what opens them."""

from typing import ClassVar

from django.db import models

from rollcheck.office.acts.kept import Kept


class Entry(Kept):
    """One entry of the record: its number from 0, its bytes, its leaf hash. Append-only."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    petition = models.CharField(max_length=64, blank=True)
    type = models.CharField(max_length=60)
    entry = models.BinaryField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["petition", "id"])]

    def __str__(self) -> str:
        return f"{self.pk} {self.type}"


class SealedContent(Kept):
    """What opens an entry's commitment, encrypted; destroyed when the law says so."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    petition = models.CharField(max_length=64, blank=True, db_index=True)
    nonce = models.BinaryField(max_length=12)
    box = models.BinaryField()

    def __str__(self) -> str:
        return f"content of {self.pk}"


class Head(Kept):
    """Where the record ends: one row, locked by whoever appends."""

    size = models.BigIntegerField(default=0)
    nodes = models.BinaryField(default=bytes)

    def __str__(self) -> str:
        return f"{self.size} entries"
