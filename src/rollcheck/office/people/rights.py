"""What each role may see and do: one table, asked on the server for every object."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rollcheck.office.people.roles import Role


class Right(StrEnum):
    """Something that a person may or may not do or see."""

    MANAGE_PEOPLE = "manage_people"
    SEE_LOG_OF_OFFICE = "see_log_of_office"
    SET_UP_PETITION = "set_up_petition"
    SEE_PETITION = "see_petition"
    CHANGE_PETITION = "change_petition"
    IMPORT_ROLL = "import_roll"
    RECEIVE = "receive"
    FIX_COUNT = "fix_count"
    SEE_SHEETS = "see_sheets"
    SEE_TASKS = "see_tasks"


@dataclass(frozen=True, slots=True)
class Granted:
    """Who holds a right. ``of_office``: it is about the office, not about one petition."""

    label: Promise
    roles: frozenset[Role]
    of_office: bool = False


WORKERS = frozenset({Role.INTAKE_CLERK, Role.REVIEWER, Role.ADJUDICATOR, Role.SUPERVISOR})

RIGHTS: dict[Right, Granted] = {
    Right.MANAGE_PEOPLE: Granted(
        _("Add and remove people and give them roles"),
        frozenset({Role.ADMINISTRATOR}),
        of_office=True,
    ),
    Right.SEE_LOG_OF_OFFICE: Granted(
        _("Read what was done in the office, by whom and when"),
        frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}),
        of_office=True,
    ),
    Right.SET_UP_PETITION: Granted(
        _("Set up a new petition"), frozenset({Role.SUPERVISOR, Role.CAMPAIGN}), of_office=True
    ),
    Right.IMPORT_ROLL: Granted(
        _("Import a snapshot of the roll"),
        frozenset({Role.SUPERVISOR, Role.CAMPAIGN}),
        of_office=True,
    ),
    Right.SEE_PETITION: Granted(
        _("See a petition's dates, law and timeline"), WORKERS | {Role.AUDITOR, Role.CAMPAIGN}
    ),
    Right.CHANGE_PETITION: Granted(
        _("Change a petition's dates, numbers and policy"),
        frozenset({Role.SUPERVISOR, Role.CAMPAIGN}),
    ),
    Right.RECEIVE: Granted(
        _("Receive boxes, count lines, scan sheets"),
        frozenset({Role.INTAKE_CLERK, Role.SUPERVISOR, Role.CAMPAIGN}),
    ),
    Right.FIX_COUNT: Granted(_("Fix the raw count"), frozenset({Role.SUPERVISOR, Role.CAMPAIGN})),
    Right.SEE_SHEETS: Granted(_("See scans of sheets"), WORKERS | {Role.AUDITOR, Role.CAMPAIGN}),
    Right.SEE_TASKS: Granted(
        _("See long work and its progress"), WORKERS | {Role.CAMPAIGN, Role.ADMINISTRATOR}
    ),
}
