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
    SEE_PUBLIC_RECORD = "see_public_record"
    KEEP_RECORD = "keep_record"
    CHANGE_RECORD_KEYS = "change_record_keys"
    SET_UP_PETITION = "set_up_petition"
    SEE_PETITION = "see_petition"
    CHANGE_PETITION = "change_petition"
    IMPORT_ROLL = "import_roll"
    RECEIVE = "receive"
    FIX_COUNT = "fix_count"
    SEE_SHEETS = "see_sheets"
    SEE_TASKS = "see_tasks"
    KEY = "key"
    MATCH = "match"
    SETTLE_DUPLICATES = "settle_duplicates"
    REVIEW = "review"
    ADJUDICATE = "adjudicate"
    REOPEN = "reopen"
    SEE_FINDINGS = "see_findings"
    SEE_CONFIDENTIAL = "see_confidential"
    CERTIFY = "certify"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True)
class Granted:
    """Who holds a right. ``of_office``: it is about the office, not about one petition.

    ``cleared``: of those who hold a role, only whom an administrator has cleared.
    """

    label: Promise
    roles: frozenset[Role]
    of_office: bool = False
    cleared: bool = False


REVIEWERS = frozenset({Role.REVIEWER, Role.ADJUDICATOR, Role.SUPERVISOR})
WORKERS = REVIEWERS | {Role.INTAKE_CLERK}

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
    Right.SEE_PUBLIC_RECORD: Granted(
        _("Get the record's checkpoints and its public key, and learn what comes after a result"),
        frozenset(Role),
        of_office=True,
    ),
    Right.KEEP_RECORD: Granted(
        _("Sign the head of the record, and take in what witnesses and timestamp authorities sign"),
        frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}),
        of_office=True,
    ),
    Right.CHANGE_RECORD_KEYS: Granted(
        _("Change the key that signs the record, and name its witnesses"),
        frozenset({Role.ADMINISTRATOR}),
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
    Right.KEY: Granted(
        _("Key what is written on lines"),
        frozenset({Role.INTAKE_CLERK, Role.SUPERVISOR, Role.CAMPAIGN}),
    ),
    Right.MATCH: Granted(
        _("Take in lines read beforehand and match lines with the roll"),
        frozenset({Role.SUPERVISOR, Role.CAMPAIGN}),
    ),
    Right.SETTLE_DUPLICATES: Granted(
        _("Say which lines are one person's"),
        frozenset({Role.ADJUDICATOR, Role.SUPERVISOR, Role.CAMPAIGN}),
    ),
    Right.REVIEW: Granted(_("Look lines up and determine them"), REVIEWERS | {Role.CAMPAIGN}),
    Right.ADJUDICATE: Granted(
        _("Settle what reviewers disagree on, and answer their questions"),
        frozenset({Role.ADJUDICATOR, Role.SUPERVISOR, Role.CAMPAIGN}),
    ),
    Right.REOPEN: Granted(
        _("Reopen lines that are settled, and the raw count"), frozenset({Role.SUPERVISOR})
    ),
    Right.SEE_FINDINGS: Granted(
        _("See what was found on lines, by whom, and what it adds up to"),
        frozenset({Role.SUPERVISOR, Role.CAMPAIGN}),
    ),
    Right.SEE_CONFIDENTIAL: Granted(
        _("See lines of confidential voters, with their addresses"),
        REVIEWERS | {Role.CAMPAIGN, Role.INTAKE_CLERK},
        cleared=True,
    ),
    Right.CERTIFY: Granted(
        _("Make the run that a certificate rests on, have it audited, and publish it"),
        frozenset({Role.SUPERVISOR}),
    ),
    Right.DESTROY: Granted(
        _("Say how long a petition is kept, place holds, and agree to its destruction"),
        frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    ),
}
