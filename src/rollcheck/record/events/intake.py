"""Paper: received, sealed, moved, counted, scanned."""

from dataclasses import dataclass

from rollcheck.record.event_type import HELD, Event, Group, Sealed, SealedFile, event

INTAKE = Group("intake", "Receipt and custody", "Where the paper is and how much of it there is.")


@event(INTAKE, "box_received", "Box received")
@dataclass(frozen=True, slots=True)
class BoxReceived(Event):
    """A box came in with this seal; who brought it is sealed."""

    box: str
    seal: str
    sections: int
    brought_by: Sealed


@event(INTAKE, "seal_checked", "Seal checked")
@dataclass(frozen=True, slots=True)
class SealChecked(Event):
    """Somebody looked whether a seal is the one written down, and whole."""

    box: str
    seal: str
    whole: bool


@event(INTAKE, "custody_moved", "Custody moved")
@dataclass(frozen=True, slots=True)
class CustodyMoved(Event):
    """A box went from one keeper to another; two people signed, the second is named here."""

    box: str
    from_place: str
    to_place: str
    second_person: str


@event(INTAKE, "section_registered", "Section registered", shown=HELD)
@dataclass(frozen=True, slots=True)
class SectionRegistered(Event):
    """A bound section was entered; its circulator is sealed."""

    section: str
    box: str
    sheets: int
    circulator: Sealed


@event(INTAKE, "sheet_form_said", "Form of sheets said", shown=HELD)
@dataclass(frozen=True, slots=True)
class SheetFormSaid(Event):
    """Sections, or those in a box, are sheets of this form; an empty one is the usual form."""

    sections: str
    box: str
    form: str


@event(INTAKE, "sheet_checked_out", "Sheets taken out", shown=HELD)
@dataclass(frozen=True, slots=True)
class SheetCheckedOut(Event):
    """Sheets of a section were taken out of their box for a purpose."""

    section: str
    sheets: str
    purpose: str


@event(INTAKE, "sheet_checked_in", "Sheets put back", shown=HELD)
@dataclass(frozen=True, slots=True)
class SheetCheckedIn(Event):
    """Sheets of a section were put back."""

    section: str
    sheets: str


@event(INTAKE, "sheet_counted", "Sheet counted", shown=HELD)
@dataclass(frozen=True, slots=True)
class SheetCounted(Event):
    """One person's count of the lines on a sheet that carry a signature."""

    section: str
    sheet: str
    lines: int


@event(INTAKE, "sheets_to_count_again", "Sheets to be counted again", shown=HELD)
@dataclass(frozen=True, slots=True)
class SheetsToCountAgain(Event):
    """Counts of sheets no longer stand, for a reason; the same people may count them again."""

    section: str
    sheets: str
    reason: str


@event(INTAKE, "sheet_scanned", "Sheet scanned", shown=HELD)
@dataclass(frozen=True, slots=True)
class SheetScanned(Event):
    """The image of a sheet was stored under its SHA-256."""

    section: str
    sheet: str
    image: SealedFile


@event(INTAKE, "sheet_defect_found", "Sheet defect found", shown=HELD)
@dataclass(frozen=True, slots=True)
class SheetDefectFound(Event):
    """A sheet or section lacks what the law asks of it."""

    section: str
    sheet: str
    defect: str
    citation: str


@event(INTAKE, "sheet_defect_applied", "Lines voided by a defect", shown=HELD)
@dataclass(frozen=True, slots=True)
class SheetDefectApplied(Event):
    """Somebody says that by the law a noted defect voids these lines of its section."""

    section: str
    sheet: str
    defect: str
    citation: str
    lines: Sealed


@event(INTAKE, "sheet_defect_taken_back", "Sheet defect taken back", shown=HELD)
@dataclass(frozen=True, slots=True)
class SheetDefectTakenBack(Event):
    """A noted defect stands no more, for a reason; lines that it voided stand as before it."""

    section: str
    sheet: str
    defect: str
    reason: Sealed


@event(INTAKE, "raw_count_fixed", "Raw count fixed", sums_up=True)
@dataclass(frozen=True, slots=True)
class RawCountFixed(Event):
    """The counts reconcile: so many sections, sheets and lines are there."""

    sections: int
    sheets: int
    lines: int


@event(INTAKE, "raw_count_reopened", "Raw count reopened")
@dataclass(frozen=True, slots=True)
class RawCountReopened(Event):
    """The fixed count was opened again for a reason, before any finding on a line stood."""

    reason: str
