"""What people of the demonstration found before somebody opens it, so that pages have something."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rollcheck.demo import Look, OfficeClock
from rollcheck.office.acts.act import act, in_turn
from rollcheck.office.duplicates.finding import FIND
from rollcheck.office.learning.cases import cases_of
from rollcheck.office.learning.planting import KNOWN, answer_of, plantable
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.proposals.matching import MATCH
from rollcheck.office.review.lines import line_name
from rollcheck.office.review.models import Assignment, LineState, Stands
from rollcheck.office.review.work import Said, ask_lead, determine, next_lines
from rollcheck.record.events.people import PolicySet, PracticePassed
from rollcheck.record.events.review import KnownLinePlanted
from rollcheck.record.events.work import TaskAsked

Looks = Mapping[str, tuple[Look, Look]]

TWO_PEOPLE = ("not_registered", "different_address", "signature_mismatch")
WHY_TWO = "rejections are where people err"
KNOWN_EVERY, KNOWN_AT_MOST = "25", 4
ASKED_ABOUT = "signature_mismatch"
QUESTION = "It looks unlike the one on file, but so does half of what I write. Is that enough?"
QUESTIONS, SPLITS_LEFT = 2, 1


@dataclass(frozen=True, slots=True)
class Pace:
    """The moments at which people look at a line, in order, and the clock that shows them."""

    clock: OfficeClock
    moments: tuple[datetime, ...]

    def halves(self) -> tuple["Pace", "Pace"]:
        """Return the first half of it, and the second."""
        half = len(self.moments) // 2
        return Pace(self.clock, self.moments[:half]), Pace(self.clock, self.moments[half:])


def work_a_while(
    about: Petition,
    people: tuple[Sequence[Person], Person, Person],
    looks: Looks,
    pace: Pace,
) -> None:
    """Let people practise, look at lines at a ``pace``, settle some splits, and ask a lead.

    ``people`` are the reviewers, an adjudicator and a supervisor.
    A worker then matches the lines read beforehand, and looks for one person's lines.
    """
    reviewers, adjudicator, supervisor = people
    with in_turn():
        _policies(about, supervisor)
        for one in reviewers:
            _passed(one, about)
        turns, doubts = deque(reviewers), deque([QUESTION] * QUESTIONS)
        first, second = pace.halves()
        _review(about, turns, doubts, looks, first)
        _adjudicate(about, adjudicator, looks, leaving=0)
        _plant(about, supervisor)
        _review(about, turns, doubts, looks, second)
        _adjudicate(about, adjudicator, looks, leaving=SPLITS_LEFT)
        for kind in (MATCH, FIND):
            task = f"demo-{kind.replace('_', '-')}"
            act(TaskAsked(task, kind), by=supervisor, petition=about, aside={})


def _policies(about: Petition, by: Person) -> None:
    for reason in TWO_PEOPLE:
        act(PolicySet(f"people:{reason}", "2", WHY_TWO), by=by, petition=about)


def _passed(one: Person, about: Petition) -> None:
    """Answer every practice line right."""
    answers = {case.id: (case.answer, case.voter) for case in cases_of(rules_now(about))}
    act(PracticePassed(one.code, passed=True), by=one, petition=about, aside=answers)


def _review(
    about: Petition, turns: deque[Person], doubts: deque[str], looks: Looks, pace: Pace
) -> None:
    """Have people take lines in turn, one at each moment; nobody holds one then.

    Who would reject a signature asks a lead first, while there are ``doubts``. A known line comes
    when chance will and takes nobody's turn, so that who looks at which line is the same each time.
    """
    looked = 0
    while looked < len(pace.moments):
        pace.clock.go_to(pace.moments[looked])
        given = next_lines(turns[0], about, 1)
        if not given:
            break
        for held in given:
            found = _found(held, looks)
            if found.reason == ASKED_ABOUT and doubts:
                ask_lead(held.person, about, held.line_id, doubts.popleft())
            else:
                determine(held.person, about, _said(held, found))
            if not held.known:
                looked += 1
                turns.rotate(-1)


def _found(held: Assignment, looks: Looks) -> Look:
    """Return what somebody finds: whoever looks again is not wrong."""
    first, truth = looks[line_name(held.line)]
    return first if held.step == 1 and not held.known else truth


def _said(held: Assignment, found: Look) -> Said:
    return Said(held.line_id, held.pk, valid=found.valid, reason=found.reason, voter=found.voter)


def _plant(about: Petition, by: Person) -> None:
    """Make some rejections known lines that come again now and then."""
    act(PolicySet(KNOWN, KNOWN_EVERY, "to see how sure we are"), by=by, petition=about)
    for state in plantable(about).select_related("line__section").order_by("pk")[:KNOWN_AT_MOST]:
        event = KnownLinePlanted(line_name(state.line), answer_of(state))
        act(event, by=by, petition=about)


def _adjudicate(about: Petition, by: Person, looks: Looks, *, leaving: int) -> None:
    """Settle splits as it truly is, but for the last ones."""
    splits = LineState.objects.filter(petition=about, step=0).exclude(state=Stands.SETTLED)
    for _split in range(max(splits.count() - leaving, 0)):
        for held in next_lines(by, about, 1):
            if held.step == 0:
                determine(by, about, _said(held, looks[line_name(held.line)][1]))
