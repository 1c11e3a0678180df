"""How acts on petitions change the rows."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rollcheck import law
from rollcheck.office.acts.act import Done, handles
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.closed import still_open
from rollcheck.office.petitions.models import (
    COUNTING,
    Circulator,
    DistrictCounts,
    PeopleForReason,
    Petition,
    RequiredNumber,
)
from rollcheck.office.petitions.own_policies import POLICIES
from rollcheck.office.petitions.the_law import declared
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.problems import RollcheckError
from rollcheck.record.events import people, petition

AMENDABLE = ("title", "target", "county", "district", "form_approved_on", "snapshot")


@handles(petition.PetitionOpened, right=Right.SET_UP_PETITION)
def open_petition(event: petition.PetitionOpened, done: Done) -> Petition:
    """Add a petition; ``aside`` is its code and what is not in the record."""
    if f"{event.place}/{event.kind}" != event.rules or event.rules not in law.identifiers():
        raise ValidationError(_("There is no such law here."))
    opened = Petition(title=event.title, rules=event.rules, opened_at=done.at, **done.aside)
    opened.full_clean(exclude=["earlier", "snapshot"])
    opened.save()
    return opened


@handles(petition.PetitionAmended, right=Right.CHANGE_PETITION)
def amend_petition(event: petition.PetitionAmended, done: Done) -> Petition:
    """Give one field another value."""
    if event.field not in AMENDABLE:
        raise ValidationError(_("This cannot be changed by itself."))
    if not event.reason.strip():
        raise ValidationError(_("Say why."))
    amended = _locked(done)
    value: Any = event.value
    if event.field == "form_approved_on":
        value = date.fromisoformat(event.value) if event.value else None
    if event.field == "snapshot":
        value = RollSnapshot.objects.get(manifest=event.value)
    setattr(amended, event.field, value)
    amended.full_clean(exclude=["earlier", "snapshot"])
    amended.save()
    return amended


@handles(petition.PetitionClosed, right=Right.CHANGE_PETITION)
def close_petition(event: petition.PetitionClosed, done: Done) -> Petition:
    """Close a petition: nothing about it, and nothing on its lines, changes after it."""
    closed = _locked(done)
    if not event.reason.strip():
        raise ValidationError(_("Say why."))
    closed.closed_at = done.at
    closed.save()
    return closed


@handles(petition.CirculationSet, right=Right.CHANGE_PETITION)
def set_circulation(event: petition.CirculationSet, done: Done) -> Petition:
    """Set the days between which signatures may be given."""
    if event.last < event.first:
        raise ValidationError(_("The last day cannot be before the first."))
    changed = _locked(done)
    if changed.filed_on is not None and changed.filed_on < event.first:
        raise ValidationError(_("Circulation cannot begin after the filing."))
    changed.circulation_from, changed.circulation_to = event.first, event.last
    changed.save()
    return changed


@handles(petition.PetitionFiled, right=Right.CHANGE_PETITION)
def file_petition(event: petition.PetitionFiled, done: Done) -> Petition:
    """Set the day of filing and how many lines the proponents say they filed."""
    filed = _locked(done)
    if filed.circulation_from is not None and event.on < filed.circulation_from:
        raise ValidationError(_("A petition cannot be filed before its circulation began."))
    filed.filed_on, filed.raw_count = event.on, event.claimed
    filed.full_clean(exclude=["earlier", "snapshot"])
    filed.save()
    return filed


@handles(petition.RequiredSet, right=Right.CHANGE_PETITION)
def set_required(event: petition.RequiredSet, done: Done) -> RequiredNumber:
    """Set the required number, or add one that somebody claims instead of it.

    ``registered`` and ``votes_cast`` 0 in the event mean that it was computed from neither.
    """
    about = _locked(done)
    claimed_by = _claimed_by(event, done)
    if not event.contested and about.measure != event.measure:
        about.measure = event.measure
        about.save()
    RequiredNumber.objects.filter(petition=about, claimed_by=claimed_by, replaced_at=None).update(
        replaced_at=done.at
    )
    number = RequiredNumber(
        petition=about,
        required=event.required,
        registered=event.registered or None,
        votes_cast=event.votes_cast or None,
        measure=event.measure,
        claimed_by=claimed_by,
        since=done.at,
    )
    number.save()
    return number


@handles(petition.DistrictCountsSet, right=Right.CHANGE_PETITION)
def set_district_counts(event: petition.DistrictCountsSet, done: Done) -> DistrictCounts:
    """Set what the law takes a percent of in each district, or add what somebody claims instead."""
    about = _locked(done)
    claimed_by = _claimed_by(event, done)
    DistrictCounts.objects.filter(petition=about, claimed_by=claimed_by, replaced_at=None).update(
        replaced_at=done.at
    )
    rows = [[name, int(number)] for name, number in zip(event.names, event.numbers, strict=True)]
    counts = DistrictCounts(
        petition=about, of=event.of, rows=rows, claimed_by=claimed_by, since=done.at
    )
    counts.save()
    return counts


def _claimed_by(event: petition.RequiredSet | petition.DistrictCountsSet, done: Done) -> str:
    claimed_by: str = done.aside if event.contested else ""
    if event.contested and not claimed_by:
        raise ValidationError(_("Say who claims this number."))
    return claimed_by


@handles(petition.AttemptLinked, right=Right.CHANGE_PETITION)
def link_attempt(event: petition.AttemptLinked, done: Done) -> Petition:
    """Link an earlier attempt against the same target; never in a circle."""
    later = _locked(done)
    earlier: Petition | None = Petition.objects.get(code=event.earlier)
    before = earlier
    while before is not None:
        if before.pk == later.pk:
            raise ValidationError(_("An attempt cannot be earlier than itself."))
        before = before.earlier
    later.earlier = earlier
    later.save()
    return later


@handles(people.PolicySet, right=Right.CHANGE_PETITION)
def set_policy(event: people.PolicySet, done: Done) -> Any:
    """Set how many people a reason takes, or what a later part of the work leaves to the office."""
    about = _locked(done)
    name, _colon, reason = event.name.partition(":")
    if name in POLICIES:
        return POLICIES[name](event, done)
    count = int(event.value) if event.value.isdecimal() else 0
    if name != "people" or not 1 <= count <= 5:
        raise ValidationError(_("A rejection takes between one and five people."))
    if reason != COUNTING:
        _refuse_against_law(about, reason, count)
    PeopleForReason.objects.filter(petition=about, reason=reason, replaced_at=None).update(
        replaced_at=done.at
    )
    policy = PeopleForReason(petition=about, reason=reason, people=count, since=done.at)
    policy.save()
    return policy


@handles(petition.CirculatorRegistered, right=Right.RECEIVE)
def register_circulator(event: petition.CirculatorRegistered, done: Done) -> Circulator:
    """Enter a circulator, or put right one of the same name; ``aside`` are the days of gathering.

    What the declaration lacks must be among what the law asks of it.
    """
    about = _locked(done)
    first, last = done.aside
    if first is not None and last is not None and last < first:
        raise ValidationError({"gathered_to": _("The last day cannot be before the first.")})
    if not set(event.lacks) <= set(declared(about)[0]):
        raise ValidationError({"lacks": _("The law of this place does not ask for this.")})
    there = Circulator.objects.filter(petition=about, name=event.name).first()
    one = there or Circulator(petition=about, name=event.name, registered_at=done.at)
    one.address, one.lacks = event.address, list(event.lacks)
    one.gathered_from, one.gathered_to = first, last
    one.full_clean(exclude=["petition"])
    one.save()
    return one


def _refuse_against_law(about: Petition, reason: str, count: int) -> None:
    known = _reasons(about)
    if reason not in known:
        raise ValidationError(_("This place does not have this reason."))
    if known[reason].people_basis == "law" and count < known[reason].people:
        raise ValidationError(_("The law asks for more people than this."))


def _reasons(about: Petition) -> Any:
    day = about.filed_on or about.form_approved_on or about.opened_at.date()
    try:
        return law.rule_set(about.rules, day).reasons
    except RollcheckError as error:
        raise ValidationError([problem.message for problem in error.problems]) from None


def _locked(done: Done) -> Petition:
    asked = still_open(done.petition)
    return still_open(Petition.objects.select_for_update().get(pk=asked.pk))
