"""The record that an audit goes on: that of its run, or the one that is named."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from rollcheck.cli.audit_of_office import audit_book_of_office
from rollcheck.cli.record_of_office import is_office
from rollcheck.cli.record_values import doing
from rollcheck.problems import Problem, RollcheckError
from rollcheck.publish.audit_on_record import Book, RecordBook
from rollcheck.publish.on_record import petition_of_run, recorded
from rollcheck.record import open_record
from rollcheck.record.sealing import PETITION_CODE
from rollcheck.sampling.audit.commitment_files import DOCUMENT

REMEMBERED = "record.json"


@dataclass(frozen=True, slots=True)
class Goes:
    """On which record an audit goes, of which petition, after which entry of its run."""

    record: Path
    petition: str
    run: int | None = None


def record_of_run(run: Path, record: Path | None, petition: str | None) -> Goes | None:
    """Return where an audit of a run goes: on the record named, else on that of the run, if any."""
    found = recorded(run)
    if record is None and found is None:
        return None
    same = found is not None and (record is None or record.resolve() == found.record)
    entry = found.entry if found and same else None
    place = record or (found.record if found else None)
    return Goes(place, petition or petition_of_run(run), entry) if place else None


def record_of_audit(folder: Path, record: Path | None, petition: str | None) -> Goes | None:
    """Return where a step of an audit goes: as its commitment did, but for what is named."""
    said = _remembered(folder)
    place, code = record or said.get("record"), petition or said.get("petition")
    if place is None:
        if petition:
            raise click.UsageError("--petition goes with --record.")
        return None
    if not code:
        raise click.UsageError("With --record give --petition, the code that it uses.")
    goes = Goes(Path(place), code)
    if record:
        remember(folder, goes)
    return goes


def remember(folder: Path, goes: Goes, commitment: str = "") -> None:
    """Keep in an audit's folder on which record it goes, and the commitment that is on it."""
    said = {"record": str(goes.record.resolve()), "petition": goes.petition}
    said |= {"commitment": commitment} if commitment else {}
    (folder / REMEMBERED).write_text(json.dumps(said) + "\n", encoding="utf-8")


def refuse_another_commitment(folder: Path, digest: str) -> None:
    """Refuse to draw from another commitment or plan than the one that was put on the record."""
    if _remembered(folder).get("commitment", digest) != digest:
        message = (
            "this is not the commitment that is on the record: the findings or the plan were "
            "altered since; put back the file whose digest was published"
        )
        raise RollcheckError([Problem(DOCUMENT, None, None, "altered", message)])


def _remembered(folder: Path) -> dict[str, str]:
    path = folder / REMEMBERED
    said: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return said


@contextmanager
def booked(goes: Goes | None, by: str | None) -> Iterator[Book | None]:
    """Open the record that an audit goes on; nothing is done off it for want of a name."""
    if goes is None:
        yield None
        return
    if not by:
        message = (
            f"the audit goes on the record {goes.record}, which says who did it: name a person's "
            "code with --by"
        )
        raise RollcheckError([Problem("", None, "by", "no_actor", message)])
    if is_office(goes.record):
        yield audit_book_of_office(goes.record, goes.petition, by, goes.run)
        return
    if not PETITION_CODE.fullmatch(goes.petition):
        raise click.UsageError("Give --petition as a code: letters, digits, dots and dashes.")
    now = doing(by)
    with open_record(goes.record, secrets.token_bytes) as record:
        yield RecordBook(record, goes.petition, now, goes.run)
