"""Opening the review of a petition: a state for each line, made as long work, then the opening."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Count, Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollcheck.office.acts.act import Done, act, handles
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.closed import WHY_CLOSED
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import RawCount, Section
from rollcheck.office.review.models import Assignment, Ended, LineState, Review, Stands
from rollcheck.office.tasks.kinds import long_work
from rollcheck.office.tasks.models import Task
from rollcheck.problems import Problem, Progress, RollcheckError
from rollcheck.record.events.petition import StageEntered

OPEN_REVIEW = "open_review"
REVIEW = "review"
CHUNK = 10_000
"""Lines made in one transaction, so that nobody waits long for theirs."""

A_SECTION = 1_000_000
"""More than the lines of any section: the order of work is section by section, line by line."""

MAKE_STATES = """
INSERT INTO review_linestate (line_id, petition_id, state, free, step, people, last_by, round,
    confidential, "order", valid, reason, voter, basis, settled_at)
SELECT line.id, line.petition_id, 'waiting', TRUE, 1, 0, 0, 1,
    line.confidential, {place} + line.ordinal, NULL, '', '', '', NULL
FROM receiving_line AS line
WHERE line.section_id = %s AND NOT line.void
ON CONFLICT (line_id) DO UPDATE SET
    state = 'waiting', free = TRUE, "order" = excluded."order", confidential = excluded.confidential
WHERE review_linestate.state = 'void'
"""
"""Makes the states of one section's lines; one that a reopened count left out and has again waits
anew."""


@long_work(
    OPEN_REVIEW,
    gettext_lazy("Opening the review"),
    Right.CHANGE_PETITION,
    leads_to=("review_queue", gettext_lazy("Next: the review")),
)
def open_review(task: Task, progress: Progress) -> dict[str, Any]:
    """Make a state for each line of the task's petition, then open its review."""
    about = task.petition
    if about is None:
        raise _refused(_("Say which petition."))
    hinders = hindrance(about)
    if hinders:
        raise _refused(hinders)
    count = RawCount.objects.get(petition=about)
    prepare(about, progress)
    if not Review.objects.filter(petition=about).exists():
        try:
            act(StageEntered(REVIEW, ""), by=task.asked_by, petition=about)
        except ValidationError as wrong:
            raise _refused(" ".join(wrong.messages)) from None
    return {"lines": count.lines}


def hindrance(about: Petition) -> str | None:
    """Say why the review of a petition cannot be opened now, or None."""
    if not RawCount.objects.filter(petition=about).exists():
        return _("Fix the raw count first: only then each line has its identity.")
    if Petition.objects.get(pk=about.pk).closed_at is not None:
        return str(WHY_CLOSED)
    if about.snapshot_id is None:
        return _("Name the snapshot of the roll first.")
    return None


def prepare(about: Petition, progress: Progress) -> None:
    """Make a state for each line that has none. Nobody is given one before the review opens."""
    done, total = 0, RawCount.objects.get(petition=about).lines
    progress(_("Lines made ready"), done, total)
    for chunk in _chunks(about):
        with transaction.atomic(), connection.cursor() as cursor:
            for place, section, lines in chunk:
                cursor.execute(MAKE_STATES.format(place=place * A_SECTION), [section])
                done += lines
        progress(_("Lines made ready"), done, total)


def _chunks(about: Petition) -> Iterator[Sequence[tuple[int, int, int]]]:
    """Yield sections in the order of work, with their place and number of lines."""
    sections = (
        Section.objects.filter(petition=about)
        .annotate(how_many=Count("lines", filter=Q(lines__void=False)))
        .order_by(Length("number"), "number")
        .values_list("pk", "how_many")
    )
    chunk: list[tuple[int, int, int]] = []
    size = 0
    for place, (section, lines) in enumerate(sections, 1):
        chunk.append((place, section, lines))
        size += lines
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    yield chunk


@handles(StageEntered, right=Right.CHANGE_PETITION)
def enter_stage(event: StageEntered, done: Done) -> Review:
    """Open the review of a petition whose lines all have a state."""
    about = done.petition
    if about is None or event.stage != REVIEW:
        raise ValidationError(_("There is no such stage."))
    hinders = hindrance(about)
    if hinders:
        raise ValidationError(hinders)
    if Review.objects.filter(petition=about).exists():
        raise ValidationError(_("The review is open already."))
    lines = RawCount.objects.get(petition=about).lines
    ready = LineState.objects.filter(petition=about).exclude(state=Stands.VOID).count()
    if ready != lines:
        raise ValidationError(_("The lines are not all made ready yet."))
    opened = Review(petition=about, lines=lines, at=done.at, by=done.by)
    opened.save()
    return opened


def close_review(about: Petition, done: Done) -> None:
    """Let no line of a petition be worked on, before its raw count is reopened.

    Raises ``ValidationError`` while a finding stands.
    """
    lines = LineState.objects.filter(petition=about)
    if lines.filter(Q(people__gt=0) | Q(state=Stands.SETTLED)).exists():
        raise ValidationError(_("Findings on lines stand; take them back or reopen them first."))
    Assignment.objects.filter(petition=about, ended_at=None).update(
        ended=Ended.TAKEN_BACK, ended_at=done.at
    )
    lines.exclude(state=Stands.VOID).update(state=Stands.VOID, free=False)
    Review.objects.filter(petition=about).update(closed_at=done.at)


def _refused(message: str) -> RollcheckError:
    return RollcheckError([Problem("", None, None, "review_not_opened", message)])
