"""How acts on boxes and their custody change the rows."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.closed import still_open
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Box, BoxStep, RawCount, StepKind
from rollcheck.office.receiving.signing import Signature
from rollcheck.record.events import intake


@handles(intake.BoxReceived, right=Right.RECEIVE)
def receive_box(event: intake.BoxReceived, done: Done) -> Box:
    """Add a box, or note the seal that one was closed with again; ``aside`` is where it is.

    A box that is sealed again keeps its place; the number of its sections may be put right.
    """
    about = petition_of(done)
    box = Box.objects.select_for_update().filter(petition=about, code=event.box).first()
    if box is None:
        still_open(about)
    kind = StepKind.SEALED_AGAIN if box else StepKind.RECEIVED
    box = box or Box(petition=about, code=event.box, place=done.aside or "")
    if kind == StepKind.SEALED_AGAIN and RawCount.objects.filter(petition=about).exists():
        _refuse_another_number(box, event.sections)
    box.seal, box.sections_said = event.seal, event.sections
    box.full_clean()
    box.save()
    _step(box, kind, done, seal=event.seal, to_place=box.place, brought_by=event.brought_by)
    return box


@handles(intake.SealChecked, right=Right.RECEIVE)
def check_seal(event: intake.SealChecked, done: Done) -> BoxStep:
    """Note what somebody saw of a seal, and whether it is the one written down."""
    box = box_of(done, event.box)
    return _step(
        box,
        StepKind.SEAL_CHECKED,
        done,
        seal=event.seal,
        whole=event.whole,
        as_written=event.seal == box.seal,
    )


@handles(intake.CustodyMoved, right=Right.RECEIVE)
def move_box(event: intake.CustodyMoved, done: Done) -> BoxStep:
    """Move a box; ``aside`` is the signature of a second person, who may receive as well."""
    box = box_of(done, event.box)
    signed = done.aside
    if not isinstance(signed, Signature) or signed.person.code != event.second_person:
        raise ValidationError(_("A second person must sign."))
    second = Person.objects.get(pk=signed.person.pk)
    if done.by is None or second.pk == done.by.pk:
        raise ValidationError(_("The second signature must be another person's."))
    if not may(second, Right.RECEIVE, done.petition).allowed:
        raise ValidationError(_("The second person may not receive for this petition."))
    if event.from_place != box.place:
        raise ValidationError(_("The box is no longer where this says. Load the page again."))
    if event.to_place == box.place or not event.to_place.strip():
        raise ValidationError(_("Say where the box goes; it is not there yet."))
    places = {"from_place": box.place, "to_place": event.to_place}
    box.place = event.to_place
    box.full_clean()
    box.save()
    return _step(box, StepKind.MOVED, done, seal=box.seal, second=second, **places)


def petition_of(done: Done) -> Petition:
    """Return the petition that an act is about. Raises ``ValidationError`` where it names none."""
    if done.petition is None:
        raise ValidationError(_("Say which petition."))
    return done.petition


def box_of(done: Done, code: str) -> Box:
    """Return a box of the act's petition, locked. Raises ``ValidationError``."""
    box = Box.objects.select_for_update().filter(petition=petition_of(done), code=code).first()
    if box is None:
        raise ValidationError({"box": _("There is no such box.")})
    return box


def _step(box: Box, kind: StepKind, done: Done, **said: object) -> BoxStep:
    step = BoxStep(box=box, kind=kind, at=done.at, by=done.by, **said)
    step.full_clean(exclude=["box", "by", "second"])
    step.save()
    return step


def _refuse_another_number(box: Box, sections: int) -> None:
    if box.sections_said != sections:
        raise ValidationError({"sections": _("The raw count is fixed; this can no longer change.")})
