"""Forms of keying: one line, what the office chooses, a file of lines read beforehand."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rollcheck.office.keying import plan as plans
from rollcheck.office.keying.further_forms import NAME, ODD_NAME
from rollcheck.office.keying.models import Mark
from rollcheck.office.keying.written import DITTO, FIELDS, LONGEST, as_kept
from rollcheck.office.pages.offering import offer

SHORTS = {"/b": Mark.BLANK, "/s": Mark.STRUCK, "/u": Mark.UNSIGNED}
"""What typed in the first field marks the line instead."""

MARKS = [("", _("No mark")), *Mark.choices]


class Written(forms.CharField):
    """One field of a line as it is kept; ``above`` is what a ditto mark repeats."""

    def __init__(self, name: str, above: str, **kwargs: Any) -> None:
        super().__init__(label=str(FIELDS[name]), required=False, max_length=LONGEST, **kwargs)
        self.name, self.above = name, above
        digits = name in ("zip", "birth_year")
        self.widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "inputmode": "numeric" if digits else "text",
            "data-above": above,
        }

    def clean(self, value: Any) -> str:
        """Return what is kept of what was typed."""
        written = super().clean(value) or ""
        return as_kept(self.name, self.above if written == DITTO else written)


class KeyLine(forms.Form):
    """What is written on a line, and what is amiss with it.

    ``above`` is what the line above has: ``sticky`` fields begin with it. Enter moves on.
    """

    mark = forms.ChoiceField(
        label=_("Mark"), choices=MARKS, required=False, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, names: tuple[str, ...], above: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        mark = self.fields.pop("mark")
        for name in names:
            self.fields[name] = Written(name, above.get(name, ""))
        self.fields["mark"] = mark
        self.names = names
        self.fields[names[0]].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """Read a mark typed in the first field; take text, or a mark."""
        given = super().clean() or self.cleaned_data
        first = self.names[0]
        short = SHORTS.get(str(given.get(first, "")).casefold())
        if short is not None:
            given["mark"], given[first] = short.value, ""
        if given.get("mark") == Mark.BLANK:
            given |= dict.fromkeys(self.names, "")
        elif not self.errors and not (given.get("mark") or any(given[one] for one in self.names)):
            raise ValidationError(_("Key what is written on the line, or mark it as blank."))
        return given

    def written(self) -> dict[str, str]:
        """Return the text by field, without what is empty."""
        given = self.cleaned_data
        return {name: given[name] for name in self.names if given[name]}


class Share(forms.DecimalField):
    """A place on a scan, in percent of its height; may be left out."""

    def __init__(self, **given: Any) -> None:
        super().__init__(min_value=0, max_value=100, decimal_places=1, required=False, **given)


class Across(forms.IntegerField):
    """A place on a scan, in percent of its width; may be left out."""

    def __init__(self, **given: Any) -> None:
        super().__init__(min_value=0, max_value=plans.WIDTH, required=False, **given)


class FormOfSheets(forms.Form):
    """What a form of sheets has, and where the lines are on a scan of one."""

    fields_asked = forms.MultipleChoiceField(
        label=_("What the form has"),
        choices=list(FIELDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    sheet_lines = forms.IntegerField(
        label=_("Lines that a full sheet has"),
        min_value=1,
        max_value=plans.MOST_LINES,
        required=False,
        help_text=_("With the next two, a scan of a whole sheet is shown at the line asked for."),
    )
    sheet_first = Share(label=_("Where the first line begins, in % of the scan's height"))
    sheet_last = Share(label=_("Where the last line ends, in % of the scan's height"))
    sheet_left = Across(
        label=_("Where the field of signing begins, in % of the width"),
        help_text=_("With the next one, a line's signature stands beside those on file."),
    )
    sheet_right = Across(label=_("Where the field of signing ends, in % of the width"))
    why = forms.CharField(label=_("Why"), max_length=300)

    def clean(self) -> dict[str, Any]:
        """Take where the lines are as a whole, or not at all; so where they are signed."""
        given = super().clean() or self.cleaned_data
        if not any(name.startswith("sheet_") for name in self.errors):
            form = plans.SheetForm(*self._lines(given), *self._signed(given))
            given["sheet"] = plans.written_form(form)
        return given

    def _lines(self, given: dict[str, Any]) -> tuple[int, int, int]:
        lines, first, last = (given[f"sheet_{name}"] for name in ("lines", "first", "last"))
        if lines is None or first is None or last is None:
            if any(one is not None for one in (lines, first, last)):
                self.add_error("sheet_lines", _("Give all three of them, or none."))
            return 0, 0, 0
        if first >= last:
            self.add_error("sheet_last", _("It ends above where the first line begins."))
        return lines, round(10 * first), round(10 * last)

    def _signed(self, given: dict[str, Any]) -> tuple[int, int]:
        left, right = given["sheet_left"], given["sheet_right"]
        if left is None or right is None:
            if (left is None) != (right is None):
                self.add_error("sheet_left", _("Give both of them, or none."))
            return 0, 0
        if left >= right:
            self.add_error("sheet_right", _("It ends before it begins."))
        return left, right

    def clean_fields_asked(self) -> str:
        """Take the fields in the order of keying; a name or an address is among them."""
        value = " ".join(name for name in FIELDS if name in self.cleaned_data["fields_asked"])
        if not plans.is_fit(plans.FORM, value):
            raise ValidationError(_("A name or an address must be among them."))
        return value


def as_it_stands(plan: plans.Plan) -> dict[str, Any]:
    """Return what a form of sheets begins with in ``FormOfSheets``."""
    begins: dict[str, Any] = {"fields_asked": plan.fields}
    if plan.sheet and plan.sheet.lines:
        begins["sheet_lines"] = plan.sheet.lines
        begins["sheet_first"] = Decimal(plan.sheet.first) / 10
        begins["sheet_last"] = Decimal(plan.sheet.last) / 10
    if plan.sheet and plan.sheet.signed:
        begins["sheet_left"], begins["sheet_right"] = plan.sheet.signed
    return begins


class Choose(FormOfSheets):
    """How lines are keyed here, and the petition's usual form of sheets."""

    field_order = ("people", "lines")
    people = forms.ChoiceField(
        label=_("Entries for each line"),
        choices=[
            ("2", _("two, by people who do not see each other; a third settles differences")),
            ("1", _("one")),
        ],
    )
    lines = forms.ChoiceField(
        label=_("Lines to key"),
        choices=[
            (plans.LEFT, _("those that look-up left without a voter")),
            (plans.EVERY, _("every line that was not read beforehand")),
        ],
    )


class Further(FormOfSheets):
    """A form of sheets beside the usual one; one of the same name is put right."""

    field_order = ("name",)
    name = forms.RegexField(
        NAME,
        label=_("Name of the form"),
        max_length=40,
        help_text=_("Such as the number printed on it, or: long."),
        error_messages={"invalid": ODD_NAME},
    )


class TakeIn(forms.Form):
    """A file of lines in the incoming folder."""

    file = forms.ChoiceField(label=_("File of lines"))

    def __init__(self, *args: Any, files: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "file", files)


class Away(forms.Form):
    """Which form is taken away, which one its sections have then, and why."""

    name = forms.CharField(max_length=40, widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("Form that its sections have then"), required=False)
    why = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, others: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("the usual form")), *((one, one) for one in others)]
