"""The nine roles of an office, as the one table that names them."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What somebody is in an office; held for one petition, or for all of them."""

    INTAKE_CLERK = "intake_clerk"
    REVIEWER = "reviewer"
    ADJUDICATOR = "adjudicator"
    SUPERVISOR = "supervisor"
    EXAMINER = "examiner"
    AUDITOR = "auditor"
    OBSERVER = "observer"
    CAMPAIGN = "campaign"
    ADMINISTRATOR = "administrator"


LABELS: dict[Role, Promise] = {
    Role.INTAKE_CLERK: _("Intake clerk"),
    Role.REVIEWER: _("Reviewer"),
    Role.ADJUDICATOR: _("Adjudicator"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.EXAMINER: _("Examiner"),
    Role.AUDITOR: _("Auditor"),
    Role.OBSERVER: _("Observer"),
    Role.CAMPAIGN: _("Campaign"),
    Role.ADMINISTRATOR: _("Administrator"),
}
DOES: dict[Role, Promise] = {
    Role.INTAKE_CLERK: _("Receives boxes, counts lines, scans sheets, keys what must be keyed."),
    Role.REVIEWER: _("Looks a line up on the roll, compares signatures, determines it."),
    Role.ADJUDICATOR: _(
        "Settles what reviewers disagree on and every rejection that needs more eyes."
    ),
    Role.SUPERVISOR: _(
        "Sets a petition up, draws the sample, watches progress and quality, certifies."
    ),
    Role.EXAMINER: _(
        "Sees, after an insufficient result, why each line was rejected, and challenges it."
    ),
    Role.AUDITOR: _("Re-reviews lines without seeing the first finding."),
    Role.OBSERVER: _("Sees the public record."),
    Role.CAMPAIGN: _("Runs the same checks on its own petition before filing."),
    Role.ADMINISTRATOR: _("People, rights, keys, backups. Decides nothing on a line."),
}

# Held for the whole office alone: there is no administrator of one petition.
OF_THE_OFFICE = frozenset({Role.ADMINISTRATOR})
