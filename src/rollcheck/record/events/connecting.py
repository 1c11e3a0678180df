"""What comes from the office's other systems by itself."""

from dataclasses import dataclass

from rollcheck.record.event_type import Event, FileHash, Group, SealedFile, event

CONNECTING = Group(
    "connecting", "Other systems", "What came from the office's other systems, and by which way."
)


@event(CONNECTING, "references_taken", "Reference signatures taken in")
@dataclass(frozen=True, slots=True)
class ReferencesTaken(Event):
    """So many reference signatures of voters were taken in; the list says which and whose."""

    signatures: int
    listed: SealedFile


@event(CONNECTING, "watch_set", "Folder watched")
@dataclass(frozen=True, slots=True)
class WatchSet(Event):
    """The worker looks into a folder from now on, for files of this kind."""

    folder: str
    kind: str
    layout: str


@event(CONNECTING, "watch_ended", "Folder no longer watched")
@dataclass(frozen=True, slots=True)
class WatchEnded(Event):
    """The worker looks into a folder no longer."""

    folder: str


@event(CONNECTING, "file_fetched", "File downloaded")
@dataclass(frozen=True, slots=True)
class FileFetched(Event):
    """A file that was made to be handed out was downloaded by somebody with the right."""

    file: FileHash
