"""Forms about people."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from rollcheck.office.pages.offering import LatestField
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import LABELS, OF_THE_OFFICE, Role
from rollcheck.office.petitions.models import Petition


class AddPerson(forms.Form):
    """A name to sign in with and a full name."""

    username = forms.CharField(label=_("Name to sign in with"), max_length=150)
    full_name = forms.CharField(label=_("Full name"), max_length=200)


class NewPassword(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters; a few words are easier to keep than signs."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=_("The same again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ, and passwords that are easily guessed."""
        given = super().clean() or self.cleaned_data
        password = given.get("password")
        if password and password != given.get("again"):
            self.add_error("again", _("The two passwords differ."))
        elif password:
            try:
                validate_password(password, self._whose(given))
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return given

    def _whose(self, given: dict[str, Any]) -> Person:
        return self.person or Person(
            username=given.get("username", ""), full_name=given.get("full_name", "")
        )


class Found(AddPerson, NewPassword):
    """The first administrator, with the key that the server printed."""

    key = forms.CharField(
        label=_("Key"), help_text=_("`rollcheck serve` printed it when it started.")
    )
    field_order = ("key", "username", "full_name", "password", "again")


class Reason(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class GiveRole(forms.Form):
    """A role, for one petition or for all."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, LABELS[role]) for role in Role])
    petition = LatestField(
        label=_("For"),
        queryset=Petition.objects.all(),
        required=False,
        empty_label=_("all petitions"),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a role of the office for one petition."""
        given = super().clean() or self.cleaned_data
        if given.get("role") in OF_THE_OFFICE and given.get("petition"):
            self.add_error("petition", _("This role is held for the whole office."))
        return given
