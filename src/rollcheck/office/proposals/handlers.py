"""How the act of matching changes the rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.closed import still_open
from rollcheck.office.proposals.models import Proposal, Run
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.record.events.matching import MatchRun


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one line: its key, the outcome, the voter proposed, the candidates."""

    line: int
    outcome: str
    voter: str
    candidates: list[dict[str, Any]]


AFTER: list[Callable[[Iterable[Found], Done], None]] = []
"""What later parts of the work make of proposals, in the same act."""


@handles(MatchRun, right=Right.MATCH)
def keep_proposals(event: MatchRun, done: Done) -> Run:
    """Let what was found stand as proposals; ``aside`` is a ``Found`` for each line."""
    found: list[Found] = done.aside
    about = still_open(done.petition)
    if len(found) != event.lines:
        raise ValidationError(_("The lines do not reconcile with the count."))
    run = Run(
        petition=about,
        snapshot=RollSnapshot.objects.get(manifest=event.manifest),
        parameters=event.parameters,
        file=event.proposals,
        lines=event.lines,
        at=done.at,
    )
    run.save()
    rows = [
        Proposal(
            line_id=one.line,
            run=run,
            outcome=one.outcome,
            voter=one.voter,
            candidates=one.candidates,
            at=done.at,
        )
        for one in found
    ]
    # A line that was matched before is proposed anew: its row is written over, in one statement.
    Proposal.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["line"],
        update_fields=["run", "outcome", "voter", "candidates", "at"],
    )
    for made_of in AFTER:
        made_of(found, done)
    return run
