"""Forms about sections, sheets, counts, scans and labels."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving import naming
from rollcheck.office.receiving.box_field import BoxField
from rollcheck.office.receiving.models import Section
from rollcheck.office.receiving.sheet_forms import further_forms


class SectionField(forms.CharField):
    """The number of a section, typed or read from its label (a sheet's label will do)."""

    def clean(self, value: Any) -> str:
        """Return the number as it is kept."""
        written = super().clean(value)
        if not written:
            return ""
        number = naming.section_number(written.partition("/")[0])
        if number is None:
            raise forms.ValidationError(_("This cannot be the number of a section."))
        return number


class CountsField(forms.CharField):
    """The lines of each sheet, with spaces between, and a hyphen for a sheet that is missing."""

    def clean(self, value: Any) -> list[int | None]:
        """Return a number, or None for a missing sheet, for each."""
        written = super().clean(value)
        if not written:
            return []
        counts = naming.counts_of(written)
        if counts is None:
            raise forms.ValidationError(
                _("Write the lines of each sheet, such as 10 9 10; 500 at most on one.")
            )
        return counts


class FormOfSection(forms.ChoiceField):
    """Of which form the sheets are, where the petition has several."""

    def __init__(self, petition: Petition) -> None:
        names = [one.name for one in further_forms(petition)]
        choices = [("", _("the usual form")), *((name, name) for name in names)]
        super().__init__(label=_("Form of the sheets"), choices=choices, required=False)
        self.several = bool(names)


class SayForm(forms.Form):
    """Which sections, or those of which box, have which form."""

    sections = forms.CharField(
        label=_("Sections"),
        max_length=2000,
        required=False,
        help_text=_("Such as 1-40, 77; empty: all of the box."),
    )
    box = BoxField(label=_("Box"), max_length=40, required=False)

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["box"]
        if isinstance(field, BoxField):
            field.of(petition)
        self.fields["form"] = FormOfSection(petition)


class EnterSection(forms.Form):
    """A section, its sheets, and the first count of their lines."""

    box = BoxField(label=_("Box"), max_length=40, required=False)
    section = SectionField(label=_("Section"), max_length=30)
    circulator = forms.CharField(label=_("Circulator"), max_length=200, required=False)
    sheets = forms.IntegerField(label=_("Sheets"), min_value=1, max_value=naming.MOST_SHEETS)
    lines = CountsField(
        label=_("Lines on each sheet"),
        max_length=6000,
        required=False,
        help_text=_("Lines with a signature, such as 10 9 10; - for a missing sheet."),
    )

    def __init__(
        self, *args: Any, petition: Petition, with_circulator: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["box"]
        if isinstance(field, BoxField):
            field.of(petition)
        if not with_circulator:
            del self.fields["circulator"]
        form = FormOfSection(petition)
        if form.several:
            self.fields = {"box": self.fields.pop("box"), "form": form, **self.fields}
        for name in ("section", "sheets", "lines"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "inputmode": "text"}
        self.fields["lines"].widget.attrs["data-sheets-in"] = "id_sheets"
        self.fields["section"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """Take as many counts as there are sheets, or none yet."""
        given = super().clean() or self.cleaned_data
        counts, sheets = given.get("lines"), given.get("sheets")
        if counts and sheets and len(counts) != sheets:
            self.add_error("lines", _("This is not one number for each sheet."))
        return given


class ChangeSection(forms.Form):
    """What was wrong about a section."""

    box = BoxField(label=_("Box"), max_length=40, required=False)
    sheets = forms.IntegerField(label=_("Sheets"), min_value=1, max_value=naming.MOST_SHEETS)
    circulator = forms.CharField(label=_("Circulator"), max_length=200, required=False)

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        initial = {
            "box": section.box,
            "sheets": section.sheets_said,
            "circulator": section.circulator,
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        field = self.fields["box"]
        if isinstance(field, BoxField):
            field.of(section.petition)


class FindSection(forms.Form):
    """A section to count."""

    section = SectionField(
        label=_("Section"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


class Count(forms.Form):
    """One person's count of some sheets of a section."""

    lines = CountsField(label=_("Lines on each sheet"), max_length=6000)

    def __init__(self, *args: Any, sheets: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheets = sheets
        self.fields["lines"].widget.attrs |= {
            "autocomplete": "off",
            "autofocus": True,
            "data-sheets": str(len(sheets)),
        }

    def clean_lines(self) -> list[int | None]:
        """Take one number for each sheet."""
        counts: list[int | None] = self.cleaned_data["lines"]
        if len(counts) != len(self.sheets):
            raise forms.ValidationError(_("This is not one number for each sheet."))
        return counts


class TakeOut(forms.Form):
    """Sheets taken out of their box."""

    sheets = forms.CharField(
        label=_("Sheets"),
        max_length=200,
        required=False,
        help_text=_("Such as 1-3, 7; empty: all."),
    )
    purpose = forms.CharField(label=_("What for"), max_length=200)


class PutBack(forms.Form):
    """Sheets put back."""

    sheets = forms.CharField(
        label=_("Sheets"),
        max_length=200,
        required=False,
        help_text=_("Such as 1-3, 7; empty: all."),
    )


class CountAgain(forms.Form):
    """Sheets whose counts stand no more."""

    sheets = forms.CharField(label=_("Sheets"), max_length=200, help_text=_("Such as 1-3, 7."))
    reason = forms.CharField(label=_("Why"), max_length=300)


class FoundDefect(forms.Form):
    """What a section or a sheet of it lacks."""

    defect = forms.ChoiceField(label=_("What is amiss"))
    sheet = forms.IntegerField(
        label=_("Sheet"), min_value=1, required=False, help_text=_("Empty: the whole section.")
    )

    def __init__(self, *args: Any, defects: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["defect"]
        if isinstance(field, forms.ChoiceField):
            field.choices = defects


class Attach(forms.Form):
    """Which sheet a page shows, or which line on it."""

    section = SectionField(label=_("Section"), max_length=30)
    sheet = forms.IntegerField(label=_("Sheet"), min_value=1, max_value=naming.MOST_SHEETS)
    line = forms.IntegerField(
        label=_("Line"), min_value=1, max_value=naming.MOST_LINES, required=False
    )


class Reopening(forms.Form):
    """Why the raw count is opened again."""

    reason = forms.CharField(label=_("Why"), max_length=500)


class Labels(forms.Form):
    """Labels to print."""

    kind = forms.ChoiceField(
        label=_("Labels for"),
        choices=[("box", _("boxes")), ("section", _("sections")), ("sheet", _("sheets"))],
    )
    section = SectionField(
        label=_("Section, for labels of its sheets"), max_length=30, required=False
    )
    first = forms.IntegerField(label=_("First number"), min_value=1, max_value=999_999, initial=1)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=600, initial=30)

    def clean(self) -> dict[str, Any]:
        """Ask for the section of sheets."""
        given = super().clean() or self.cleaned_data
        if given.get("kind") == "sheet" and not given.get("section"):
            self.add_error("section", _("Say which section."))
        return given
