"""The record's own affairs: keys, witnesses, timestamps, retention, destruction."""

from dataclasses import dataclass
from datetime import date

from rollcheck.record.event_type import Event, FileHash, Group, Sealed, event

UPKEEP = Group("upkeep", "Keys, witnesses and retention", "What keeps the record itself.")


@event(UPKEEP, "record_opened", "Record opened")
@dataclass(frozen=True, slots=True)
class RecordOpened(Event):
    """The first entry: the name of this record and the key that signs its checkpoints."""

    origin: str
    key: str


@event(UPKEEP, "key_rotated", "Signing key rotated")
@dataclass(frozen=True, slots=True)
class KeyRotated(Event):
    """Checkpoints from here on are signed by a new key; the old key signed this change."""

    old_key: str
    new_key: str
    signature: str


@event(UPKEEP, "witness_named", "Witness named")
@dataclass(frozen=True, slots=True)
class WitnessNamed(Event):
    """The key of somebody outside who cosigns checkpoints."""

    key: str


@event(UPKEEP, "checkpoint_signed", "Checkpoint signed")
@dataclass(frozen=True, slots=True)
class CheckpointSigned(Event):
    """The head of the record was signed when it had so many entries."""

    size: int
    root: str


@event(UPKEEP, "checkpoint_witnessed", "Checkpoint witnessed")
@dataclass(frozen=True, slots=True)
class CheckpointWitnessed(Event):
    """A witness saw that the record only grew, and signed its head; time in Unix seconds."""

    size: int
    witness: str
    time: int


@event(UPKEEP, "checkpoint_timestamped", "Checkpoint timestamped")
@dataclass(frozen=True, slots=True)
class CheckpointTimestamped(Event):
    """A timestamp authority signed that this checkpoint existed at a time (RFC 3161)."""

    size: int
    time: str
    authority: str


@event(UPKEEP, "backup_made", "Backup made")
@dataclass(frozen=True, slots=True)
class BackupMade(Event):
    """A copy of the office's data was made."""

    backup: str
    size: int


@event(UPKEEP, "data_exported", "Data exported")
@dataclass(frozen=True, slots=True)
class DataExported(Event):
    """A file was handed out: what it is and for whom; its hash names it."""

    what: str
    for_whom: Sealed
    file: FileHash


@event(UPKEEP, "retention_set", "Retention set")
@dataclass(frozen=True, slots=True)
class RetentionSet(Event):
    """Content of the petition must be kept until this day, by this citation."""

    until: date
    citation: str


@event(UPKEEP, "hold_placed", "Litigation hold placed")
@dataclass(frozen=True, slots=True)
class HoldPlaced(Event):
    """Nothing of the petition may be destroyed while this hold stands."""

    hold: str
    reason: str


@event(UPKEEP, "hold_lifted", "Litigation hold lifted")
@dataclass(frozen=True, slots=True)
class HoldLifted(Event):
    """A hold was lifted, for a stated reason."""

    hold: str
    reason: str


@event(UPKEEP, "destruction_approved", "Destruction approved")
@dataclass(frozen=True, slots=True)
class DestructionApproved(Event):
    """One of the two people that destruction takes said yes."""

    reason: str


@event(UPKEEP, "destruction_begun", "Destruction begun")
@dataclass(frozen=True, slots=True)
class DestructionBegun(Event):
    """An office began to destroy what it keeps of the petition, under this key.

    It refers to the retention it follows and to the approvals. It ends with `content_destroyed`.
    """

    key_fingerprint: str


@event(UPKEEP, "content_destroyed", "Content destroyed")
@dataclass(frozen=True, slots=True)
class ContentDestroyed(Event):
    """The certificate of destruction: so many sealed contents and files, and their key, are gone.

    In an office, so many rows of its tables, too. Backups that were made before may hold them.
    It refers to the approvals, to the retention it follows, and to the beginning.
    """

    contents: int
    files: int
    rows: int
    backups: tuple[str, ...]
    key_fingerprint: str
