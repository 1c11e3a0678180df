"""The certificate of destruction, as the record has it."""

from dataclasses import dataclass
from datetime import datetime

from rollcheck.office.acts.models import Entry
from rollcheck.office.petitions.models import Petition
from rollcheck.office.retention.clock import keeping_of, said_of
from rollcheck.record import event_of, read_entry
from rollcheck.record.events.upkeep import ContentDestroyed, RetentionSet


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made before: when, in which entry, the SHA-256 of its manifest."""

    entry: int
    at: datetime
    manifest: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was destroyed, under which rule, in which entry of the record and when."""

    number: int
    at: datetime
    gone: ContentDestroyed
    rule: RetentionSet
    backups: tuple[Backup, ...]


def certificate_of(petition: Petition) -> Certificate | None:
    """Return the certificate of a petition's destruction, or None before it."""
    standing = keeping_of(petition)
    if standing.destroyed is None:
        return None
    said = {entry.seq: event_of(entry, {}) for entry in said_of(petition)}
    gone, rule = said[standing.destroyed], said[standing.retention or 0]
    if not isinstance(gone, ContentDestroyed) or not isinstance(rule, RetentionSet):
        raise TypeError("the entries of a destruction are of other kinds")
    rows = Entry.objects.filter(type="backup_made", pk__lt=standing.destroyed).order_by("pk")
    made = [(row, str(read_entry(bytes(row.entry)).data["backup"])) for row in rows]
    return Certificate(
        number=standing.destroyed,
        at=Entry.objects.get(pk=standing.destroyed).at,
        gone=gone,
        rule=rule,
        backups=tuple(Backup(row.pk, row.at, sha) for row, sha in made if sha in gone.backups),
    )
