"""What people do with lines: take the next, determine it, put it back, take a finding back."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from rollcheck.office.acts import clock
from rollcheck.office.acts.act import Doing, act, act_all, in_turn
from rollcheck.office.learning.mixing import known_due
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.eyes import known_reasons, standing_findings
from rollcheck.office.review.finding import INVALID, VALID, ConfidentialVoterError, Ticket
from rollcheck.office.review.giving import PutBack, Turn
from rollcheck.office.review.lines import line_name
from rollcheck.office.review.models import (
    ADJUDICATION,
    FIRST,
    Assignment,
    Ended,
    Finding,
    LineState,
)
from rollcheck.office.review.pictures import image_of
from rollcheck.office.review.queue import first_free, left_lying, own_lines
from rollcheck.petition.settle import OTHER
from rollcheck.record.events.matching import LineLookedUp
from rollcheck.record.events.review import (
    KnownLineAnswered,
    LineAdjudicated,
    LineAssigned,
    LineDetermined,
    LineSkipped,
)

AHEAD = 2
"""Lines that a person has at once: the one on the screen, and the next, fetched ahead."""

MOST_QUERIES = 20
TO_A_CLEARED_PERSON = "the voter is confidential"
LEFT_LYING = "the person who had it no longer works on it"
IN_TURN = Turn()


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a line they have; ``ticket`` is the number of their having it."""

    line: int
    ticket: int
    valid: bool
    reason: str = ""
    voter: str = ""
    queries: tuple[str, ...] = ()
    note: str = ""


def next_lines(person: Person, petition: Petition, n: int = AHEAD) -> list[Assignment]:
    """Return the lines that somebody has, at least ``n`` of them where there are so many for them.

    Lines are given out one by one, each by an act.
    """
    held = own_lines(person, petition)
    if len(held) >= n:
        return held
    with in_turn():
        return _given(person, petition, n)


def _given(person: Person, petition: Petition, n: int = AHEAD) -> list[Assignment]:
    """Give somebody lines up to ``n``, while nobody else can act."""
    held = own_lines(person, petition)
    while len(held) < n:
        known = known_due(person, petition)
        if known is not None:
            held.append(assign(known, person, petition, Turn(known=True)))
            continue
        state = first_free(person, petition)
        if state is None and _taken_back(petition):
            state = first_free(person, petition)
        if state is None:
            break
        held.append(assign(state, person, petition))
    return held


def determine_and_go_on(
    person: Person, petition: Petition, said: Said
) -> tuple[list[Assignment], ConfidentialVoterError | None]:
    """Keep a finding and give the next line in one turn at the record: nobody waits twice.

    The finding stands where no line can be given, too. Returns the lines that the person has, and
    the error of ``determine`` where the line went to a cleared person.
    """
    handed_over = None
    with in_turn():
        try:
            determine(person, petition, said)
        except ConfidentialVoterError as error:
            handed_over = error
        try:
            with in_turn():
                return _given(person, petition), handed_over
        except (PermissionDenied, ValidationError) as error:
            none_given = error
    raise none_given


def _taken_back(petition: Petition) -> bool:
    """Take back lines that people have and no longer work on, and tell whether there were any.

    Asked when nothing else is left: somebody may have gone home with two lines.
    """
    left = left_lying(petition, clock.now())
    for held in left:
        event = LineSkipped(line_name(held.line), LEFT_LYING)
        act(event, by=None, petition=petition, aside=PutBack(Ended.TAKEN_BACK))
    return bool(left)


def assign(
    state: LineState, person: Person, petition: Petition, turn: Turn = IN_TURN
) -> Assignment:
    """Give somebody a line, by an act."""
    step = FIRST if turn.known else state.step
    event = LineAssigned(line_name(state.line), person.code, str(step))
    given: Assignment = act(event, by=person, petition=petition, aside=turn)
    return given


def determine(person: Person, petition: Petition, said: Said) -> LineState:
    """Keep what somebody found on a line that they have, with what they asked the roll.

    What was said already is not said twice: a repeated request changes nothing. Raises
    ``ConfidentialVoterError`` after a line of a confidential voter was put back for a cleared
    person, ``ValidationError`` and ``PermissionDenied`` where the finding cannot be.
    """
    with in_turn():
        held = _had(person, petition, said.line, said.ticket)
        if held.ended == Ended.DETERMINED and not held.undone and _same(held, said):
            return held.line.state
        try:
            with in_turn():
                return _determine(person, petition, held, said)
        except ConfidentialVoterError:
            put_back = PutBack(Ended.TAKEN_BACK, confidential=True)
            event = LineSkipped(line_name(held.line), TO_A_CLEARED_PERSON)
            act(event, by=person, petition=petition, aside=put_back)
    raise ConfidentialVoterError(
        _("This voter is confidential; the line goes to a cleared person.")
    )


def _determine(person: Person, petition: Petition, held: Assignment, said: Said) -> LineState:
    name = line_name(held.line)
    queries = tuple(dict.fromkeys(text.strip() for text in said.queries if text.strip()))
    asked = [Doing(LineLookedUp(name, text[:200]), aside=held) for text in queries[-MOST_QUERIES:]]
    finding = VALID if said.valid else INVALID
    basis = said.note if said.valid else _basis(petition, said)
    event: LineDetermined | LineAdjudicated | KnownLineAnswered
    refers_to: tuple[int, ...] = ()
    if held.known:
        event = KnownLineAnswered(name, finding, said.reason, said.voter)
    elif held.step == ADJUDICATION:
        event = LineAdjudicated(name, finding, said.reason, said.voter, basis)
        refers_to = tuple(one.entry for one in standing_findings(held.line.state))
    else:
        image = image_of(held.line)
        digest = image.image.digest if image else ""
        event = LineDetermined(name, finding, said.reason, said.voter, basis, digest)
    found = Doing(event, refers_to, Ticket(held.pk))
    state: LineState = act_all([*asked, found], by=person, petition=petition)[-1]
    return state


def _basis(petition: Petition, said: Said) -> str:
    """Return what a rejection rests on, and the note in which it is explained."""
    known = known_reasons(petition).get(said.reason)
    if known is None:
        raise ValidationError(_("This place does not have this reason."))
    if said.reason == OTHER and not said.note:
        raise ValidationError(_("Write a note that says the reason."))
    return "; ".join(part for part in (known.basis, said.note) if part)


def _had(person: Person, petition: Petition, line: int, ticket: int) -> Assignment:
    held = (
        Assignment.objects.filter(pk=ticket, line=line, person=person, petition=petition)
        .select_related("line__section", "line__sheet", "line__state")
        .first()
    )
    if held is None:
        raise ValidationError(_("You do not have this line."))
    return held


def _same(held: Assignment, said: Said) -> bool:
    """Tell whether just this stands as found when the person had the line that time."""
    return Finding.objects.filter(
        line=held.line,
        round=held.round,
        step=held.step,
        person=held.person,
        undone_at=None,
        valid=said.valid,
        reason=said.reason,
        voter=said.voter,
    ).exists()


def skip(person: Person, petition: Petition, line: int, note: str) -> None:
    """Put a line back with a note; it comes again after all the others."""
    _put_back(person, petition, line, note, Ended.SKIPPED)


def ask_lead(person: Person, petition: Petition, line: int, note: str) -> None:
    """Let a line wait for a lead's answer to a question."""
    _put_back(person, petition, line, note, Ended.ASKED)


def _put_back(person: Person, petition: Petition, line: int, note: str, ended: Ended) -> None:
    held = Assignment.objects.filter(
        line=line, person=person, petition=petition, ended_at=None
    ).select_related("line__section")
    found = held.first()
    if found is None:
        raise ValidationError(_("You do not have this line."))
    event = LineSkipped(line_name(found.line), note)
    act(event, by=person, petition=petition, aside=PutBack(ended))


def answer(person: Person, petition: Petition, state: LineState, note: str) -> None:
    """Answer whoever asks about a line; it goes back to the queue, the answer with it."""
    act(LineSkipped(line_name(state.line), note), by=person, petition=petition)


def done_today(person: Person, petition: Petition) -> int:
    """Return how many lines somebody has determined today."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Assignment.objects.filter(
        petition=petition,
        person=person,
        ended_at__gte=midnight,
        ended=Ended.DETERMINED,
        undone=False,
    ).count()
