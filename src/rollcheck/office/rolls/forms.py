"""The form that asks for an import."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rollcheck.office.pages.offering import offer
from rollcheck.roll import layout_names


class Import(forms.Form):
    """A voter file in the incoming folder, its layout, the day it stood like this."""

    file = forms.ChoiceField(label=_("Voter file"))
    layout = forms.ChoiceField(label=_("Layout"), choices=[(name, name) for name in layout_names()])
    as_of = forms.DateField(
        label=_("Day on which the roll stood like this"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    history = forms.ChoiceField(label=_("File of earlier addresses"), required=False)

    def __init__(self, *args: Any, files: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "file", files)
        offer(self, "history", files, none=True)
