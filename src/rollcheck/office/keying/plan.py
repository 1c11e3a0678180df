"""What the office chose of keying: how many entries, which lines, which fields."""

from dataclasses import dataclass

from rollcheck.office.keying.models import KeyingPolicy
from rollcheck.office.keying.written import FIELDS, USUAL
from rollcheck.office.petitions.models import Petition

KEYING = "keying"
PEOPLE, LINES, FORM = "people", "lines", "fields"
EVERY, LEFT = "every", "left"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a petition is keyed: ``people`` entries a line (1 or 2), of ``every`` line or those left.

    ``fields`` are those that the place's form has.
    """

    people: int
    lines: str
    fields: tuple[str, ...]


USUALLY = Plan(2, LEFT, USUAL)


def plan_of(petition: Petition) -> Plan:
    """Return what stands for a petition; two entries of the lines left unless chosen otherwise."""
    standing = KeyingPolicy.objects.filter(petition=petition, replaced_at=None)
    chosen = dict(standing.values_list("name", "value"))
    return Plan(
        int(chosen.get(PEOPLE, USUALLY.people)),
        chosen.get(LINES, USUALLY.lines),
        tuple(chosen[FORM].split()) if FORM in chosen else USUALLY.fields,
    )


def is_fit(name: str, value: str) -> bool:
    """Tell whether a value can be chosen."""
    if name == PEOPLE:
        return value in ("1", "2")
    if name == LINES:
        return value in (EVERY, LEFT)
    names = value.split()
    known = [field for field in FIELDS if field in names]
    return name == FORM and names == known and bool({"printed_name", "address"} & set(names))
