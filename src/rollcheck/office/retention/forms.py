"""Forms about how long a petition is kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rollcheck.office.petitions.forms import Day

LAST_YEAR = 2200
TOO_FAR = _("This day is too far away; check the year.")


def _near(day: date) -> None:
    if day.year > LAST_YEAR:
        raise forms.ValidationError(TOO_FAR)


class Keep(forms.Form):
    """The day that the law's months are counted from; where it has none, a day and who asks."""

    counted_from = forms.DateField(label=_("Counted from"), widget=Day, validators=[_near])
    until = forms.DateField(label=_("Last day of keeping"), widget=Day, validators=[_near])
    citation = forms.CharField(label=_("Law or order that asks for it"), max_length=300)

    def __init__(self, *args: Any, by_law: bool) -> None:
        super().__init__(*args)
        for name in ("until", "citation") if by_law else ("counted_from",):
            del self.fields[name]


class PlaceHold(forms.Form):
    """A litigation hold."""

    hold = forms.CharField(label=_("Case or order"), max_length=200)
    holding = forms.CharField(label=_("Why it must be kept"), max_length=300)


class LiftHold(forms.Form):
    """A hold that stands, and why it does no more."""

    hold = forms.ChoiceField(label=_("Case or order"))
    lifting = forms.CharField(label=_("Why it is lifted"), max_length=300)

    def __init__(self, *args: Any, holds: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["hold"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one, one) for one in holds]


class Agree(forms.Form):
    """Why somebody agrees."""

    agreeing = forms.CharField(label=_("Why it may be destroyed"), max_length=300)


class Destroy(forms.Form):
    """That it is meant."""

    sure = forms.BooleanField(label=_("I know that nothing of it can be brought back"))
