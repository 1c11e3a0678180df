"""Tasks, which acts write, and their progress, which the worker writes as it goes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rollcheck.office.acts.kept import Kept


class State(models.TextChoices):
    """Where a task stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (State.WAITING, State.RUNNING)


class Task(Kept):
    """One piece of long work: its kind, what it was asked to do, how it ended."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    arguments = models.JSONField()
    petition = models.ForeignKey("petitions.Petition", models.PROTECT, null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    ended_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    problems = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Tell whether the task has not ended."""
        return self.state in OPEN


class Progress(models.Model):
    """What a worker says of a task under way; gone when the task ends, and no fact of the record.

    ``worker`` holds the task while ``seen_at`` is recent; ``attempt`` counts from 1.
    """

    task = models.OneToOneField(Task, models.CASCADE, primary_key=True)
    worker = models.CharField(max_length=100)
    seen_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=200, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.stage} {self.done}/{self.total}"
