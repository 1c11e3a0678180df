"""How a petition's lines stand by the record alone: its acts, done again in their order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from sys import intern

from rollcheck.office.receiving.naming import numbers_of
from rollcheck.petition.counted_lines import DEFECT
from rollcheck.petition.defects import OF_PAPER, Place
from rollcheck.petition.determinations import DUPLICATE, Determination
from rollcheck.petition.settle import State, settle
from rollcheck.record import Entry, Event
from rollcheck.record.events.intake import (
    SheetDefectApplied,
    SheetDefectFound,
    SheetDefectTakenBack,
)
from rollcheck.record.events.matching import MatchConfirmed
from rollcheck.record.events.people import PolicySet
from rollcheck.record.events.review import (
    DuplicatesSettled,
    LineAdjudicated,
    LineDetermined,
    Reopened,
    Undone,
)

DECIDING = (
    "policy_set",
    "line_determined",
    "line_adjudicated",
    "undone",
    "reopened",
    "match_confirmed",
    "duplicates_settled",
    "sheet_defect_found",
    "sheet_defect_applied",
    "sheet_defect_taken_back",
)
"""The types of the acts by which lines come to stand as they do, or that a result tells of."""

UNTOUCHED = State("waiting", waits_for="no_determination")


Noted = tuple[str, str, str]
"""A noted defect: its section, its sheet (empty: the whole section), the reason."""


@dataclass(frozen=True, slots=True)
class Given:
    """A finding as its entry says it: its number, the line, what was found, the scan looked at."""

    entry: int
    line: str
    found: Determination
    image: str


@dataclass(slots=True)
class Followed:
    """A line so far: the findings that stand, who settled it as a duplicate, and its state.

    ``void`` are the defects that void it by the law, the first first, and ``beneath`` how it stands
    without them.
    """

    given: tuple[Given, ...] = ()
    settled: tuple[Determination, ...] = ()
    state: State = UNTOUCHED
    void: tuple[Noted, ...] = ()
    beneath: State = UNTOUCHED

    @property
    def determinations(self) -> tuple[Determination, ...]:
        """Return one determination of each person who took part in how the line stands."""
        found = [one.found for one in self.given]
        people = {one.person for one in found}
        return (*found, *(one for one in self.settled if one.person not in people))

    @property
    def images(self) -> tuple[str, ...]:
        """Return each scan that was looked at, once."""
        return tuple(sorted({one.image for one in self.given if one.image}))


class Replay:
    """Follows the acts of one petition; ``people`` is how many each reason takes by law."""

    def __init__(self, people: Mapping[str, int]) -> None:
        self.lines: dict[str, Followed] = {}
        self.given: dict[int, Given] = {}
        self.undone: set[int] = set()
        self.defective: dict[Place, set[str]] = {}
        self.voiding: dict[Noted, tuple[str, ...]] = {}
        self._void_said: dict[Noted, set[str]] = {}
        self._reasons = frozenset(people)
        self._people = dict(people)
        self._settlers: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Determination]] = {}
        self._valid_of: dict[str, tuple[str, ...]] = {}

    def take(self, entry: Entry, event: Event) -> None:
        """Do again what an entry says was done."""
        match event:
            case PolicySet():
                self._policy(event)
            case LineDetermined() | LineAdjudicated():
                self._determined(entry, event)
            case Undone():
                self._undone(entry.refers_to)
            case Reopened():
                self._put(event.line, Followed())
            case MatchConfirmed():
                followed = self._line(event.line)
                self._stands(event.line, followed, State("valid", voter_id=event.voter))
            case DuplicatesSettled():
                self._duplicates(entry, event)
            case SheetDefectFound() if event.defect in OF_PAPER:
                place = (event.section, event.sheet)
                self.defective.setdefault(place, set()).add(event.defect)
            case SheetDefectApplied():
                self._void(entry.actor, event)
            case SheetDefectTakenBack():
                self._void_no_more(event)

    def _line(self, name: str) -> Followed:
        return self.lines.setdefault(name, Followed())

    def _policy(self, event: PolicySet) -> None:
        what, _colon, reason = event.name.partition(":")
        if what == "people" and reason in self._reasons:
            self._people[reason] = int(event.value)

    def _determined(self, entry: Entry, event: LineDetermined | LineAdjudicated) -> None:
        repeats = self._repeated(event) if event.reason == DUPLICATE else ""
        found = Determination(
            # A million findings have few people and reasons, and two have one line: each text is
            # kept once.
            person=intern(entry.actor),
            valid=event.finding == "valid",
            reason=intern(event.reason),
            voter_id=event.voter,
            duplicate_of=repeats,
            at=None,
        )
        image = event.image if isinstance(event, LineDetermined) else ""
        name = intern(event.line)
        given = Given(entry.seq, name, found, intern(image))
        self.given[entry.seq] = given
        followed = self._line(name)
        followed.given = (*followed.given, given)
        self._settle(name, followed)

    def _repeated(self, event: LineDetermined | LineAdjudicated) -> str:
        """Return the first other line that stood accepted for the voter."""
        others = (one for one in self._valid_of.get(event.voter, ()) if one != event.line)
        return min(others, key=filing_order, default="")

    def _undone(self, entries: Iterable[int]) -> None:
        """Take findings back; an answer to a known line is none and stands for nothing."""
        for number in entries:
            given = self.given.get(number)
            if given is None:
                continue
            self.undone.add(number)
            followed = self._line(given.line)
            followed.given = tuple(one for one in followed.given if one.entry != number)
            self._settle(given.line, followed)

    def _settle(self, name: str, followed: Followed) -> None:
        followed.settled = ()
        found = [one.found for one in followed.given]
        self._stands(name, followed, settle(found, self._people))

    def _duplicates(self, entry: Entry, event: DuplicatesSettled) -> None:
        """Let lines of one voter that do not count be duplicates, once enough people agree."""
        voter = self._line(event.lines[0]).state.voter_id
        if not voter or len(event.counting) == len(event.lines) or DUPLICATE not in self._reasons:
            return
        counting = event.counting[0] if event.counting else event.lines[0]
        said = Determination(
            person=entry.actor,
            valid=False,
            reason=DUPLICATE,
            voter_id=voter,
            duplicate_of=counting,
            at=None,
        )
        agreed = self._settlers.setdefault((event.lines, event.counting), [])
        agreed.append(said)
        if len({one.person for one in agreed}) < self._people[DUPLICATE]:
            return
        for name in event.lines:
            if name != counting:
                followed = self._line(name)
                followed.settled = tuple(agreed)
                people = len(followed.determinations)
                state = State("invalid", DUPLICATE, None, voter, counting, people)
                self._stands(name, followed, state)

    def _void(self, actor: str, event: SheetDefectApplied) -> None:
        """Void the lines of a defect, once as many people said so as its reason takes."""
        noted = (event.section, event.sheet, event.defect)
        said = self._void_said.setdefault(noted, set())
        said.add(actor)
        if len(said) < self._people[event.defect]:
            return
        names = tuple(f"{event.section}:{number}" for number in numbers_of(event.lines))
        self.voiding[noted] = names
        for name in names:
            followed = self._line(name)
            if not followed.void:
                followed.beneath = followed.state
            followed.void = (*followed.void, noted)
            self._stands(name, followed, _as_void(followed))

    def _void_no_more(self, event: SheetDefectTakenBack) -> None:
        noted = (event.section, event.sheet, event.defect)
        self.defective.get(noted[:2], set()).discard(event.defect)
        self._void_said.pop(noted, None)
        for name in self.voiding.pop(noted, ()):
            followed = self._line(name)
            followed.void = tuple(one for one in followed.void if one != noted)
            state = _as_void(followed) if followed.void else followed.beneath
            self._stands(name, followed, state)

    def _put(self, name: str, followed: Followed) -> None:
        before = self._line(name)
        self._stands(name, before, UNTOUCHED)
        self.lines[name] = followed

    def _stands(self, name: str, followed: Followed, state: State) -> None:
        before = followed.state
        if before.status == "valid" and before.voter_id:
            others = (one for one in self._valid_of[before.voter_id] if one != name)
            self._valid_of[before.voter_id] = tuple(others)
        if state.status == "valid" and state.voter_id:
            self._valid_of[state.voter_id] = (*self._valid_of.get(state.voter_id, ()), name)
        followed.state = state

    def forget_findings(self) -> None:
        """Let go of what only further acts and the comparison with the tables need."""
        self.given.clear()
        self._valid_of.clear()
        self._settlers.clear()

    def state_of(self, name: str, *, confidential: bool) -> State:
        """Return how a line stands; one that nobody touched may wait for a cleared person."""
        followed = self.lines.get(name)
        state = UNTOUCHED if followed is None else followed.state
        if confidential and state.waits_for == UNTOUCHED.waits_for:
            return replace(state, waits_for="confidential")
        return state


def _as_void(followed: Followed) -> State:
    reason = followed.void[0][2]
    return State("invalid", reason=reason, by_rule=DEFECT, people=followed.beneath.people)


def filing_order(name: str) -> tuple[int, str, int]:
    """Return by what lines are put in the order of filing: their section, then their ordinal."""
    section, _colon, ordinal = name.rpartition(":")
    return len(section), section, int(ordinal)
