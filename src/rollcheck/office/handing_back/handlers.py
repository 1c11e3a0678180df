"""How acts on files that go back change the rows."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.handing_back.models import HandedOut
from rollcheck.office.people.rights import Right
from rollcheck.record.events.connecting import FileFetched
from rollcheck.record.events.upkeep import DataExported


@handles(DataExported, right=Right.SEE_FINDINGS)
def hand_out(event: DataExported, done: Done) -> HandedOut:
    """Keep that a file was made; ``aside`` is its layout and the number of its lines."""
    if done.petition is None or not event.for_whom.strip():
        raise ValidationError(_("Say of which petition, and for whom."))
    layout, lines = done.aside
    made = HandedOut(
        petition=done.petition,
        digest=event.file,
        layout=layout,
        lines=lines,
        for_whom=event.for_whom,
        at=done.at,
        by=done.by,
    )
    made.full_clean(exclude=["petition", "by"])
    made.save()
    return made


@handles(FileFetched, right=Right.SEE_FINDINGS)
def fetch_file(event: FileFetched, done: Done) -> None:
    """Record it."""
    if not HandedOut.objects.filter(petition=done.petition, digest=event.file).exists():
        raise ValidationError(_("There is no such file."))
