"""Fixing the raw count as long work: every line is numbered first, then the count is fixed."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollcheck.office.acts.act import act
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import RawCount
from rollcheck.office.receiving.numbering import CHUNK, number_lines
from rollcheck.office.receiving.reconciling import standing
from rollcheck.office.tasks.kinds import long_work
from rollcheck.office.tasks.models import OPEN, Task
from rollcheck.problems import Problem, Progress, RollcheckError
from rollcheck.record.events import intake

FIX_COUNT = "fix_count"
AT_ONCE = CHUNK
"""A count of at most so many lines is fixed while the page waits."""


@long_work(
    FIX_COUNT,
    gettext_lazy("Fixing the raw count"),
    Right.FIX_COUNT,
    leads_to=("review_queue", gettext_lazy("Next: the review")),
)
def fix_the_count(task: Task, progress: Progress) -> dict[str, Any]:
    """Give lines their numbers, piece by piece, then fix the count that whoever asked was shown.

    Counts may still change meanwhile: fixing looks at them anew, and refuses other numbers.
    """
    about = task.petition
    if about is None:
        raise _refused(_("Say which petition."))
    event = intake.RawCountFixed(*task.arguments["counted"])
    # Done already where a worker ended between the act and saying so.
    if not RawCount.objects.filter(petition=about).exists():
        if (event.sections, event.sheets, event.lines) != standing(about).counted:
            raise _refused(_("The count has changed meanwhile. Load the page again."))
        number_lines(about, progress)
        try:
            act(event, by=task.asked_by, petition=about)
        except ValidationError as wrong:
            raise _refused(" ".join(wrong.messages)) from None
        except PermissionDenied:
            raise _refused(_("Whoever asked for it may not fix the count any more.")) from None
    return {"lines": event.lines}


def being_fixed(petition: Petition) -> Task | None:
    """Return the work under way that fixes a petition's count, or None."""
    return Task.objects.filter(petition=petition, kind=FIX_COUNT, state__in=OPEN).first()


def _refused(message: str) -> RollcheckError:
    return RollcheckError([Problem("", None, None, "count_not_fixed", message)])
