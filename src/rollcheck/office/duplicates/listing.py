"""What stands on the list of duplicates: which lines, who said so already, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollcheck.office.duplicates import groups
from rollcheck.office.duplicates.finding import FIND, texts_without_voter
from rollcheck.office.duplicates.models import GroupLine, Settlement
from rollcheck.office.keying.plan import plan_of
from rollcheck.office.keying.wanted import to_key
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Line
from rollcheck.office.review.giving import LAST
from rollcheck.office.review.models import LineState
from rollcheck.office.tasks.models import State, Task

Keys = tuple[int, ...]
"""Keys of lines in the order of filing."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Lines that stand side by side, by the ``key`` of their page; so many people said so."""

    key: int
    lines: tuple[str, ...]
    said: int = 0
    mine: bool = False

    @property
    def words(self) -> str:
        """Return the first two lines by name, and how many others there are."""
        return named(self.lines)


@dataclass(frozen=True, slots=True)
class Compared:
    """How far comparing the lines without a voter is.

    ``lines`` were compared ``at`` a time, None for never; ``since`` got their text after it began;
    ``unkeyed`` still wait for theirs.
    """

    at: datetime | None
    lines: int
    since: int
    unkeyed: int


def named(lines: Sequence[str]) -> str:
    """Return two lines by name, and how many others there are."""
    first, second, *others = lines
    if not others:
        return _("Lines %(first)s and %(second)s") % {"first": first, "second": second}
    words = ngettext(
        "Lines %(first)s, %(second)s and %(others)s other",
        "Lines %(first)s, %(second)s and %(others)s others",
        len(others),
    )
    return words % {"first": first, "second": second, "others": len(others)}


def of_voters(person: Person, petition: Petition, firsts: Sequence[int]) -> list[Listed]:
    """Return what is listed of voters, whose first lines are given by their keys."""
    accepted = groups.accepted(petition)
    voters = dict(accepted.filter(pk__in=firsts).values_list("pk", "voter"))
    states = accepted.filter(voter__in=voters.values()).order_by(F("order") % LAST, "pk")
    lines: dict[str, list[Line]] = {voter: [] for voter in voters.values()}
    for state in states.select_related("line__section"):
        lines[state.voter].append(state.line)
    return _listed(person, petition, {first: lines[voters[first]] for first in firsts})


def of_groups(person: Person, petition: Petition, keys: Sequence[int]) -> list[Listed]:
    """Return what is listed of groups without a voter, by their keys."""
    members = GroupLine.objects.filter(group__in=list(keys)).select_related("line__section")
    lines: dict[int, list[Line]] = {key: [] for key in keys}
    for member in members.order_by("line__section_id", "line__ordinal"):
        lines[member.group_id].append(member.line)
    return _listed(person, petition, lines)


def of_uncounted(petition: Petition) -> QuerySet[LineState]:
    """Return the duplicates of a line that does not count itself, where one would, with both."""
    states = groups.of_uncounted_at([petition.pk] if groups.counts_one(petition) else [])
    return states.select_related("line__section", "repeats__section")


def _listed(
    person: Person, petition: Petition, found: Mapping[int, Sequence[Line]]
) -> list[Listed]:
    firsts = [lines[0].pk for lines in found.values() if lines]
    said: dict[Keys, set[int]] = {}
    settled = Settlement.objects.filter(petition=petition, first__in=firsts, stands=False)
    for keys, who in settled.values_list("lines", "person"):
        said.setdefault(tuple(keys), set()).add(who)
    listed = []
    for key, lines in found.items():
        people = said.get(tuple(line.pk for line in lines), set())
        names = tuple(str(line) for line in lines)
        listed.append(Listed(key, names, len(people), person.pk in people))
    return listed


def next_voter(person: Person, petition: Petition, after: int) -> int | None:
    """Return the next voter's first line for somebody who settled the voter of line ``after``.

    Those of whom the person said so already, or which they may not see, are left out.
    """
    firsts = groups.by_voter(petition)
    at = firsts.index(after) + 1 if after in firsts else 0
    mine = Settlement.objects.filter(petition=petition, person=person, stands=False)
    said = set(mine.values_list("first", flat=True))
    for first in (one for one in firsts[at:] + firsts[:at] if one not in said and one != after):
        side = groups.of_voter_of(petition, Line.objects.get(pk=first))
        if side is not None and groups.may_see(person, petition, side.lines):
            return first
    return None


def next_group(person: Person, petition: Petition, after: int) -> int | None:
    """Return the group without a voter that comes next for somebody who settled one."""
    waiting = groups.open_groups(petition)
    later = [key for key in waiting if key > after] + [key for key in waiting if key < after]
    for key in later:
        lines = GroupLine.objects.filter(group=key).select_related("line")
        if groups.may_see(person, petition, [one.line for one in lines]):
            return key
    return None


def compared(petition: Petition) -> Compared:
    """Return how far comparing the lines without a voter is."""
    done = Task.objects.filter(petition=petition, kind=FIND, state=State.DONE).order_by("-pk")
    last = done.first()
    texts = texts_without_voter(petition)
    if last is not None:
        texts = texts.filter(at__gt=last.asked_at)
    return Compared(
        at=last.ended_at if last else None,
        lines=(last.result or {}).get("lines_compared", 0) if last else 0,
        since=texts.count(),
        unkeyed=to_key(petition, plan_of(petition)).count(),
    )
