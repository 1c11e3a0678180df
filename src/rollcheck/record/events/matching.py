"""The roll, keying, and what the machine proposed."""

from dataclasses import dataclass
from datetime import date

from rollcheck.record.event_type import (
    HELD,
    Event,
    FileHash,
    FileHashes,
    Group,
    Sealed,
    SealedFile,
    event,
)

MATCHING = Group("matching", "Roll, keying and matching", "What was read and what was proposed.")


@event(MATCHING, "snapshot_taken", "Roll snapshot taken")
@dataclass(frozen=True, slots=True)
class SnapshotTaken(Event):
    """The roll as of a date was imported; its manifest and files are named by SHA-256."""

    as_of: date
    voters: int
    rejected_rows: int
    layout: str
    manifest: FileHash
    files: FileHashes


@event(MATCHING, "line_looked_up", "Line looked up", shown=HELD)
@dataclass(frozen=True, slots=True)
class LineLookedUp(Event):
    """A reviewer asked the roll about a line; the query is kept as evidence."""

    line: Sealed
    query: Sealed


@event(MATCHING, "sheet_given_to_key", "Sheet given to key", shown=HELD)
@dataclass(frozen=True, slots=True)
class SheetGivenToKey(Event):
    """A sheet was given to a person: for the first or second entry, or to settle what differs."""

    section: str
    sheet: str
    entry: int


@event(MATCHING, "line_keyed", "Line keyed", shown=HELD)
@dataclass(frozen=True, slots=True)
class LineKeyed(Event):
    """One person keyed a line: first or second entry, or the third that settles them."""

    line: Sealed
    entry: int
    text: Sealed


@event(MATCHING, "line_marked", "Line marked", shown=HELD)
@dataclass(frozen=True, slots=True)
class LineMarked(Event):
    """A line was marked blank, struck or unsigned."""

    line: Sealed
    mark: Sealed


@event(MATCHING, "lines_taken_in", "Lines taken in")
@dataclass(frozen=True, slots=True)
class LinesTakenIn(Event):
    """So many lines of a file that was read or keyed elsewhere were taken over."""

    lines: int
    file: SealedFile


@event(MATCHING, "match_run", "Matching run")
@dataclass(frozen=True, slots=True)
class MatchRun(Event):
    """Lines were matched to a snapshot by these parameters; proposals, never findings."""

    lines: int
    manifest: str
    parameters: str
    engine: str
    proposals: SealedFile


@event(MATCHING, "duplicates_proposed", "Duplicates proposed")
@dataclass(frozen=True, slots=True)
class DuplicatesProposed(Event):
    """So many lines without a voter were compared; so many groups may be one person's each."""

    groups: int
    lines: int


@event(MATCHING, "match_confirmed", "Machine proposal taken", shown=HELD)
@dataclass(frozen=True, slots=True)
class MatchConfirmed(Event):
    """A rule set let the machine accept a line; it never lets it reject one."""

    line: Sealed
    voter: Sealed
    citation: str
