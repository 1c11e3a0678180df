"""Which sections are sheets of which form, where a petition was printed in several."""

import re
from collections.abc import Collection
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.closed import still_open
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving import naming
from rollcheck.office.receiving.box_handlers import box_of
from rollcheck.office.receiving.models import FurtherForm, Section
from rollcheck.record.events import intake

RANGE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})\Z")
AT_ONCE = 10_000


def further_forms(petition: Petition) -> QuerySet[FurtherForm]:
    """Return the forms that stand beside the usual one, by name."""
    return FurtherForm.objects.filter(petition=petition, replaced_at=None)


def sections_named(written: str, known: Collection[str]) -> list[str] | None:
    """Read ``1-40, B7`` as those of the known sections; None where a part names none of them.

    A section that is itself called ``1-40`` is meant before a range is.
    """
    found: list[str] = []
    numbers = [number for number in known if number.isdigit()]
    for part in re.split(r"[,\s]+", written.strip(" ,")):
        number, read = naming.section_number(part), RANGE.match(part)
        if number in known:
            found.append(str(number))
        elif read is None:
            return None
        else:
            first, last = int(read[1]), int(read[2])
            within = [number for number in numbers if first <= int(number) <= last]
            if not within:
                return None
            found += within
    return list(dict.fromkeys(found))


def having(petition: Petition, form: str) -> str:
    """Write which sections have a form, so that ``sections_named`` reads them again."""
    known = dict(petition.sections.values_list("number", "form"))
    numbers = sorted((number for number in known if number.isdigit()), key=int)
    written = [number for number in known if known[number] == form and not number.isdigit()]
    for alike, run in groupby(numbers, key=lambda number: known[number] == form):
        several = list(run)
        reach = f"{several[0]}-{several[-1]}"
        if alike:
            whole = len(several) > 1 and reach not in known
            written += [reach] if whole else several
    return ", ".join(written)


@handles(intake.SheetFormSaid, right=Right.RECEIVE)
def say_form(event: intake.SheetFormSaid, done: Done) -> list[Section]:
    """Keep of which form the sheets of sections are; also once the raw count is fixed.

    It changes where a line is looked for on a scan and what is keyed of it, and no count.
    """
    about = still_open(done.petition)
    if event.form and not further_forms(about).filter(name=event.form).exists():
        raise ValidationError({"form": _("This petition has no such form.")})
    changed = _meant(event, about, done)
    for some in range(0, len(changed), AT_ONCE):
        keys = [one.pk for one in changed[some : some + AT_ONCE]]
        Section.objects.filter(pk__in=keys).update(form=event.form)
    return changed


def _meant(event: intake.SheetFormSaid, about: Petition, done: Done) -> list[Section]:
    """Return the sections that are named, or those in the box that is named."""
    if bool(event.box) == bool(event.sections.strip()):
        raise ValidationError({"sections": _("Name sections, or else a box.")})
    if event.box:
        in_box = list(box_of(done, event.box).sections.all())
        if not in_box:
            raise ValidationError({"box": _("No section in this box was entered yet.")})
        return in_box
    known = {one.number: one for one in about.sections.all()}
    named = sections_named(event.sections, known)
    if named is None:
        message = _("Write sections that were entered, such as 1-40, 77.")
        raise ValidationError({"sections": message})
    return [known[number] for number in named]
