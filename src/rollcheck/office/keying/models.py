"""What was keyed of lines, by whom, and the text that stands for each line."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rollcheck.office.acts.kept import Kept


class Mark(models.TextChoices):
    """What is amiss with a line as it stands on paper."""

    BLANK = "blank", _("Blank")
    STRUCK = "struck", _("Struck out")
    UNSIGNED = "unsigned", _("Not signed")


class Source(models.TextChoices):
    """Where the text of a line comes from."""

    KEYED = "keyed", _("Keyed here")
    READ = "read", _("Read beforehand")


class KeyingPolicy(Kept):
    """What the office chose of keying: ``name`` is people, lines or fields."""

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=200)
    since = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["petition", "name"],
                condition=models.Q(replaced_at=None),
                name="keying_policy_stands_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class WantedLine(Kept):
    """A line that look-up left without a voter, to be keyed, unless ``dropped_at`` is set."""

    line = models.OneToOneField(
        "receiving.Line", models.PROTECT, primary_key=True, related_name="wanted"
    )
    since = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.line}"


class Turn(Kept):
    """A sheet given to a person to key: as entry 1 or 2, or 3 where those differ.

    ``seen_at`` is when the person last kept a line of it; open until ``ended_at`` is set.
    """

    sheet = models.ForeignKey("receiving.Sheet", models.PROTECT, related_name="keying_turns")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["sheet", "number"],
                condition=models.Q(ended_at=None),
                name="sheet_given_once_for_an_entry",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at=None),
                name="person_keys_one_sheet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"


class LineMark(Kept):
    """One person's mark on a line, given before the entry that it belongs to."""

    line = models.ForeignKey("receiving.Line", models.PROTECT, related_name="marks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    mark = models.CharField(max_length=8, choices=Mark.choices)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.line} {self.mark}"


class Entry(Kept):
    """What one person keyed of a line: text by field, and a mark where there is one.

    A person who puts an entry right gives another; the first is then replaced, and stays.
    """

    line = models.ForeignKey("receiving.Line", models.PROTECT, related_name="entries")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    fields = models.JSONField()
    mark = models.CharField(max_length=8, choices=Mark.choices, blank=True)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["line", "number"],
                condition=models.Q(replaced_at=None),
                name="line_keyed_once_for_an_entry",
            ),
            models.UniqueConstraint(
                fields=["line", "person"],
                condition=models.Q(replaced_at=None),
                name="line_keyed_once_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.number}"


class LineRead(Kept):
    """The text that stands for a line, by field; ``origin`` is the hash of the file it came in."""

    line = models.OneToOneField(
        "receiving.Line", models.PROTECT, primary_key=True, related_name="as_read"
    )
    fields = models.JSONField()
    mark = models.CharField(max_length=8, choices=Mark.choices, blank=True)
    source = models.CharField(max_length=5, choices=Source.choices)
    origin = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.line} {self.source}"
