"""Forms of what a requirement is computed from: they ask what the petition's law asks for."""

from typing import Any

from django import forms
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollcheck import law
from rollcheck.law import RuleSet
from rollcheck.office.checkpoints.forms import SmallFile
from rollcheck.office.pages.law_words import told
from rollcheck.office.petitions.district_rows import read_rows
from rollcheck.office.petitions.taken_of import TAKEN_OF

CLAIMED = _("Empty for the office's own number; otherwise whoever contests it.")


class Required(forms.Form):
    """A required number: from what the law computes it of, or as it stands; own or claimed."""

    measure = forms.ChoiceField(label=_("What the petition is for"))
    registered = forms.IntegerField(
        label=_("Registered voters it is computed from"),
        min_value=1,
        max_value=1_000_000_000,
        required=False,
    )
    votes_cast = forms.IntegerField(
        label=_("Votes it is computed from"),
        min_value=1,
        max_value=1_000_000_000,
        required=False,
    )
    required = forms.IntegerField(
        label=_("Or the number as it stands"), min_value=1, max_value=100_000_000, required=False
    )
    claimed_by = forms.CharField(
        label=_("Claimed by"), max_length=200, required=False, help_text=CLAIMED
    )

    def __init__(self, *args: Any, rules: RuleSet | None, measure: str, **kwargs: Any) -> None:
        """Ask for what ``rules`` need; where there are none for the day, for the number alone."""
        super().__init__(*args, **kwargs)
        takes = None if rules is None else law.takes(rules, "required")
        self.needed: tuple[str, ...] = takes.needed if takes else ()
        self.stated = rules is not None and not self.needed
        for name in ("registered", "votes_cast"):
            if name not in self.needed:
                del self.fields[name]
        if rules is None or not rules.requirement.measures:
            del self.fields["measure"]
        else:
            self._offer(rules, measure)
        if rules is not None:
            for name in self.needed:
                self.fields[name].help_text = _asked_for(rules, name)
        if self.stated:
            self.fields["required"].label = _("Another number than the law states")
            self.fields["required"].help_text = _("Empty for the number that the law states.")

    def _offer(self, rules: RuleSet, measure: str) -> None:
        field = self.fields["measure"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.name, told(one.title)) for one in rules.requirement.measures]
            field.initial = measure or rules.requirement.measures[0].name
            field.help_text = citation_of(rules.requirement.measures[0].field)

    def clean(self) -> dict[str, Any]:
        """Take one of the two numbers; none where the law states it."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        numbers = [name for name in (*self.needed, "required") if given.get(name)]
        if len(numbers) != 1 and not (self.stated and not numbers):
            told = self.needed[0] if self.needed else "required"
            message = _("Give one of the two numbers.") if self.needed else _("Give the number.")
            self.add_error(told, message)
        return given


def citation_of(field: law.Field) -> str:
    """Return where a rule is written, and that nobody read it there where nobody has."""
    return field.citation if field.verified else f"{field.citation} – {gettext('not verified')}"


def _asked_for(rules: RuleSet, name: str) -> str:
    """Say which number the law means, in its own words, and where it says so."""
    of = {"registered": "registration_report", "votes_cast": "votes_counted"}[name]
    said = rules.fields.get(f"requirement.{of}")
    if said is None:
        return citation_of(rules.fields["requirement.formula"])
    return f"{told(str(said.value))} ({citation_of(said)})"


class DistrictCounts(forms.Form):
    """What the law takes a percent of in each county or district: pasted, or a file."""

    rows = forms.CharField(
        label=_("Rows, one for each: name, number"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=200_000,
        required=False,
        help_text=_(
            "As pasted from a spreadsheet, or with commas. A first row of headings may be."
        ),
    )
    file = SmallFile(label=_("Or a CSV file of the same"), required=False)
    claimed_by = forms.CharField(
        label=_("Claimed by"), max_length=200, required=False, help_text=CLAIMED
    )

    def __init__(self, *args: Any, rules: RuleSet | None, **kwargs: Any) -> None:
        """Ask for what ``rules`` take the percent of; nothing where they have no ``minimum``."""
        # The page has the form of the number as well, which also asks who claims it.
        super().__init__(*args, **{"auto_id": "districts_%s"} | kwargs)
        self.minimum = None if rules is None else law.minimum_for(rules)
        if self.minimum is not None:
            self.fields["rows"].label = format_lazy(
                _("{unit}: a row for each, with its name as the roll writes it, and {number}"),
                unit=capfirst(told(self.minimum.unit)),
                number=TAKEN_OF[self.minimum.of],
            )

    def clean(self) -> dict[str, Any]:
        """Read the rows, from the text or from the file."""
        given = super().clean() or self.cleaned_data
        if self.errors or self.minimum is None:
            return given
        told = "file" if given.get("file") else "rows"
        if bool(given.get("file")) == bool(given.get("rows")):
            self.add_error("rows", _("Paste the rows, or choose a file: one of the two."))
            return given
        try:
            text = given["rows"] or given["file"].decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("Save the file as UTF-8."))
            return given
        given |= {"of": self.minimum.of}
        given["counts"], problems = read_rows(text, self.minimum.districts)
        if problems:
            self.add_error(told, problems)
        return given
