"""How acts on reference signatures and watched folders change the rows."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.connecting.models import ReferenceSignature, Watch, WatchKind
from rollcheck.office.people.rights import Right
from rollcheck.record.events import connecting


@handles(connecting.ReferencesTaken, right=Right.IMPORT_ROLL)
def take_references(event: connecting.ReferencesTaken, done: Done) -> int:
    """Keep signatures: ``aside`` are (voter, digest, page, day or None, source)."""
    made = ReferenceSignature.objects.bulk_create(
        ReferenceSignature(
            voter=voter, digest=digest, page=page, signed_on=day, source=source, taken_at=done.at
        )
        for voter, digest, page, day, source in done.aside
    )
    if len(made) != event.signatures:
        raise ValidationError(_("The signatures do not reconcile with their count."))
    return len(made)


@handles(connecting.WatchSet, right=Right.IMPORT_ROLL)
def set_watch(event: connecting.WatchSet, done: Done) -> Watch:
    """Have the worker look into a folder, in the name of whoever says so."""
    if Watch.objects.filter(folder=event.folder, ended_at=None).exists():
        raise ValidationError({"folder": _("This folder is watched already.")})
    if (event.kind == WatchKind.SCANS) != (done.petition is not None):
        raise ValidationError({"petition": _("Say which petition the scans are of.")})
    watch = Watch(
        kind=event.kind,
        folder=event.folder,
        layout=event.layout,
        petition=done.petition,
        set_by=done.by,
        since=done.at,
    )
    watch.full_clean(exclude=["set_by", "petition", "ended_at"])
    watch.save()
    return watch


@handles(connecting.WatchEnded, right=Right.IMPORT_ROLL)
def end_watch(event: connecting.WatchEnded, done: Done) -> Watch:
    """Have the worker look into a folder no longer."""
    watch = Watch.objects.select_for_update().filter(folder=event.folder, ended_at=None).first()
    if watch is None:
        raise ValidationError(_("This folder is not watched."))
    watch.ended_at = done.at
    watch.save()
    return watch
