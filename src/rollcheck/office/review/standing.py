"""How a petition's lines stand, added up: every line of the raw count once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any, cast

from django.db.models import Count, F, Q, QuerySet

from rollcheck.law import RuleSet
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.receiving.models import RawCount, Section
from rollcheck.office.review.giving import LAST
from rollcheck.office.review.models import ADJUDICATION, LineState, Stands
from rollcheck.petition.determinations import DUPLICATE
from rollcheck.petition.duplicates import none_counts, one_per_voter
from rollcheck.petition.settle import State
from rollcheck.petition.tally import Tally, tally

Kind = tuple[int, str, int, bool, bool, bool | None, str]
KIND = ("line__section_id", "state", "step", "touched", "confidential", "valid", "reason")
"""What lines have in common that are counted alike."""

APART = (*KIND, "pk", "voter", "repeats_id")
"""What must be known of a line that shares its voter with others."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The tally of all lines, and those of each section (by its number) and each circulator.

    The raw count is as fixed; each section's and circulator's as their lines are.
    """

    whole: Tally
    by_section: Mapping[str, Tally]
    by_circulator: Mapping[str, Tally]


def standing(petition: Petition) -> Standing:
    """Add a petition's lines up by the core's own rules, as a run over files does.

    Further lines accepted for one voter wait, or fall with the first where the law counts no copy.
    Raises ``RawCount.DoesNotExist`` before the count is fixed, ``RollcheckError`` where no rules
    cover the petition.
    """
    rules = rules_now(petition)
    raw = RawCount.objects.get(petition=petition).lines
    counting = LineState.objects.filter(petition=petition).exclude(state=Stands.VOID)
    lines = counting.annotate(touched=Q(people__gt=0))
    grouped = _grouped(lines, rules)
    sections = list(Section.objects.filter(petition=petition).order_by("pk"))
    counted = _lines_by_section(petition)
    return Standing(
        whole=_tally(chain.from_iterable(grouped.values()), raw, rules),
        by_section={
            one.number: _tally(grouped.get(one.pk, ()), counted[one.pk], rules) for one in sections
        },
        by_circulator=dict(_by_circulator(sections, grouped, counted, rules)),
    )


def _grouped(lines: QuerySet[Any], rules: RuleSet) -> Mapping[int, list[State]]:
    """Return the state of every line by section; of lines counted alike, one state many times."""
    kinds: Counter[Kind] = Counter()
    # In SQL: it may be a million lines, of which few share a voter.
    for *kind, number in lines.order_by().values_list(*KIND).annotate(Count("pk")):
        kinds[cast("Kind", tuple(kind))] += number
    grouped: dict[int, list[State]] = {}
    apart = list(_sharing(lines, rules).order_by(F("order") % LAST).values_list(*APART))
    states = {str(pk): _state(kind, voter, repeats) for *kind, pk, voter, repeats in apart}
    settled = one_per_voter(states, list(states), rules.duplicates.counts)
    if rules.duplicates.counts == "none":
        settled = none_counts(settled)
    for *kind, pk, _voter, _repeats in apart:
        kinds[cast("Kind", tuple(kind))] -= 1
        grouped.setdefault(kind[0], []).append(settled[str(pk)])
    for alike, number in kinds.items():
        grouped.setdefault(alike[0], []).extend(repeat(_state(alike), number))
    return grouped


def _sharing(lines: QuerySet[Any], rules: RuleSet) -> QuerySet[Any]:
    """Return the settled lines of voters who have several, which stand or fall together.

    Where the law counts no copy, a line found a duplicate takes along the one that it repeats.
    """
    settled = lines.filter(state=Stands.SETTLED)
    named = settled.exclude(voter="").order_by()
    if rules.duplicates.counts != "none":
        named = named.filter(valid=True)
    several = named.values("voter").annotate(number=Count("pk")).filter(number__gt=1)
    sharing = Q(voter__in=several.values("voter"))
    if rules.duplicates.counts == "none":
        copies = settled.filter(reason=DUPLICATE)
        sharing |= Q(reason=DUPLICATE) | Q(pk__in=copies.values("repeats_id"))
    return settled.filter(sharing)


def _state(kind: Sequence[Any], voter: str = "", repeats: int | None = None) -> State:
    _section, stands, step, touched, confidential, valid, reason = kind
    if stands == Stands.SETTLED:
        return State(
            "valid" if valid else "invalid",
            reason=reason or None,
            voter_id=voter or None,
            duplicate_of=None if repeats is None else str(repeats),
        )
    if touched:
        waits = "disagreement" if step == ADJUDICATION else "more_people"
    else:
        waits = "confidential" if confidential else "no_determination"
    return State("waiting", waits_for=waits)


def _tally(states: Iterable[State], raw: int, rules: RuleSet) -> Tally:
    known = list(states)
    return tally(
        known,
        raw=raw,
        reasons=rules.reasons,
        further={"no_determination": raw - len(known)},
        no_copy_counts=rules.duplicates.counts == "none",
    )


def _lines_by_section(petition: Petition) -> Counter[int]:
    """Return how many lines each section has: the sum of its sheets as counted."""
    counted: Counter[int] = Counter()
    rows = Section.objects.filter(petition=petition).values_list("pk", "sheets__lines")
    for section, lines in rows:
        counted[section] += lines or 0
    return counted


def _by_circulator(
    sections: Iterable[Section],
    grouped: Mapping[int, list[State]],
    counted: Mapping[int, int],
    rules: RuleSet,
) -> Iterator[tuple[str, Tally]]:
    of: dict[str, list[int]] = {}
    for one in sections:
        of.setdefault(one.circulator, []).append(one.pk)
    for circulator, mine in of.items():
        states = [state for section in mine for state in grouped.get(section, ())]
        yield circulator, _tally(states, sum(counted[section] for section in mine), rules)
