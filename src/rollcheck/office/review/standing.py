"""How a petition's lines stand, added up: every line of the raw count once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, F, Q, QuerySet, Sum

from rollcheck.law import RuleSet
from rollcheck.office.defects.models import VoidLine
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.receiving.models import RawCount, Section
from rollcheck.office.review.giving import LAST
from rollcheck.office.review.models import ADJUDICATION, Counted, LineState, Stands
from rollcheck.petition.determinations import DUPLICATE
from rollcheck.petition.duplicates import counted_once
from rollcheck.petition.settle import State
from rollcheck.petition.tally import Tally, tally_counted

Kind = tuple[str, str, int, bool, bool, int, str]
KIND = ("state", "step", "touched", "confidential", "result", "reason")
"""What lines of one circulator have in common that are counted alike."""

APART = ("state", "step", "touched", "confidential", "valid", "reason", "pk", "voter", "repeats_id")
"""What must be known of a line that shares its voter with others."""

RESULT = {None: 0, True: 1, False: 2}
Counts = Counter[State]
Parts = Mapping[str, Counts]
BEFORE = "before_the_count"


@dataclass(frozen=True, slots=True)
class Standing:
    """The tally of all lines, and those of each circulator.

    The raw count is as fixed; each circulator's as their lines are.
    """

    whole: Tally
    by_circulator: Mapping[str, Tally]


def standing(petition: Petition) -> Standing:
    """Add a petition's lines up by the core's own rules, as a run over files does.

    Further lines accepted for one voter wait, or fall with the first where the law counts no copy.
    Raises ``RawCount.DoesNotExist`` before the count is fixed, ``RollcheckError`` where no rules
    cover the petition.
    """
    rules = rules_now(petition)
    raw = RawCount.objects.get(petition=petition).lines
    parts, out = _parts(petition, rules), _out(petition, rules)
    whole: Counts = Counter()
    for of, counts in parts.items():
        counts.subtract(out.get(of, Counter()))
        whole.update(counts)
    excluded = sum(counts.total() for counts in out.values())
    return Standing(_tally(whole, raw, rules, excluded), _tallies(petition, rules, parts, out))


def _out(petition: Petition, rules: RuleSet) -> Parts:
    """Return the lines of each circulator that by a defect leave the count, by the law."""
    if rules.sheet.defect_found != BEFORE:
        return {}
    void = VoidLine.objects.filter(petition=petition, defect__taken_back_at=None).order_by()
    rows = void.values_list("line__section__circulator", "line__state__reason")
    parts: dict[str, Counts] = {}
    for of, reason, lines in rows.annotate(lines=Count("line", distinct=True)):
        parts.setdefault(of, Counter())[State("invalid", reason=reason)] += lines
    return parts


def _parts(petition: Petition, rules: RuleSet) -> Parts:
    """Return how many lines of each circulator stand how.

    The database counts them as they change; only lines that share a voter are looked at.
    """
    kinds: Counter[Kind] = Counter()
    counted = Counted.objects.filter(petition=petition, lines__gt=0).exclude(state=Stands.VOID)
    rows = counted.order_by().values_list("section__circulator", *KIND).annotate(Sum("lines"))
    for *kind, number in rows:
        kinds[cast("Kind", tuple(kind))] += number
    lines = LineState.objects.filter(petition=petition).annotate(touched=Q(people__gt=0))
    sharing = _sharing(petition, lines, rules).order_by(F("order") % LAST)
    apart = list(sharing.values_list("line__section__circulator", *APART))
    states: dict[str, State] = {}
    for of, *kind, valid, reason, pk, voter, repeats in apart:
        alike = cast("Kind", (of, *kind, RESULT[valid], reason))
        kinds[alike] -= 1
        states[str(pk)] = _state(alike, voter, repeats)
    settled = counted_once(states, list(states), rules.duplicates.counts)
    parts: dict[str, Counts] = {}
    for alike, number in kinds.items():
        parts.setdefault(alike[0], Counter())[_state(alike)] += number
    for of, *rest in apart:
        parts[of][settled[str(rest[6])]] += 1
    return parts


def _sharing(petition: Petition, lines: QuerySet[Any], rules: RuleSet) -> QuerySet[Any]:
    """Return the settled lines of voters who have several, which stand or fall together.

    Where the law counts no copy, a line found a duplicate takes along the one that it repeats.
    """
    settled = lines.filter(state=Stands.SETTLED)
    named = LineState.objects.filter(petition=petition).exclude(voter="").order_by()
    if rules.duplicates.counts == "none":
        named = named.filter(state=Stands.SETTLED)
    else:
        named = named.filter(valid=True)
    several = named.values("voter").annotate(number=Count("*")).filter(number__gt=1)
    sharing = Q(voter__in=several.values("voter"))
    if rules.duplicates.counts == "none":
        copies = settled.filter(reason=DUPLICATE)
        sharing |= Q(reason=DUPLICATE) | Q(pk__in=copies.values("repeats_id"))
    return settled.filter(sharing)


def _state(kind: Kind, voter: str = "", repeats: int | None = None) -> State:
    _part, stands, step, touched, confidential, result, reason = kind
    if stands == Stands.SETTLED:
        return State(
            "valid" if result == RESULT[True] else "invalid",
            reason=reason or None,
            voter_id=voter or None,
            duplicate_of=None if repeats is None else str(repeats),
        )
    if touched:
        waits = "disagreement" if step == ADJUDICATION else "more_people"
    else:
        waits = "confidential" if confidential else "no_determination"
    return State("waiting", waits_for=waits)


def _tallies(petition: Petition, rules: RuleSet, parts: Parts, out: Parts) -> Mapping[str, Tally]:
    return {
        name: _tally(parts.get(name, Counter()), lines, rules, out.get(name, Counter()).total())
        for name, lines in _lines_by_circulator(petition).items()
    }


def _tally(counts: Counts, raw: int, rules: RuleSet, excluded: int) -> Tally:
    return tally_counted(
        counts.items(),
        raw=raw,
        reasons=rules.reasons,
        further={"no_determination": raw - excluded - counts.total()},
        excluded=excluded,
        no_copy_counts=rules.duplicates.counts == "none",
    )


def _lines_by_circulator(petition: Petition) -> Counter[str]:
    """Return how many lines each circulator has: the sum of their sheets as counted."""
    counted: Counter[str] = Counter()
    sections = Section.objects.filter(petition=petition).order_by("pk")
    for circulator, lines in sections.values_list("circulator").annotate(Sum("sheets__lines")):
        counted[circulator] += lines or 0
    return counted
