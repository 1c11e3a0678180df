"""Forms about petitions."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from rollcheck import law
from rollcheck.office.pages.law_words import told
from rollcheck.office.pages.offering import LatestField
from rollcheck.office.petitions.models import Petition
from rollcheck.office.rolls.models import RollSnapshot


def _laws() -> list[tuple[str, str]]:
    return [
        ("", str(_("choose …"))),
        *(
            (identifier, f"{told(law.forms(identifier)[-1].title)} ({identifier})")
            for identifier in law.identifiers()
        ),
    ]


class Day(forms.DateInput):
    """A day, in the browser's own picker."""

    input_type = "date"


class OpenPetition(forms.Form):
    """What a petition is called, what it is about, which law applies."""

    title = forms.CharField(label=_("Title"), max_length=300)
    target = forms.CharField(
        label=_("Whom or what it is about"),
        max_length=300,
        required=False,
        help_text=_("Attempts about the same officer or measure can be linked later."),
    )
    rules = forms.ChoiceField(label=_("Law"), choices=lazy(_laws, list))
    county = forms.CharField(
        label=_("County, as the roll writes it"), max_length=100, required=False
    )
    district = forms.CharField(
        label=_("District, as the roll writes it"), max_length=100, required=False
    )
    form_approved_on = forms.DateField(
        label=_("Form approved on"),
        required=False,
        widget=Day,
        help_text=_("The rules of this day give the required number."),
    )


class Circulation(forms.Form):
    """The days between which signatures may be given."""

    first = forms.DateField(label=_("First day of circulation"), widget=Day)
    last = forms.DateField(label=_("Last day of circulation"), widget=Day)


class Filing(forms.Form):
    """The day of filing and the number of lines."""

    on = forms.DateField(label=_("Filed on"), widget=Day)
    claimed = forms.IntegerField(
        label=_("Lines counted at filing"), min_value=0, max_value=100_000_000
    )


class Earlier(forms.Form):
    """An earlier attempt."""

    earlier = LatestField(label=_("Earlier attempt"), queryset=Petition.objects.none())

    def __init__(self, *args: Any, petitions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["earlier"]
        if isinstance(field, LatestField):
            field.queryset = petitions


class OnRoll(forms.Form):
    """The snapshot that lines are looked up in."""

    snapshot = LatestField(label=_("Snapshot of the roll"), queryset=RollSnapshot.objects.all())
    why = forms.CharField(label=_("Why"), max_length=300)


class Close(forms.Form):
    """Why a petition is closed."""

    closing = forms.CharField(
        label=_("Why it is closed"),
        max_length=300,
        help_text=_("Everybody who may read the record can read this."),
    )


class Policy(forms.Form):
    """How many people a rejection for one reason takes."""

    reason = forms.CharField(widget=forms.HiddenInput)
    people = forms.IntegerField(label=_("People"), min_value=1, max_value=5)
    why = forms.CharField(label=_("Why"), max_length=300)


class Proposed(forms.Form):
    """Another number of people for one reason, to see what it would cost."""

    reason = forms.ChoiceField(label=_("Reason"))
    people = forms.IntegerField(
        label=_("People that a rejection for it would take"), min_value=1, max_value=5
    )

    def __init__(self, *args: Any, reasons: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("choose …")), *reasons]


class Forecast(forms.Form):
    """What the work would take."""

    invalid_rate = forms.IntegerField(
        label=_("Lines expected to be rejected, in %"), min_value=0, max_value=100, initial=27
    )
    minutes = forms.DecimalField(
        label=_("Minutes a person needs for a line"), min_value=0.1, max_value=60, initial=5
    )
    hours = forms.DecimalField(
        label=_("Hours a person works on lines each day"), min_value=0.5, max_value=24, initial=6
    )
    days = forms.IntegerField(label=_("Working days"), min_value=1, max_value=400, initial=30)
