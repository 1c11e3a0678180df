"""The life of a petition: opened, filed, required number, stages, closed."""

from dataclasses import dataclass
from datetime import date

from rollcheck.record.event_type import HELD, Event, FileHash, Group, Sealed, SealedTexts, event

PETITION = Group("petition", "Petition", "The case itself: what it is and at which stage.")


@event(PETITION, "petition_opened", "Petition opened")
@dataclass(frozen=True, slots=True)
class PetitionOpened(Event):
    """A petition was set up: its title, place, kind and the rule set that governs it."""

    title: str
    place: str
    kind: str
    rules: str


@event(PETITION, "petition_amended", "Petition amended")
@dataclass(frozen=True, slots=True)
class PetitionAmended(Event):
    """One field of a petition's set-up was given another value, for a stated reason."""

    field: str
    value: str
    reason: str


@event(PETITION, "attempt_linked", "Earlier attempt linked")
@dataclass(frozen=True, slots=True)
class AttemptLinked(Event):
    """An earlier petition against the same target was linked to this one."""

    earlier: str


@event(PETITION, "circulation_set", "Circulation set")
@dataclass(frozen=True, slots=True)
class CirculationSet(Event):
    """The first and the last day on which signatures may be collected."""

    first: date
    last: date


@event(PETITION, "required_set", "Required number set")
@dataclass(frozen=True, slots=True)
class RequiredSet(Event):
    """The number of valid signatures needed, what it was computed from, and who contests it."""

    required: int
    registered: int
    citation: str
    contested: bool
    votes_cast: int = 0
    measure: str = ""


@event(PETITION, "district_counts_set", "Counts by district set")
@dataclass(frozen=True, slots=True)
class DistrictCountsSet(Event):
    """Of what the law takes a percent in each county or district: names, and a number for each."""

    of: str
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    contested: bool


@event(PETITION, "petition_filed", "Petition filed")
@dataclass(frozen=True, slots=True)
class PetitionFiled(Event):
    """The petition was filed; the proponents claim so many signatures."""

    on: date
    claimed: int


@event(PETITION, "deadline_set", "Deadline set")
@dataclass(frozen=True, slots=True)
class DeadlineSet(Event):
    """A step has a legal deadline, by this citation."""

    step: str
    by: date
    citation: str


@event(PETITION, "stage_entered", "Stage entered")
@dataclass(frozen=True, slots=True)
class StageEntered(Event):
    """The petition moved to another stage."""

    stage: str
    reason: str


@event(PETITION, "circulator_registered", "Circulator registered", shown=HELD)
@dataclass(frozen=True, slots=True)
class CirculatorRegistered(Event):
    """Somebody who gathered signatures was entered, or put right; who it is is sealed."""

    name: Sealed
    address: Sealed
    gathered: Sealed
    lacks: SealedTexts


@event(PETITION, "document_filed", "Document filed")
@dataclass(frozen=True, slots=True)
class DocumentFiled(Event):
    """A notice, letter or order was put on file; what it says about persons is sealed."""

    about: str
    document: FileHash
    note: Sealed


@event(PETITION, "petition_closed", "Petition closed")
@dataclass(frozen=True, slots=True)
class PetitionClosed(Event):
    """The petition ended: decided, withdrawn by its proponents, or never filed."""

    reason: str
