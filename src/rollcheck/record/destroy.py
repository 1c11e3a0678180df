"""Carrying out a destruction: the files, the content, the key; the log stays and verifies."""

from datetime import date
from pathlib import Path

from rollcheck.problems import Problem, Progress, raise_if_any, silent
from rollcheck.record.check_entries import STEP
from rollcheck.record.contents import content_beside, sealed_files
from rollcheck.record.destruction import refusals, standing_of
from rollcheck.record.entry import Act, read_entry
from rollcheck.record.events.upkeep import ContentDestroyed
from rollcheck.record.files import erase, place_of
from rollcheck.record.folder import Record
from rollcheck.record.heads import Doing
from rollcheck.record.sealing import fingerprint
from rollcheck.record.writing import append_acts


def destroy_content(
    record: Record, petition: str, today: date, doing: Doing, progress: Progress = silent
) -> ContentDestroyed:
    """Destroy what is sealed of a petition and return the certificate that is recorded.

    Files go first, then content and certificate in one transaction, the key last: interrupted
    anywhere, the same call can be made again. Raises ``RollcheckError`` with every reason why it
    may not be done, and ``ValueError`` for a record whose entries do not check.
    """
    standing = standing_of(record.upkeep(), petition)
    key = record.keys.existing(petition)
    reasons = refusals(standing, today)
    if standing.destroyed is not None and not key:
        reasons = [
            ("destroyed", f"entry {standing.destroyed:,} says that it was destroyed already")
        ]
    raise_if_any(Problem(petition, None, None, code, text) for code, text in reasons)
    files = [] if standing.destroyed is not None else _files_of(record, petition, progress)
    for path in files:
        erase(path)
    certificate = _certificate(0, files, key)
    if standing.destroyed is None:
        with record.store.transaction():
            contents = record.store.destroy_content(petition)
            certificate = _certificate(contents, files, key)
            act = Act(certificate, doing.at, doing.actor, petition, standing.basis)
            append_acts(record.store, [act], record.keys, doing.random)
    if key:
        record.keys.destroy(petition)
    return certificate


def _certificate(contents: int, files: list[Path], key: bytes | None) -> ContentDestroyed:
    """Return the certificate; a record by itself has no other rows, and makes no backups."""
    return ContentDestroyed(
        contents, len(files), rows=0, backups=(), key_fingerprint=fingerprint(key or b"")
    )


def _files_of(record: Record, petition: str, progress: Progress) -> list[Path]:
    """Return the stored files that sealed content of this petition names, and of no other one."""
    of: dict[str, set[str]] = {}
    total = record.store.count()
    for number, stored in enumerate(record.store.entries()):
        if number % STEP == 0:
            progress("Looking for files", number, total)
        entry = read_entry(stored.entry)
        content = content_beside(stored, entry, record.keys.existing)
        for digest in sealed_files(entry, content) if content is not None else ():
            of.setdefault(digest, set()).add(entry.petition)
    mine = [digest for digest, petitions in of.items() if petitions == {petition}]
    return [place for digest in mine if (place := place_of(record.files, digest)).is_file()]
