"""Which entries of the record say how long petitions are kept, and destructions under way."""

from typing import ClassVar

from django.db import models

from rollcheck.office.acts.kept import Kept

DESTROY = "destroy_content"
"""The kind of long work that destroys."""


class Said(Kept):
    """The number of an entry about a petition's retention, holds or destruction.

    What it says is in the record alone; this finds it among millions.
    """

    entry = models.PositiveBigIntegerField(primary_key=True)
    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["entry"]

    def __str__(self) -> str:
        return f"{self.petition_id}: {self.entry}"


class Destruction(Kept):
    """That a petition is being destroyed: since entry ``begun``; done with entry ``ended``.

    ``files`` are those that are to go, counted at the beginning; ``rows`` and ``contents`` went so
    far. While ``ended`` is not set, and only then, the database lets rows of the petition go.
    """

    petition = models.OneToOneField(
        "petitions.Petition", models.PROTECT, primary_key=True, related_name="+"
    )
    begun = models.PositiveBigIntegerField()
    ended = models.PositiveBigIntegerField(null=True)
    key_fingerprint = models.CharField(max_length=64, blank=True)
    files = models.PositiveBigIntegerField(null=True)
    rows = models.PositiveBigIntegerField(default=0)
    contents = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"destruction of {self.petition_id}"
