"""The voter list of a petition: opened once in a process, and what it says of voters."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.connecting.signatures import signatures_of
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.accepted import first_accepted
from rollcheck.office.review.evidence import why
from rollcheck.office.rolls.opened import OPEN_AT_ONCE, opened_roll
from rollcheck.problems import RollcheckError
from rollcheck.roll import Hit, Lookup

SHOWN_HITS = 12
HIDDEN: dict[str, Any] = {
    "voter": "",
    "name": "",
    "address": "",
    "birth_year": None,
    "status": "",
    "registered": None,
    "party": None,
    "why": [],
    "signatures": [],
    "confidential": True,
    "accepted_on": "",
}
"""A voter who may not be shown."""

REGISTERED = ("affidavit_signed_on", "registered_on", "affidavit_received_on")


@lru_cache(maxsize=OPEN_AT_ONCE)
def _registered(snapshot: Path) -> Any:
    """Return the day of registration of every row, as one Arrow array of four bytes a voter.

    It is the day on which the affidavit was signed, as the law counts; else what is known of it.
    """
    days = pq.read_table(snapshot / "voters.parquet", columns=list(REGISTERED))
    return pc.coalesce(*(days[name] for name in REGISTERED)).combine_chunks()


def roll_of(petition: Petition) -> tuple[Path, Lookup]:
    """Return the snapshot's folder and its look-up; ``ValidationError`` where there is none."""
    if petition.snapshot is None:
        raise ValidationError(_("This petition names no snapshot of the roll yet."))
    folder = settings.PLACE.snapshots / petition.snapshot.code
    try:
        return folder, opened_roll(folder)
    except RollcheckError as error:
        raise ValidationError([problem.message for problem in error.problems]) from None


def voter_of(petition: Petition, voter: str) -> Hit | None:
    """Return the voter who has this id on the petition's snapshot, or None."""
    _folder, lookup = roll_of(petition)
    found = lookup.find(voter, top=1)
    return found[0] if found and found[0].voter_id == voter else None


def looked_up(petition: Petition, line: int, text: str, *, cleared: bool) -> list[dict[str, Any]]:
    """Return the voters that fit ``text`` best, as the workbench shows them for a line."""
    folder, lookup = roll_of(petition)
    hits = lookup.find(text, top=SHOWN_HITS, include_confidential=cleared)
    return candidates(petition, folder, line, hits)


def voters(
    petition: Petition, line: int, ids: Iterable[str], *, cleared: bool
) -> list[dict[str, Any]]:
    """Return voters by their ids, in that order, those that the roll has."""
    folder, lookup = roll_of(petition)
    found = [
        hit
        for one in ids
        for hit in lookup.find(one, top=1, include_confidential=cleared)
        if hit.voter_id == one
    ]
    return candidates(petition, folder, line, found)


def candidates(
    petition: Petition, folder: Path, line: int, hits: Sequence[Hit]
) -> list[dict[str, Any]]:
    """Return hits as JSON, with signatures; of a voter who may not be shown only the id.

    ``accepted_on`` names the first other line than ``line`` that was accepted for the voter:
    whoever looks at a line must see that it may be a duplicate.
    """
    ids = [hit.voter_id for hit in hits if hit.shown]
    signatures = signatures_of(petition, ids)
    accepted = first_accepted(petition, line, ids)
    return [
        _candidate(folder, hit, signatures.get(hit.voter_id, []))
        | {"accepted_on": accepted.get(hit.voter_id, "")}
        for hit in hits
    ]


def _candidate(folder: Path, hit: Hit, signatures: list[dict[str, str]]) -> dict[str, Any]:
    shown = hit.shown
    if shown is None:
        return HIDDEN | {"voter": hit.voter_id, "status": hit.status}
    registered = _registered(folder)[hit.row].as_py()
    first = " ".join(part for part in (shown.first, shown.middle) if part)
    last = " ".join(part for part in (shown.last, shown.suffix) if part)
    street = " ".join(part for part in (shown.house, shown.street, shown.unit) if part)
    town = " ".join(part for part in (shown.city, shown.zip) if part)
    return {
        "voter": hit.voter_id,
        "name": ", ".join(part for part in (last, first) if part),
        "address": ", ".join(part for part in (street, town) if part),
        "birth_year": int(shown.birth[:4]) if shown.birth[:4].isdecimal() else None,
        "status": hit.status,
        "registered": registered.isoformat() if registered else None,
        "party": None,
        "why": [why(reason) for reason in hit.reasons],
        "signatures": signatures,
        "confidential": hit.confidential,
    }
