"""How acts on the keeping of petitions, and on its end, change the rows."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.connecting.models import Watch
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.retention.clock import keeping_of, kept_until, why_not
from rollcheck.office.retention.models import Destruction, Said
from rollcheck.office.retention.personal import something_left
from rollcheck.problems import RollcheckError
from rollcheck.record.destruction import Standing
from rollcheck.record.events import upkeep


@handles(upkeep.RetentionSet, right=Right.DESTROY)
def set_retention(event: upkeep.RetentionSet, done: Done) -> Said:
    """Say until when a petition is kept: ``aside`` is the day that the law counts from.

    Where no rule says it, ``aside`` is None, and the day is given with its citation.
    """
    about, _standing = _kept(done)
    if not event.citation.strip():
        raise ValidationError(_("Say which law or order asks for it."))
    try:
        by_law = kept_until(about, done.aside or timezone.localdate(done.at))
    except RollcheckError as error:
        raise ValidationError([problem.message for problem in error.problems]) from None
    if by_law is not None and (done.aside is None or event.until != by_law.until):
        raise ValidationError(
            _("The law of this place says how long; give the day it counts from.")
        )
    return _said(done)


@handles(upkeep.HoldPlaced, right=Right.DESTROY)
def place_hold(event: upkeep.HoldPlaced, done: Done) -> Said:
    """Let nothing of the petition be destroyed while this hold stands."""
    _about, standing = _kept(done)
    _refuse_empty(event.hold, event.reason)
    if event.hold in standing.holds:
        raise ValidationError(_("This hold stands already."))
    return _said(done)


@handles(upkeep.HoldLifted, right=Right.DESTROY)
def lift_hold(event: upkeep.HoldLifted, done: Done) -> Said:
    """Lift a hold that stands."""
    _about, standing = _kept(done)
    _refuse_empty(event.hold, event.reason)
    if event.hold not in standing.holds:
        raise ValidationError(_("No such hold stands."))
    return _said(done)


@handles(upkeep.DestructionApproved, right=Right.DESTROY)
def approve(event: upkeep.DestructionApproved, done: Done) -> Said:
    """Agree, once the time is over and no hold stands; nobody agrees twice."""
    about, standing = _kept(done)
    _refuse_empty(event.reason)
    not_yet = why_not(about, standing, timezone.localdate(done.at), people=False)
    if not_yet:
        raise ValidationError(not_yet)
    if done.by is not None and done.by.code in dict(standing.approvals):
        raise ValidationError(_("You have agreed already; it takes another person."))
    return _said(done)


@handles(upkeep.DestructionBegun, right=Right.DESTROY)
def begin(event: upkeep.DestructionBegun, done: Done) -> Destruction:
    """Begin: from now on the petition's pages are gone, and the database lets its rows go."""
    about, standing = _kept(done)
    not_yet = why_not(about, standing, timezone.localdate(done.at))
    if not_yet:
        raise ValidationError(not_yet)
    about.destruction_at = done.at
    about.save()
    Watch.objects.filter(petition=about, ended_at=None).update(ended_at=done.at)
    begun = Destruction(petition=about, begun=done.entry, key_fingerprint=event.key_fingerprint)
    begun.save()
    _said(done)
    return begun


@handles(upkeep.ContentDestroyed, right=None)
def certify(event: upkeep.ContentDestroyed, done: Done) -> Destruction:
    """Certify that nothing is left; from now on the database lets no row go any more."""
    if done.by is not None:
        raise PermissionDenied("a destruction is ended by the worker")
    under_way = Destruction.objects.select_for_update().filter(petition=done.petition, ended=None)
    one = under_way.first()
    if one is None or something_left(one.petition):
        raise ValidationError(_("Something of the petition is left; let the work go on."))
    one.ended = done.entry
    one.save(update_fields=["ended"])
    _said(done)
    return one


def _kept(done: Done) -> tuple[Petition, Standing]:
    """Return the petition and how its keeping stands, unless its destruction has begun."""
    if done.petition is None:
        raise ValidationError(_("Say which petition."))
    about = Petition.objects.select_for_update().get(pk=done.petition.pk)
    if about.destruction_at is not None:
        raise ValidationError(
            _("The destruction of what was kept has begun; it cannot be stopped.")
        )
    return about, keeping_of(about)


def _said(done: Done) -> Said:
    one = Said(entry=done.entry, petition=done.petition)
    one.save(force_insert=True)
    return one


def _refuse_empty(*texts: str) -> None:
    if not all(text.strip() for text in texts):
        raise ValidationError(_("Say why."))
