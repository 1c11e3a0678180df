"""People and the roles they hold."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from rollcheck.office.acts.kept import Kept, KeptQuerySet
from rollcheck.office.people.roles import LABELS, Role


class PersonManager(BaseUserManager["Person"]):
    """People are found by the name to sign in with; only an act adds one."""

    def get_queryset(self) -> "KeptQuerySet[Person]":
        """Return the guarded query."""
        return KeptQuerySet(self.model, using=self._db)


class Person(Kept, AbstractBaseUser):
    """Somebody who may sign in. Nobody is deleted: what they did stays theirs."""

    username = models.CharField(
        _("name to sign in with"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
    )
    # What the record calls this person; it says nothing of who they are.
    code = models.CharField(max_length=16, unique=True, editable=False)
    full_name = models.CharField(_("full name"), max_length=200)
    is_active = models.BooleanField(default=True, editable=False)
    # May see lines of confidential voters, where a role lets them see lines at all.
    cleared = models.BooleanField(default=False, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    # Not kept: signing in is in the log of acts.
    last_login = None

    objects: ClassVar[PersonManager] = PersonManager()  # type: ignore[assignment]  # as guarded

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save inside an act; a password's hash alone may be renewed at signing in."""
        if kwargs.get("update_fields") == ["password"]:
            models.Model.save(self, *args, **kwargs)
        else:
            super().save(*args, **kwargs)


class RoleHeld(Kept):
    """A role that somebody holds: for one petition, or where it names none, for all."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles_held")
    role = models.CharField(max_length=20, choices=[(role.value, LABELS[role]) for role in Role])
    petition = models.ForeignKey(
        "petitions.Petition", models.PROTECT, null=True, related_name="roles_held"
    )
    given_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "role", "petition"],
                condition=models.Q(taken_at=None, petition__isnull=False),
                name="role_held_once_for_a_petition",
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=models.Q(taken_at=None, petition=None),
                name="role_held_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {LABELS[Role(self.role)]}"
