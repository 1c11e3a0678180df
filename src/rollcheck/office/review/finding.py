"""How findings become rows: a reviewer's, an adjudicator's, a machine's where the law lets it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.keying.handlers import drop, want
from rollcheck.office.people.may import may
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.receiving.models import Line
from rollcheck.office.review.accepted import accepted_beside
from rollcheck.office.review.eyes import known_reasons, may_give, settled, standing_findings
from rollcheck.office.review.giving import held_by, keep_confidential, open_assignment
from rollcheck.office.review.lines import line_name, refuse_unless_open, state_of
from rollcheck.office.review.models import (
    ADJUDICATION,
    FIRST,
    Assignment,
    Ended,
    Finding,
    LineState,
    Query,
    Stands,
)
from rollcheck.office.review.the_roll import voter_of
from rollcheck.petition.determinations import DUPLICATE
from rollcheck.petition.settle import State
from rollcheck.record.events import matching, review

VALID, INVALID = "valid", "invalid"
LONGEST_QUERY = 200


Determined = review.LineDetermined | review.LineAdjudicated | review.KnownLineAnswered


class ConfidentialVoterError(ValidationError):
    """The voter is confidential and whoever finds so is not cleared: a cleared person must."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """For which having of a line a finding is given, and for adjudication its number of entry."""

    assignment: int


@handles(matching.LineLookedUp, right=Right.REVIEW)
def look_up(event: matching.LineLookedUp, done: Done) -> Query:
    """Keep what was asked of the roll about a line that the person has.

    ``aside`` is their having it, where it was read in the same turn.
    """
    line = _looked_at(event, done)
    if not 1 <= len(event.query) <= LONGEST_QUERY:
        raise ValidationError(_("A query has between 1 and 200 signs."))
    kept = Query(line=line, person=done.by, at=done.at, text=event.query)
    kept.save()
    return kept


def _looked_at(event: matching.LineLookedUp, done: Done) -> Line:
    held = done.aside if isinstance(done.aside, Assignment) else None
    if held is None:
        held = held_by(state_of(refuse_unless_open(done.petition), event.line), done.by)
    if (
        held is None
        or done.by is None
        or (held.person_id, held.ended_at) != (done.by.pk, None)
        or line_name(held.line) != event.line
    ):
        raise ValidationError(_("You do not have this line."))
    return held.line


@handles(review.LineDetermined, right=Right.REVIEW)
def determine(event: review.LineDetermined, done: Done) -> LineState:
    """Keep a person's independent finding; ``aside`` is their ``Ticket``."""
    about = refuse_unless_open(done.petition)
    state = state_of(about, event.line)
    held = _held(state, done)
    if held.step < FIRST or held.known:
        raise ValidationError(_("This line waits for an adjudicator."))
    return _keep(about, state, held, event, done, event.image)


@handles(review.LineAdjudicated, right=Right.ADJUDICATE)
def adjudicate(event: review.LineAdjudicated, done: Done) -> LineState:
    """Keep the finding of an adjudicator, who gave none before."""
    about = refuse_unless_open(done.petition)
    state = state_of(about, event.line)
    held = _held(state, done)
    if held.step != ADJUDICATION:
        raise ValidationError(_("Nobody disagrees about this line."))
    return _keep(about, state, held, event, done, "")


@handles(matching.MatchConfirmed, right=Right.CHANGE_PETITION)
def confirm(event: matching.MatchConfirmed, done: Done) -> LineState:
    """Accept a line on the machine's word, only where the place's law says that it may."""
    about = refuse_unless_open(done.petition)
    if not rules_now(about).machine_may_accept:
        raise ValidationError(_("The law of this place lets no machine accept a line."))
    state = state_of(about, event.line)
    if not state.free or state.people or state.confidential:
        raise ValidationError(_("People are at work on this line."))
    voter = voter_of(about, event.voter)
    if voter is None or voter.confidential:
        raise ValidationError(_("There is no such voter on the roll of this petition."))
    _settle(state, State("valid", voter_id=voter.voter_id), event.citation, None, done)
    state.save()
    return state


@handles(review.KnownLineAnswered, right=Right.REVIEW)
def answer_known(event: review.KnownLineAnswered, done: Done) -> LineState:
    """Keep what somebody found on a known line; ``aside`` is their ``Ticket``. It never counts."""
    about = refuse_unless_open(done.petition)
    state = state_of(about, event.line)
    held = _held(state, done)
    if not held.known:
        raise ValidationError(_("You do not have this line."))
    return _keep(about, state, held, event, done, "")


def _held(state: LineState, done: Done) -> Assignment:
    held = held_by(state, done.by)
    if held is None or done.by is None:
        raise ValidationError(_("You do not have this line."))
    if not isinstance(done.aside, Ticket) or done.aside.assignment != held.pk:
        raise ValidationError(_("This was for an earlier time that you had this line."))
    if state.confidential and not may(done.by, Right.SEE_CONFIDENTIAL, done.petition).allowed:
        raise PermissionDenied(str(Right.SEE_CONFIDENTIAL))
    return held


def _keep(
    about: Petition,
    state: LineState,
    held: Assignment,
    event: Determined,
    done: Done,
    image: str,
) -> LineState:
    voter, confidential = _voter(about, event, done)
    repeats = _checked(about, state, event, voter, done)
    found = Finding(
        line=state.line,
        petition=about,
        step=held.step,
        round=state.round,
        person=done.by,
        at=done.at,
        valid=event.finding == VALID,
        reason=event.reason,
        voter=voter,
        repeats=repeats,
        basis="" if isinstance(event, review.KnownLineAnswered) else event.basis,
        image=image,
        entry=done.entry,
        known=held.known,
    )
    found.save()
    held.ended, held.ended_at = Ended.DETERMINED, done.at
    held.save()
    if held.known:
        return state
    if confidential:
        keep_confidential([state.line_id], done)
        state.confidential = True
    stand_again(about, state, done)
    return state


def stand_again(about: Petition, state: LineState, done: Done) -> None:
    """Let a line's findings say how it stands now, and save it."""
    found = standing_findings(state)
    result = settled(found, about)
    state.people = len(found)
    state.last_by = found[-1].person_id if found else 0
    state.valid, state.reason, state.voter, state.basis = None, "", "", ""
    state.repeats, state.settled_at = None, None
    if result.status == "waiting":
        split = result.waits_for == "disagreement"
        state.step = ADJUDICATION if split else len(found) + 1
        state.state, state.free = Stands.WAITING, open_assignment(state) is None
    else:
        backer = next(
            one
            for one in reversed(found)
            if one.valid == (result.status == "valid") and one.reason == (result.reason or "")
        )
        _settle(state, result, backer.basis, backer.repeats, done)
        # What has no voter is keyed in full, so that its duplicates are found.
        (drop if state.voter else want)(state.line, done.at)
    state.save()


def _settle(state: LineState, result: State, basis: str, repeats: Line | None, done: Done) -> None:
    state.state, state.free = Stands.SETTLED, False
    state.valid = result.status == "valid"
    state.reason, state.voter = result.reason or "", result.voter_id or ""
    state.basis, state.repeats, state.settled_at = basis, repeats, done.at


def _voter(about: Petition, event: Determined, done: Done) -> tuple[str, bool]:
    """Return the voter's id as the roll writes it, and whether the voter is confidential."""
    if not event.voter:
        return "", False
    voter = voter_of(about, event.voter)
    if voter is None:
        raise ValidationError(_("There is no such voter on the roll of this petition."))
    cleared = done.by is not None and may(done.by, Right.SEE_CONFIDENTIAL, about).allowed
    if voter.confidential and not cleared:
        raise ConfidentialVoterError(
            _("This voter is confidential; the line goes to a cleared person.")
        )
    return voter.voter_id, voter.confidential


def _checked(
    about: Petition,
    state: LineState,
    event: Determined,
    voter: str,
    done: Done,
) -> Line | None:
    """Refuse a finding that cannot be; return the line that a duplicate repeats."""
    if event.finding == VALID:
        if event.reason:
            raise ValidationError(_("An accepted line has no reason."))
        if not voter:
            raise ValidationError(_("Choose the voter whose line this is."))
        return None
    if event.finding != INVALID:
        raise ValidationError(_("A line is valid or invalid."))
    known = known_reasons(about).get(event.reason)
    if known is None:
        raise ValidationError(_("This place does not have this reason."))
    if done.by is None or not may_give(done.by, about, known.reason):
        raise PermissionDenied("this reason is not for this role")
    if not isinstance(event, review.KnownLineAnswered) and not event.basis.startswith(known.basis):
        raise ValidationError(_("The rules or the policy have changed. Load the line again."))
    return _repeated(about, state, voter) if event.reason == DUPLICATE else None


def _repeated(about: Petition, state: LineState, voter: str) -> Line:
    """Return the line of the same voter that stands accepted, the first in order."""
    if not voter:
        raise ValidationError(_("Choose the voter who signed before."))
    other = accepted_beside(about, state.pk, [voter]).first()
    if other is None:
        raise ValidationError(_("No other line of this voter has been accepted."))
    return other.line
