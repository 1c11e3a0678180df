"""Handing the opening of a line out: on the office's record first, by a supervisor of it."""

import secrets

from django.conf import settings

from rollcheck.office.acts.act import act
from rollcheck.office.acts.store import OfficeRecord
from rollcheck.office.certifying.compared import refused
from rollcheck.office.checkpoints.handlers import key_in_force
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.lines import line_of
from rollcheck.record import KeyFolder, Row, read_entry
from rollcheck.record.contents import opening_beside
from rollcheck.record.events.examination import LineOpened


def hand_out(about: Petition, by: Person, event: LineOpened) -> tuple[str, Row]:
    """Record that a line was opened and to whom; return the record's name and the entry.

    Raises ``RollcheckError`` where the person may not, or is not cleared for the line.
    """
    if not may(by, Right.CERTIFY, about).allowed:
        raise refused("no_right", "a supervisor of the petition opens a line")
    hidden = line_of(about, event.line).filter(confidential=True).exists()
    if hidden and not may(by, Right.SEE_CONFIDENTIAL, about).allowed:
        raise refused("not_cleared", "a person who is cleared for confidential voters opens it")
    entry: int = act(event, by=by, petition=about)
    stored = next(OfficeRecord().entries(entry))
    keys = KeyFolder(settings.PLACE.content_keys, secrets.token_bytes)
    opening = opening_beside(stored, read_entry(stored.entry), keys.existing)
    row = Row(stored.seq, about.code, stored.entry, stored.leaf, opening)
    return key_in_force().name, row
