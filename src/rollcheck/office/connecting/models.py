"""Reference signatures of voters, and the folders that the worker watches."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rollcheck.office.acts.kept import Kept


class ReferenceSignature(Kept):
    """A voter's signature that the office holds: a page of a stored picture, named by SHA-256.

    ``signed_on`` is the day of the affidavit it stands on, where that is known; ``source`` says
    what that was.
    """

    voter = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    page = models.PositiveSmallIntegerField(default=1)
    signed_on = models.DateField(null=True)
    source = models.CharField(max_length=100, blank=True)
    taken_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["voter", "digest", "page"], name="reference_once_for_a_voter"
            )
        ]

    def __str__(self) -> str:
        return f"reference {self.pk}"


class WatchKind(models.TextChoices):
    """What a watched folder holds."""

    CHANGES = "changes", _("Changes of the roll")
    SIGNATURES = "signatures", _("Reference signatures")
    SCANS = "scans", _("Scans of sheets")


class Watch(Kept):
    """A folder below the incoming one that the worker looks into, in the name of who set it.

    ``layout`` is that of changes of the roll; ``petition`` that of scans.
    """

    kind = models.CharField(max_length=10, choices=WatchKind.choices)
    folder = models.CharField(max_length=100)
    layout = models.CharField(max_length=100, blank=True)
    petition = models.ForeignKey("petitions.Petition", models.PROTECT, null=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["folder"], condition=models.Q(ended_at=None), name="folder_watched_once"
            )
        ]

    def __str__(self) -> str:
        return self.folder
