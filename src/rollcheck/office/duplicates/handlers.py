"""How acts on duplicates change the rows."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.duplicates.groups import SideBySide, counting, may_see, of_voter_of
from rollcheck.office.duplicates.models import Group, GroupLine, Settlement
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.closed import still_open
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.eyes import known_reasons
from rollcheck.office.review.lines import refuse_unless_open, state_of
from rollcheck.office.review.models import LineState
from rollcheck.petition.determinations import DUPLICATE
from rollcheck.record.events.matching import DuplicatesProposed
from rollcheck.record.events.review import DuplicatesSettled


@handles(DuplicatesProposed, right=Right.MATCH)
def propose(event: DuplicatesProposed, done: Done) -> int:
    """Keep groups without a voter in the place of earlier ones; ``aside``: keys and evidence."""
    about = still_open(done.petition)
    if len(done.aside) != event.groups:
        raise ValidationError(_("The lines do not reconcile with the count."))
    earlier = Group.objects.filter(petition=about, replaced_at=None)
    earlier.update(replaced_at=done.at)
    made = Group.objects.bulk_create(
        [Group(petition=about, evidence=evidence, at=done.at) for _keys, evidence in done.aside],
        batch_size=500,
    )
    GroupLine.objects.bulk_create(
        [
            GroupLine(group=group, line_id=key)
            for group, (keys, _evidence) in zip(made, done.aside, strict=True)
            for key in keys
        ],
        batch_size=1000,
    )
    return len(made)


@handles(DuplicatesSettled, right=Right.SETTLE_DUPLICATES)
def settle(event: DuplicatesSettled, done: Done) -> Settlement:
    """Keep what one person settled; it stands once as many agree as a rejection takes.

    Then the accepted lines of one voter that do not count are duplicates of the one that does.
    """
    about = refuse_unless_open(done.petition)
    states = [state_of(about, name) for name in event.lines]
    lines = tuple(state.line for state in states)
    if done.by is None or not may_see(done.by, about, lines):
        raise PermissionDenied("confidential lines")
    side = _side(about, states)
    counts = counting(about, side)
    several = len(event.counting) == len(lines)
    if (several and side.voter) or (
        not several and tuple(event.counting) != tuple(str(line) for line in counts)
    ):
        raise ValidationError(_("By the rule another line counts. Load the page again."))
    keys = [line.pk for line in lines]
    kept = [line.pk for line in (lines if several else counts)]
    same = Settlement.objects.filter(petition=about, first=lines[0], lines=keys)
    if same.filter(person=done.by, counting=kept).exists():
        raise ValidationError(_("You settled this already; another person settles it now."))
    agree = same.filter(counting=kept).values("person").distinct().count() + 1
    known = known_reasons(about).get(DUPLICATE)
    people = known.people if known and not several else 1
    settlement = Settlement(
        petition=about,
        lines=keys,
        counting=kept,
        first=lines[0],
        person=done.by,
        stands=agree >= people,
        at=done.at,
    )
    settlement.save()
    if settlement.stands and side.voter and known:
        _reject(states, kept, known.basis, done)
    return settlement


def _side(about: Petition, states: Sequence[LineState]) -> SideBySide:
    """Return the lines as they stand side by side now: one voter's, all of them, or nobody's."""
    lines = tuple(state.line for state in states)
    if len(lines) < 2 or len({line.pk for line in lines}) != len(lines):
        raise ValidationError(_("Put at least two lines side by side."))
    if any(state.voter for state in states):
        side = of_voter_of(about, lines[0])
        if side is None or [line.pk for line in side.lines] != [line.pk for line in lines]:
            raise ValidationError(_("These lines have changed. Load the page again."))
        return side
    return SideBySide(lines, "")


def _reject(states: Sequence[LineState], kept: list[int], basis: str, done: Done) -> None:
    """Let the lines that do not count be duplicates: of the one that does, or of the first."""
    repeated = next((one.line for one in states if one.line.pk in kept), states[0].line)
    for state in states:
        if state.line.pk != repeated.pk:
            state.valid, state.reason, state.basis = False, DUPLICATE, basis
            state.repeats, state.settled_at = repeated, done.at
            state.save()
