"""Petitions as they stand now; how they came to stand so is in the record."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rollcheck.office.acts.kept import Kept


class Petition(Kept):
    """One petition. Its ``code`` is what the record calls it; its rules are found by ``rules``.

    ``measure`` is what it is for, by the name that the rules have for it, where the law differs.

    ``destruction_at``: since then what was kept of it is being destroyed, or is gone.
    """

    code = models.CharField(max_length=64, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    target = models.CharField(_("whom or what it is about"), max_length=300, blank=True)
    rules = models.CharField(_("law"), max_length=80)
    measure = models.CharField(_("what it is for"), max_length=80, blank=True)
    county = models.CharField(_("county"), max_length=100, blank=True)
    district = models.CharField(_("district"), max_length=100, blank=True)
    form_approved_on = models.DateField(_("form approved on"), null=True, blank=True)
    circulation_from = models.DateField(_("first day of circulation"), null=True, blank=True)
    circulation_to = models.DateField(_("last day of circulation"), null=True, blank=True)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    raw_count = models.PositiveIntegerField(_("lines counted at filing"), null=True, blank=True)
    snapshot = models.ForeignKey("rolls.RollSnapshot", models.PROTECT, null=True)
    earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, editable=False)
    destruction_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class RequiredNumber(Kept):
    """A required number: the office's own, or one that somebody claims instead.

    ``registered`` or ``votes_cast`` is what it was computed from, for ``measure`` where the law
    differs by it; without either the number was given as it stands, or the law states it.
    """

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="required_numbers")
    required = models.PositiveIntegerField()
    registered = models.PositiveIntegerField(null=True)
    votes_cast = models.PositiveIntegerField(null=True)
    measure = models.CharField(max_length=80, blank=True)
    claimed_by = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.required}"


class DistrictCounts(Kept):
    """Of what the law takes a percent in each county or district: the office's, or claimed ones.

    ``rows`` are pairs of a name and a number of what ``of`` says, such as ``votes_cast``.
    """

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="district_counts")
    of = models.CharField(max_length=20)
    rows = models.JSONField()
    claimed_by = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["claimed_by", "pk"]

    def __str__(self) -> str:
        return f"{len(self.rows)} counts"


COUNTING = "raw_count"
"""Stands in the place of a reason: how many people must count a sheet alike."""


class PeopleForReason(Kept):
    """The office's policy: how many different people a rejection for this reason takes."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="policies")
    reason = models.CharField(max_length=40)
    people = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.reason}: {self.people}"


class Circulator(Kept):
    """Somebody who gathered signatures, and what the declaration on their sections says.

    Sections name their circulator by this name. ``lacks`` are those of the law's elements, in its
    own words, that the declaration does not have.
    """

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="circulators")
    name = models.CharField(_("printed name"), max_length=200)
    address = models.CharField(_("residence address"), max_length=300, blank=True)
    gathered_from = models.DateField(_("first day of gathering"), null=True, blank=True)
    gathered_to = models.DateField(_("last day of gathering"), null=True, blank=True)
    lacks = models.JSONField(default=list, blank=True)
    registered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["petition", "name"], name="circulator_once_at_a_petition"
            )
        ]

    def __str__(self) -> str:
        return self.name
