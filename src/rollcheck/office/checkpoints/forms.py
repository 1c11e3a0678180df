"""Forms about what is signed about the record."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollcheck.office.checkpoints.taking_in import MOST_BYTES


class SmallFile(forms.FileField):
    """A file of at most 256 KB, cleaned to its bytes: none where none is needed nor chosen."""

    def clean(self, *args: Any) -> bytes:
        """Return the file's content."""
        file = super().clean(*args)
        if not file:
            return b""
        content: bytes = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ValidationError(_("This file is too large to be that."))
        return content


class TakeCosignature(forms.Form):
    """What a witness sent back."""

    line = SmallFile(label=gettext_lazy("The witness's file"))


class TakeTimestamp(forms.Form):
    """What a timestamp authority sent back, and its certificate, got by another way."""

    reply = SmallFile(label=gettext_lazy("The authority's reply (.tsr)"))
    authority = SmallFile(label=gettext_lazy("The authority's certificate (PEM or DER)"))


class NameWitness(forms.Form):
    """A witness's public key."""

    key = forms.CharField(
        label=gettext_lazy("The witness's public key"),
        help_text=gettext_lazy("As the witness gave it to you, such as name+12ab34cd+BASE64."),
        max_length=400,
    )
