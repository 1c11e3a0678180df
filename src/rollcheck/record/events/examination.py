"""The proponents' examination after an insufficient result, and their challenges."""

from dataclasses import dataclass
from datetime import date

from rollcheck.record.event_type import HELD, Event, Group, Sealed, event

EXAMINATION = Group("examination", "Examination", "Who looked at what was rejected, and why.")


@event(EXAMINATION, "examination_opened", "Examination opened")
@dataclass(frozen=True, slots=True)
class ExaminationOpened(Event):
    """The examination began; it must end by this day, under this citation."""

    on: date
    until: date
    citation: str


@event(EXAMINATION, "examiner_admitted", "Examiner admitted")
@dataclass(frozen=True, slots=True)
class ExaminerAdmitted(Event):
    """A person was designated in writing; the name is sealed."""

    person: str
    name: Sealed


@event(EXAMINATION, "line_examined", "Line examined", shown=HELD)
@dataclass(frozen=True, slots=True)
class LineExamined(Event):
    """An examiner saw why a line was rejected."""

    line: Sealed


@event(EXAMINATION, "line_opened", "Line opened", shown=HELD)
@dataclass(frozen=True, slots=True)
class LineOpened(Event):
    """The opening of a line was handed to somebody entitled by the law, or by a court's order."""

    line: Sealed
    recipient: Sealed
    entitled: str
    order: Sealed


@event(EXAMINATION, "challenge_made", "Challenge made", shown=HELD)
@dataclass(frozen=True, slots=True)
class ChallengeMade(Event):
    """An examiner claims that a line was rejected wrongly."""

    line: Sealed
    ground: Sealed


@event(EXAMINATION, "challenge_ruled", "Challenge ruled", shown=HELD)
@dataclass(frozen=True, slots=True)
class ChallengeRuled(Event):
    """A ruling on a challenge; it refers to the challenge."""

    line: Sealed
    ruling: Sealed
    reason: Sealed


@event(EXAMINATION, "examination_closed", "Examination closed", sums_up=True)
@dataclass(frozen=True, slots=True)
class ExaminationClosed(Event):
    """The examination ended: lines seen, challenges made, challenges upheld."""

    on: date
    examined: int
    challenged: int
    upheld: int
