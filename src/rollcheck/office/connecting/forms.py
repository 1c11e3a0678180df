"""Forms of the page of connections."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rollcheck.office.connecting.models import WatchKind
from rollcheck.office.pages.offering import LatestField, offer
from rollcheck.office.petitions.forms import Day
from rollcheck.office.petitions.models import Petition
from rollcheck.office.rolls.models import RollSnapshot


class Folder(forms.Form):
    """A folder below the incoming one."""

    folder = forms.ChoiceField(label=_("Folder"))

    def __init__(self, *args: Any, folders: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "folder", folders)


class Changes(forms.Form):
    """A file of changes, its layout, the day, and the snapshot that it applies to."""

    file = forms.ChoiceField(label=_("File of changes"))
    layout = forms.ChoiceField(label=_("Layout"))
    as_of = forms.DateField(label=_("Day on which the voters stood like this"), widget=Day)
    base = LatestField(
        label=_("Onto this snapshot"),
        queryset=RollSnapshot.objects.all(),
        required=False,
        empty_label=_("the latest"),
    )

    def __init__(self, *args: Any, files: list[str], layouts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "file", files)
        offer(self, "layout", layouts)


class SetWatch(Folder):
    """A folder that the worker shall look into, and what it will find there."""

    kind = forms.ChoiceField(label=_("What comes there"), choices=WatchKind.choices)
    layout = forms.ChoiceField(label=_("Layout (of changes)"), required=False)
    petition = LatestField(
        label=_("Petition (of scans)"), queryset=Petition.objects.all(), required=False
    )

    def __init__(self, *args: Any, layouts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "layout", layouts, none=True)

    def clean(self) -> dict[str, Any]:
        """Ask for the layout of changes and for the petition of scans."""
        given = super().clean() or self.cleaned_data
        kind = given.get("kind")
        if kind == WatchKind.CHANGES and not given.get("layout"):
            self.add_error("layout", _("Say how the files are laid out."))
        if kind == WatchKind.SCANS and not given.get("petition"):
            self.add_error("petition", _("Say which petition the scans are of."))
        return given
