"""Opening a fixed raw count again: for a reason, and only while nothing rests on it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.closed import still_open
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Line, RawCount
from rollcheck.record.events import intake

BEFORE: list[Callable[[Petition, Done], None]] = []
"""What later parts of the work do to their rows before a count is reopened, in the same act. Each
raises ``ValidationError`` where something rests on the count."""


@handles(intake.RawCountReopened, right=Right.REOPEN)
def reopen_count(event: intake.RawCountReopened, done: Done) -> RawCount:
    """Open the count again. Its lines stand no more; those counted again keep their identity."""
    about = still_open(done.petition)
    if not event.reason.strip():
        raise ValidationError(_("Say why."))
    fixed = RawCount.objects.filter(petition=about).first()
    if fixed is None:
        raise ValidationError(_("The raw count is not fixed."))
    for prepare in BEFORE:
        prepare(about, done)
    Line.objects.filter(petition=about).update(void=True)
    fixed.reopened_at = done.at
    fixed.save()
    return fixed
