"""The long work of looking for one person's lines among those without a voter."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rollcheck.matching import duplicate_groups
from rollcheck.matching.duplicates_groups import APART
from rollcheck.office.acts.act import act
from rollcheck.office.keying.models import LineRead, Mark
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.proposals.matching import lines_of
from rollcheck.office.proposals.models import Proposal
from rollcheck.office.tasks.kinds import long_work
from rollcheck.office.tasks.models import Task
from rollcheck.problems import Problem, Progress, RollcheckError
from rollcheck.record.events.matching import DuplicatesProposed

FIND = "find_duplicates"
OPEN_OUTCOMES = ("none", "ambiguous")


@long_work(
    FIND,
    _("Looking for one person's lines among those without a voter"),
    Right.MATCH,
    leads_to=("duplicates", _("Duplicates")),
)
def find_duplicates(task: Task, progress: Progress) -> dict[str, Any]:
    """Group the petition's lines without a voter, and let the groups stand as proposals."""
    about = task.petition
    if about is None:
        raise RollcheckError([Problem("", None, None, "no_petition", "name a petition")])
    keys = without_voter(about)
    table = lines_of(keys)
    alike = _alike(keys)
    several = [place for place, key in enumerate(keys) if key in alike]
    found = duplicate_groups(table, [None] * len(keys), several, progress=progress)
    key_of = dict(zip(table.column("line_id").to_pylist(), keys, strict=True))
    groups = [
        (
            [key_of[line] for line in row["lines"]],
            [
                {**pair, "line": key_of[pair["line"]], "other": key_of[pair["other"]]}
                for pair in row["pairs"]
            ],
        )
        for row in found.table.to_pylist()
    ]
    act(DuplicatesProposed(len(groups), len(keys)), by=task.asked_by, petition=about, aside=groups)
    return {"lines_compared": len(keys), "groups": len(groups)}


def without_voter(about: Petition) -> list[int]:
    """Return the keys of ``texts_without_voter``."""
    return list(texts_without_voter(about).order_by("pk").values_list("pk", flat=True))


def texts_without_voter(about: Petition) -> QuerySet[LineRead]:
    """Return the texts of lines for which neither people nor matching found a voter."""
    texts = LineRead.objects.filter(line__petition=about).exclude(mark=Mark.BLANK)
    unnamed = Q(line__state__state="settled", line__state__valid=False, line__state__voter="")
    waits = Q(line__state=None) | ~Q(line__state__state="settled")
    unmatched = Q(line__proposal=None) | Q(line__proposal__outcome__in=OPEN_OUTCOMES)
    return texts.filter(unnamed | (waits & unmatched))


def _alike(keys: list[int]) -> set[int]:
    """Return the lines that fit two voters of the roll alike, or more."""
    open_ones = Proposal.objects.filter(pk__in=keys, outcome="ambiguous")
    found = set()
    for key, candidates in open_ones.values_list("pk", "candidates"):
        bits = [sum(one["bits"]) for one in candidates[:2]]
        if len(bits) > 1 and bits[0] - bits[1] < APART * 1000:
            found.add(key)
    return found
