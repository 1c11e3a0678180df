"""Forms about boxes: what came in, their seals, where they go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CODE = r"^[A-Za-z0-9][A-Za-z0-9./ -]*$"
ODD_SIGNS = _("Letters, digits, hyphens, points and slashes only.")

BOX_IS_THERE = _("This box was received already; a new seal is noted on its page.")


def _code(label: Any, **more: Any) -> forms.RegexField:
    return forms.RegexField(
        CODE, label=label, max_length=40, error_messages={"invalid": ODD_SIGNS}, **more
    )


class ReceiveBox(forms.Form):
    """A box that came in."""

    box = _code(_("Box"))
    seal = _code(_("Number on its seal"))
    sections = forms.IntegerField(
        label=_("Sections in it, as said"), min_value=0, max_value=100_000
    )
    place = forms.CharField(label=_("Where it is put"), max_length=100)
    brought_by = forms.CharField(label=_("Brought by"), max_length=200, required=False)


class SealAgain(forms.Form):
    """A new seal on a box that was opened."""

    seal = _code(_("Number on the new seal"))
    sections = forms.IntegerField(label=_("Sections in it"), min_value=0, max_value=100_000)


class CheckSeal(forms.Form):
    """What is seen of a seal."""

    seal = _code(_("Number read from the seal"))
    whole = forms.BooleanField(label=_("The seal is whole"), required=False)


class Move(forms.Form):
    """Where a box goes, and who signs for it beside whoever is signed in."""

    from_place = forms.CharField(widget=forms.HiddenInput, required=False)
    to_place = forms.CharField(label=_("Where it goes"), max_length=100)
    second = forms.CharField(
        label=_("Second person: name to sign in with"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Second person: password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        strip=False,
        help_text=_("The second person types it; it is neither kept nor shown."),
    )
