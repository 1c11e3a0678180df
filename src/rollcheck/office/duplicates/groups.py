"""Which lines stand side by side, which of them counts, and what waits to be settled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Min, Q, QuerySet

from rollcheck.office.duplicates.models import Group, Settlement
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.receiving.models import Line
from rollcheck.office.review.giving import LAST
from rollcheck.office.review.models import LineState, Stands
from rollcheck.petition.determinations import DUPLICATE
from rollcheck.petition.duplicates import one_per_voter
from rollcheck.petition.settle import State
from rollcheck.problems import RollcheckError


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Lines in the order of filing; ``voter`` is empty where none was found for them."""

    lines: tuple[Line, ...]
    voter: str


def accepted(petition: Petition) -> QuerySet[LineState]:
    """Return the lines that stand as valid, with the voter whose they are."""
    return accepted_at([petition.pk])


def accepted_at(petitions: Collection[int]) -> QuerySet[LineState]:
    """Return the lines that stand as valid at petitions, by their keys."""
    settled = LineState.objects.filter(petition__in=petitions, state=Stands.SETTLED, valid=True)
    return settled.exclude(voter="")


def of_uncounted_at(petitions: Collection[int]) -> QuerySet[LineState]:
    """Return the duplicates of a line that was rejected since, for another reason, at petitions.

    No line of their voter counts, so people look again, where the law does not say of one who
    signs twice that none counts (``counts_one``). A duplicate of such a duplicate is one of
    them once that one is decided anew.
    """
    duplicates = LineState.objects.filter(
        petition__in=petitions, state=Stands.SETTLED, reason=DUPLICATE,
        repeats__state__state=Stands.SETTLED, repeats__state__valid=False,
    )  # fmt: skip
    return duplicates.filter(~Q(repeats__state__reason=DUPLICATE)).order_by("order", "pk")


def counts_one(petition: Petition) -> bool:
    """Tell whether by the place's rule one of a voter's signatures counts; where it is known."""
    try:
        return rules_now(petition).duplicates.counts != "none"
    except RollcheckError:
        return False


def by_voter(petition: Petition) -> list[int]:
    """Return, for each voter with several accepted lines, the key of the first of them."""
    voters = accepted(petition).order_by().values("voter").annotate(number=Count("pk"))
    firsts = voters.filter(number__gt=1).annotate(at=Min(F("order") % LAST)).values("voter")
    rows = accepted(petition).filter(voter__in=firsts.values("voter"))
    found: dict[str, int] = {}
    for pk, voter in rows.order_by(F("order") % LAST, "pk").values_list("pk", "voter"):
        found.setdefault(voter, pk)
    return list(found.values())


def of_voter_of(petition: Petition, line: Line) -> SideBySide | None:
    """Return the accepted lines of the voter of an accepted line, where there are several."""
    state = accepted(petition).filter(pk=line.pk).first()
    if state is None:
        return None
    rows = accepted(petition).filter(voter=state.voter).order_by(F("order") % LAST, "pk")
    lines = tuple(row.line for row in rows.select_related("line__section", "line__sheet"))
    return SideBySide(lines, state.voter) if len(lines) > 1 else None


def of_group(group: Group) -> SideBySide:
    """Return the lines of a group without a voter."""
    lines = Line.objects.filter(pk__in=group.lines.values("line"))
    ordered = lines.select_related("section", "sheet").order_by("section_id", "ordinal")
    return SideBySide(tuple(ordered), "")


def counting(petition: Petition, side: SideBySide) -> tuple[Line, ...]:
    """Return which of a person's lines count, by the place's rule."""
    states = {str(line.pk): State("valid", voter_id=side.voter or "one") for line in side.lines}
    settled = one_per_voter(states, list(states), rules_now(petition).duplicates.counts)
    return tuple(line for line in side.lines if settled[str(line.pk)].status == "valid")


def settlements(petition: Petition, lines: Sequence[Line]) -> QuerySet[Settlement]:
    """Return what people settled of exactly these lines."""
    keys = [line.pk for line in lines]
    return Settlement.objects.filter(petition=petition, first=keys[0], lines=keys).order_by("pk")


def may_see(person: Person, petition: Petition, lines: Sequence[Line]) -> bool:
    """Tell whether somebody may see all of these lines: confidential ones take a clearance."""
    states = LineState.objects.filter(pk__in=[line.pk for line in lines], confidential=True)
    return not states.exists() or may(person, Right.SEE_CONFIDENTIAL, petition).allowed


def open_groups(petition: Petition) -> list[int]:
    """Return the keys of the groups without a voter that nobody has settled yet."""
    return open_groups_at([petition.pk])[petition.pk]


def open_groups_at(petitions: Collection[int]) -> dict[int, list[int]]:
    """Return for petitions, by their keys, the groups without a voter that nobody settled yet."""
    settled = {
        (petition, tuple(lines))
        for petition, lines in Settlement.objects.filter(petition__in=petitions).values_list(
            "petition", "lines"
        )
    }
    groups = Group.objects.filter(petition__in=petitions, replaced_at=None)
    keys: dict[tuple[int, int], list[int]] = {}
    for petition, group, line in groups.values_list("petition", "pk", "lines__line").order_by(
        "pk", "lines__line__section_id", "lines__line__ordinal"
    ):
        keys.setdefault((petition, group), []).append(line)
    found: dict[int, list[int]] = {petition: [] for petition in petitions}
    for (petition, group), lines in keys.items():
        if (petition, tuple(lines)) not in settled:
            found[petition].append(group)
    return found
