"""What the office chose of keying: how many entries, which lines, which fields of which form."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rollcheck.office.keying.models import KeyingPolicy
from rollcheck.office.keying.written import FIELDS, USUAL
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.sheet_forms import further_forms

KEYING = "keying"
PEOPLE, LINES, FORM, SHEET = "people", "lines", "fields", "sheet"
EVERY, LEFT = "every", "left"
FURTHER = "form"
"""The first part of the policies that set a form beside the usual one: ``form:`` and its name."""


MOST_LINES, WHOLE, WIDTH = 100, 1000, 100
"""Lines that a sheet may have, and its scan's height and width as places on it are told."""


@dataclass(frozen=True, slots=True)
class SheetForm:
    """Where lines are on the scan of a sheet: so many of one height, from ``first`` to ``last``.

    ``first`` is where the first line begins and ``last`` where the last one ends, in thousandths of
    the scan's height from its top; no ``lines`` where nobody said. From ``left`` to ``right``, in
    hundredths of the width, a line is signed; both are 0 where nobody said.
    """

    lines: int
    first: int
    last: int
    left: int = 0
    right: int = 0

    @property
    def signed(self) -> tuple[int, int] | None:
        """Return from where to where a line is signed, in hundredths of the width, if known."""
        return (self.left, self.right) if self.right else None

    def band(self, place: int) -> tuple[int, int] | None:
        """Return where the line of that place begins and ends; None where the form has no such."""
        if place > self.lines:
            return None
        high = self.last - self.first
        return (
            self.first + high * (place - 1) // self.lines,
            self.first + high * place // self.lines,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """How a petition is keyed: ``people`` entries a line (1 or 2), of ``every`` line or those left.

    ``fields`` are those that the usual form has; ``sheet`` says where its lines are, if known.
    ``further`` has both for each form beside it, by name.
    """

    people: int
    lines: str
    fields: tuple[str, ...]
    sheet: SheetForm | None = None
    further: Mapping[str, tuple[tuple[str, ...], SheetForm | None]] = field(default_factory=dict)

    def of(self, form: str) -> "Plan":
        """Return how sheets of a form are keyed; an empty name is the usual form."""
        if form not in self.further:
            return self
        fields, sheet = self.further[form]
        return replace(self, fields=fields, sheet=sheet)


USUALLY = Plan(2, LEFT, USUAL)


def plan_of(petition: Petition) -> Plan:
    """Return what stands for a petition; two entries of the lines left unless chosen otherwise."""
    standing = KeyingPolicy.objects.filter(petition=petition, replaced_at=None)
    chosen = dict(standing.values_list("name", "value"))
    return Plan(
        int(chosen.get(PEOPLE, USUALLY.people)),
        chosen.get(LINES, USUALLY.lines),
        tuple(chosen[FORM].split()) if FORM in chosen else USUALLY.fields,
        sheet_form(chosen.get(SHEET, "")),
        {
            one.name: (tuple(one.fields.split()), sheet_form(one.sheet))
            for one in further_forms(petition)
        },
    )


def sheet_form(value: str) -> SheetForm | None:
    """Return the form of a sheet from the text that is kept of it; None for an empty one.

    Raises ``ValueError`` for what is no such text.
    """
    if not value:
        return None
    numbers = [int(part) for part in value.split(" ", 5)]
    lines = numbers[:3] if len(numbers) in (3, 5) else [0, 0, 0]
    signed = numbers[-2:] if len(numbers) in (2, 5) else [0, 0]
    form = SheetForm(*lines, *signed)
    if value != written_form(form) or not (_are_lines(form) and _is_column(form)):
        raise ValueError(value)
    return form


def _are_lines(form: SheetForm) -> bool:
    fit = 1 <= form.lines <= MOST_LINES and 0 <= form.first < form.last <= WHOLE
    return fit or (form.lines, form.first, form.last) == (0, 0, 0)


def _is_column(form: SheetForm) -> bool:
    return 0 <= form.left < form.right <= WIDTH or (form.left, form.right) == (0, 0)


def written_form(form: SheetForm | None) -> str:
    """Return the text that is kept of a sheet's form: its lines, its field of signing, or both."""
    if form is None:
        return ""
    lines = f"{form.lines} {form.first} {form.last}" if form.lines else ""
    signed = f"{form.left} {form.right}" if form.right else ""
    return " ".join(filter(None, (lines, signed)))


def is_fit(name: str, value: str) -> bool:
    """Tell whether a value can be chosen."""
    if name == PEOPLE:
        return value in ("1", "2")
    if name == LINES:
        return value in (EVERY, LEFT)
    if name == SHEET:
        return _is_form(value)
    names = value.split()
    known = [field for field in FIELDS if field in names]
    return name == FORM and names == known and bool({"printed_name", "address"} & set(names))


def _is_form(value: str) -> bool:
    try:
        sheet_form(value)
    except (TypeError, ValueError):
        return False
    return True
