"""Acts of a run, of its audit, and of what is published or handed out of it: they change no row."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.people.may import roles_held
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.people.roles import Role
from rollcheck.record.event_type import Event
from rollcheck.record.events.audit import (
    AuditCommitted,
    AuditConcluded,
    AuditDrawn,
    AuditLineReviewed,
    AuditPlanned,
    AuditStep,
)
from rollcheck.record.events.decision import (
    BundlePublished,
    CertificateAmended,
    CertificateIssued,
    DecisionMade,
    EmbargoLifted,
    RunFinished,
    TallyMade,
)
from rollcheck.record.events.examination import LineOpened
from rollcheck.record.events.sampling import UniverseCommitted


@handles(UniverseCommitted, right=Right.CERTIFY)
@handles(TallyMade, right=Right.CERTIFY)
@handles(DecisionMade, right=Right.CERTIFY)
@handles(RunFinished, right=Right.CERTIFY)
@handles(CertificateIssued, right=Right.CERTIFY)
@handles(CertificateAmended, right=Right.CERTIFY)
@handles(AuditCommitted, right=Right.CERTIFY)
@handles(AuditPlanned, right=Right.CERTIFY)
@handles(AuditDrawn, right=Right.CERTIFY)
@handles(AuditStep, right=Right.CERTIFY)
@handles(AuditConcluded, right=Right.CERTIFY)
@handles(EmbargoLifted, right=Right.CERTIFY)
@handles(LineOpened, right=Right.CERTIFY)
@handles(BundlePublished, right=Right.CERTIFY)
def note(_event: Event, done: Done) -> int:
    """Return the number of the entry."""
    return done.entry


@handles(AuditLineReviewed, right=Right.CERTIFY)
def note_review(event: AuditLineReviewed, done: Done) -> int:
    """Return the number of the entry of an auditor's finding.

    Auditors are called by their codes, since the codes of those who decided before are what
    tells that they are blind to it.
    """
    auditor = Person.objects.filter(code=event.reviewer).first()
    if auditor is None or Role.AUDITOR not in roles_held(auditor, done.petition, of_office=False):
        raise ValidationError(
            _("Name each reviewer by the code of somebody who is an auditor of this petition.")
        )
    return done.entry
